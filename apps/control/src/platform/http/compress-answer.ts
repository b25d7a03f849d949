import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { FastifyReply, FastifyRequest } from "fastify";
import { chooseEncoding } from "./static-files.ts";

const brotli = promisify(brotliCompress);
const zip = promisify(gzip);
/** Below this, headers and packets cost more than compression saves. */
const LEAST_BYTES = 1400;

/** Compresses larger JSON answers; for Fastify's `onSend`. */
export async function compressAnswer(
  request: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
): Promise<unknown> {
  if (typeof payload !== "string" || payload.length < LEAST_BYTES) return payload;
  if (reply.hasHeader("content-encoding")) return payload;
  const encoding = chooseEncoding(request);
  if (!encoding) return payload;
  reply
    .header("content-encoding", encoding)
    .header("vary", "accept-encoding")
    .removeHeader("content-length");
  return encoding === "br"
    ? brotli(payload, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } })
    : zip(payload, { level: 5 });
}
