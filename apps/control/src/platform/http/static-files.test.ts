import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import fastify from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AppError } from "../errors/index.ts";
import { installPortal } from "./static-files.ts";

describe("the portal's files", () => {
  const folder = mkdtempSync(join(tmpdir(), "driftvakt-static-"));
  const http = fastify();
  const script = `console.log(${JSON.stringify("x".repeat(4000))})`;
  beforeAll(async () => {
    mkdirSync(join(folder, "assets"));
    writeFileSync(join(folder, "index.html"), "<!doctype html><p>portal");
    writeFileSync(join(folder, "assets", "index-abc.js"), script);
    writeFileSync(join(folder, "logo.svg"), "<svg onload='alert(1)'/>");
    symlinkSync("/etc/passwd", join(folder, "link.txt"));
    http.setErrorHandler((error, _request, reply) =>
      reply.code(error instanceof AppError && error.code === "not-found" ? 404 : 500).send(),
    );
    installPortal(http, folder);
    await http.ready();
  });
  afterAll(async () => {
    await http.close();
    rmSync(folder, { recursive: true });
  });
  const get = (url: string, headers = {}) => http.inject({ url, headers });

  it("come compressed as the browser likes, and named by content for ever", async () => {
    const br = await get("/assets/index-abc.js", { "accept-encoding": "gzip, br" });
    expect(br.headers).toMatchObject({
      "content-encoding": "br",
      "cache-control": "public, max-age=31536000, immutable",
    });
    expect(brotliDecompressSync(br.rawPayload).toString()).toBe(script);
    const gzip = await get("/assets/index-abc.js", { "accept-encoding": "gzip" });
    expect(gunzipSync(gzip.rawPayload).toString()).toBe(script);
    const plain = await get("/assets/index-abc.js");
    expect(plain.payload).toBe(script);
    const again = await get("/assets/index-abc.js", { "if-none-match": plain.headers.etag });
    expect([again.statusCode, again.payload]).toEqual([304, ""]);
  });

  it("pages get the one document, which is asked for anew each time", async () => {
    const page = await get("/servers/01a2");
    expect([page.statusCode, page.headers["cache-control"]]).toEqual([200, "no-cache"]);
    expect(page.payload).toContain("portal");
  });

  it.each([
    "/api/x",
    "/agent/v1/x",
    "/assets/none.js",
    "/link.txt",
    "/../package.json",
    "/nowhere",
  ])("%s is none", async (path) => {
    expect((await get(path)).statusCode).toBe(404);
  });
});
