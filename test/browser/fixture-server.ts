import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { extname, join } from "node:path";
import { answerFixture, makeAnswers } from "./fixture-answers.ts";
import { manyServers, servers } from "./fixture-data.ts";

/**
 * Shows the built portal with made-up data, for looking at pages while they are built:
 * `node test/browser/fixture-server.ts [PORT] [--many]`. It is stricter than the control plane: nothing inline at all.
 */
const DIST = join(import.meta.dirname, "../../apps/portal/dist");
const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
};

export const STRICT_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ");

export function startFixtureServer(
  port: number,
  many = false,
): Promise<{ url: string; close: () => Promise<void> }> {
  const answers = makeAnswers(many ? manyServers : servers);
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://localhost");
    const work = url.pathname.startsWith("/api/")
      ? serveApi(answers, request, response, url)
      : serveFile(response, url.pathname);
    work.catch((error: unknown) => {
      const missing = error instanceof Error && error.message === "not-found";
      sendProblem(response, missing ? 404 : 500, missing ? "not-found" : "internal", String(error));
    });
  });
  return new Promise((resolve) => {
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      const open = typeof address === "object" && address ? address.port : port;
      resolve({
        url: `http://localhost:${open}`,
        close: () =>
          new Promise((done) => {
            server.closeAllConnections();
            server.close(() => done());
          }),
      });
    });
  });
}

async function serveApi(
  answers: ReturnType<typeof makeAnswers>,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  if (url.pathname === "/api/v1/events") {
    response.writeHead(200, { "content-type": "text/event-stream" }).write("retry: 2000\n\n");
    return;
  }
  if (url.pathname === "/api/auth/passkey/list-user-passkeys") {
    sendJson(response, [{ id: "1", name: "Laptop", createdAt: "2026-08-02T09:00:00Z" }]);
    return;
  }
  const answer = answerFixture(answers, request.method ?? "GET", url, await bodyOf(request));
  if (answer === undefined) sendProblem(response, 404, "not-found", url.pathname);
  else sendJson(response, answer);
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return chunks.length > 0 ? JSON.parse(Buffer.concat(chunks).toString()) : undefined;
}

function sendJson(response: ServerResponse, answer: unknown): void {
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(answer));
}

function sendProblem(response: ServerResponse, status: number, code: string, detail: string): void {
  response.writeHead(status, { "content-type": "application/problem+json" }).end(
    JSON.stringify({
      type: "about:blank",
      title: code,
      status,
      code,
      detail,
      requestId: "0191-fixture",
    }),
  );
}

async function serveFile(response: ServerResponse, path: string): Promise<void> {
  const file = join(DIST, path);
  const found =
    extname(path) && file.startsWith(DIST) && existsSync(file) ? file : join(DIST, "index.html");
  response
    .writeHead(200, {
      "content-type": TYPES[extname(found)] ?? "application/octet-stream",
      "content-security-policy": STRICT_POLICY,
    })
    .end(await readFile(found));
}

if (import.meta.main) {
  const { url } = await startFixtureServer(
    Number(process.argv[2] ?? 7600),
    process.argv.includes("--many"),
  );
  console.log(url);
}
