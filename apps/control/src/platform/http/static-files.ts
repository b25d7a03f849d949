import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { extname, join, relative } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { AppError } from "../errors/index.ts";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".webmanifest": "application/manifest+json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".txt": "text/plain; charset=utf-8",
};
const COMPRESSIBLE = new Set([".html", ".js", ".css", ".json", ".svg", ".webmanifest", ".txt"]);

type StaticFile = {
  readonly body: Buffer;
  readonly type: string;
  readonly etag: string;
  readonly isImmutable: boolean;
  readonly compressed: Map<Encoding, Promise<Buffer>>;
  readonly isCompressible: boolean;
};
type Encoding = "br" | "gzip";

const brotli = promisify(brotliCompress);
const zip = promisify(gzip);

/**
 * Serves a built portal from memory: only files that were there at the start can be asked for, so no path leads out.
 * Addresses that name no file are pages of the portal and get its `index.html`.
 */
export function installPortal(http: FastifyInstance, folder: string): void {
  const files = readFiles(folder);
  const index = files.get("/index.html");
  http.route({
    method: "GET",
    url: "/*",
    handler: async (request, reply) => {
      const path = request.url.split("?")[0]!;
      const file = files.get(path) ?? (isPage(path) ? index : undefined);
      if (file) return sendFile(file, request, reply);
      if (path === "/" && !index) return reply.type(TYPES[".txt"]!).send(NOT_BUILT);
      throw new AppError("not-found");
    },
  });
}

const NOT_BUILT =
  "The portal has not been built yet: ./driftvakt up does it.\nThe API is at /api\n";

/** A page has no ending and is none of the machine's own addresses. */
function isPage(path: string): boolean {
  return (
    extname(path) === "" &&
    !/^\/(api|agent|metrics|healthz|readyz|nowhere|install)(\/|$)/.test(path)
  );
}

function readFiles(folder: string): Map<string, StaticFile> {
  const files = new Map<string, StaticFile>();
  if (!existsSync(folder)) return files;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isFile() || statSync(path).size > 20 * 1024 * 1024) continue;
    files.set(`/${relative(folder, path)}`, readOne(path));
  }
  return files;
}

function readOne(path: string): StaticFile {
  const body = readFileSync(path);
  const ending = extname(path);
  return {
    body,
    type: TYPES[ending] ?? "application/octet-stream",
    etag: `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`,
    // The build puts a hash of the content into these names.
    isImmutable: path.includes("/assets/"),
    compressed: new Map(),
    isCompressible: COMPRESSIBLE.has(ending) && body.length > 512,
  };
}

async function sendFile(
  file: StaticFile,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  reply
    .type(file.type)
    .header("etag", file.etag)
    .header("vary", "accept-encoding")
    .header("cache-control", file.isImmutable ? "public, max-age=31536000, immutable" : "no-cache");
  if (request.headers["if-none-match"] === file.etag) return reply.code(304).send();
  const encoding = file.isCompressible ? chooseEncoding(request) : undefined;
  if (!encoding) return reply.send(file.body);
  return reply.header("content-encoding", encoding).send(await compressOnce(file, encoding));
}

export function chooseEncoding(request: FastifyRequest): Encoding | undefined {
  const accepted = String(request.headers["accept-encoding"] ?? "");
  if (/\bbr\b/.test(accepted)) return "br";
  return /\bgzip\b/.test(accepted) ? "gzip" : undefined;
}

/** Compressed when first asked for, then kept. */
function compressOnce(file: StaticFile, encoding: Encoding): Promise<Buffer> {
  const known = file.compressed.get(encoding);
  if (known) return known;
  const made =
    encoding === "br"
      ? brotli(file.body, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } })
      : zip(file.body, { level: 9 });
  file.compressed.set(encoding, made);
  return made;
}
