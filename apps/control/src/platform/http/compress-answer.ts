import { promisify } from "node:util";
import { brotliCompress, brotliCompressSync, constants, gzip, gzipSync } from "node:zlib";
import type { FastifyReply, FastifyRequest } from "fastify";
import { chooseEncoding } from "./static-files.ts";

const brotli = promisify(brotliCompress);
const zip = promisify(gzip);
/** Below this, headers and packets cost more than compression saves. */
const LEAST_BYTES = 1400;
/** Up to here compressing takes a fraction of a millisecond, and handing it to another thread takes longer. */
const MOST_BYTES_AT_ONCE = 128 * 1024;
const WINDOW_BITS = 18;

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
  const atOnce = payload.length <= MOST_BYTES_AT_ONCE;
  if (encoding === "gzip")
    return atOnce ? gzipSync(payload, { level: 5 }) : zip(payload, { level: 5 });
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: 4,
    [constants.BROTLI_PARAM_LGWIN]: WINDOW_BITS,
    [constants.BROTLI_PARAM_SIZE_HINT]: payload.length,
  };
  return atOnce ? brotliCompressSync(payload, { params }) : brotli(payload, { params });
}
