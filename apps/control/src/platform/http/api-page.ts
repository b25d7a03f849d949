import { readFileSync } from "node:fs";
import type { FastifyInstance } from "fastify";
import { describeApi } from "./openapi.ts";

const page = (name: string): Buffer => readFileSync(new URL(`./api-page/${name}`, import.meta.url));

/** `/api`: the API to read and try, drawn from `/api/openapi.json` by a page of our own that asks nobody else. */
export function installApiPage(http: FastifyInstance, publicUrl: string, version: string): void {
  const description = JSON.stringify(describeApi(publicUrl, version));
  const files = {
    "/api": { body: page("page.html"), type: "text/html; charset=utf-8" },
    "/api/page.js": { body: page("page.js"), type: "text/javascript; charset=utf-8" },
    "/api/page.css": { body: page("page.css"), type: "text/css; charset=utf-8" },
    "/api/openapi.json": { body: description, type: "application/json; charset=utf-8" },
  };
  for (const [path, file] of Object.entries(files)) {
    http.get(path, (_request, reply) =>
      reply.type(file.type).header("cache-control", "no-cache").send(file.body),
    );
  }
}
