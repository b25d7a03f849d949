import { promisify } from "node:util";
import { gunzip, gunzipSync } from "node:zlib";
import { REPORT_LIMITS } from "@driftvakt/protocol/agent";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { AppError } from "../../platform/errors/index.ts";
import { authenticate, bearerOf, readBodiesAsBytes, type Sessions } from "../servers/index.ts";
import { parseBatch } from "./parse-batch.ts";
import { takeBatch, type BatchParts } from "./take-batch.ts";

const unpackLarge = promisify(gunzip);
/** Below this a body is unpacked at once: handing it to another thread costs more. */
const SMALL_BYTES = 8 * 1024;
/** The deepest a batch may be nested: batch, events, event, items, item. */
const DEPTH_MAX = 8;

/** `POST /agent/v1/reports`: readings and events of one machine, acknowledged after the commit. */
export function installReportRoute(
  http: FastifyInstance,
  sessions: Sessions,
  parts: BatchParts,
): void {
  readBodiesAsBytes(http);
  http.post("/agent/v1/reports", { bodyLimit: REPORT_LIMITS.bodyBytes }, async (request) => {
    const token = bearerOf(request);
    const session = sessions.recall(token) ?? (await authenticate(sessions, token));
    const batch = parseBatch(parse(await readBody(request)));
    if ("problem" in batch) throw new AppError("invalid", batch.problem);
    return takeBatch(parts, session, batch);
  });
}

/** The body unpacked. @throws AppError `too-large` for one that is, or unpacks to, more than the limit. */
async function readBody(request: FastifyRequest): Promise<Buffer> {
  const { body } = request;
  if (!Buffer.isBuffer(body)) throw new AppError("invalid", "a JSON body is needed");
  const encoding = request.headers["content-encoding"];
  if (encoding === undefined) return body;
  if (encoding !== "gzip") throw new AppError("invalid", "bodies come plain or gzipped");
  if (body.length > REPORT_LIMITS.compressedBodyBytes)
    throw new AppError("too-large", `more than ${REPORT_LIMITS.compressedBodyBytes} bytes gzipped`);
  return unpack(body);
}

async function unpack(body: Buffer): Promise<Buffer> {
  const limit = { maxOutputLength: REPORT_LIMITS.bodyBytes };
  try {
    return body.length < SMALL_BYTES ? gunzipSync(body, limit) : await unpackLarge(body, limit);
  } catch (error) {
    if ((error as { code?: string }).code === "ERR_BUFFER_TOO_LARGE")
      throw new AppError("too-large", `unpacks to more than ${REPORT_LIMITS.bodyBytes} bytes`);
    throw new AppError("invalid", "the body is not gzip");
  }
}

function parse(body: Buffer): unknown {
  if (isDeep(body)) throw new AppError("invalid", `nested deeper than ${DEPTH_MAX} levels`);
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    throw new AppError("invalid", "the body is not JSON");
  }
}

const [QUOTE, BACKSLASH] = [0x22, 0x5c];
/** `[` and `{`, `]` and `}`: each pair differs in one bit. */
const [OPEN, CLOSE, PAIR] = [0x5b, 0x5d, 0x20];

/** Nesting is counted before the parser builds a million lists in lists (A05). */
function isDeep(body: Buffer): boolean {
  let depth = 0;
  for (let i = 0; i < body.length; i++) {
    const byte = body[i]! & ~PAIR;
    if (byte === OPEN) {
      if (++depth > DEPTH_MAX) return true;
    } else if (byte === CLOSE) depth--;
    else if (body[i] === QUOTE) i = endOfText(body, i);
  }
  return false;
}

function endOfText(body: Buffer, start: number): number {
  for (let i = start + 1; i < body.length; i++) {
    if (body[i] === BACKSLASH) i++;
    else if (body[i] === QUOTE) return i;
  }
  return body.length;
}
