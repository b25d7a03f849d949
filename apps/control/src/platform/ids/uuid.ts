import { randomFillSync } from "node:crypto";

/** Random bytes are drawn in bulk: every request gets an id, and a draw costs more than all the rest of it. */
const pool = Buffer.allocUnsafe(4096);
let used = pool.length;

function draw(count: number): Buffer {
  if (used + count > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const bytes = Buffer.from(pool.subarray(used, used + count));
  // What was handed out once is gone from here.
  pool.fill(0, used, used + count);
  used += count;
  return bytes;
}

/** A UUIDv7 (RFC 9562): ordered by the millisecond it was made in, 74 random bits. */
export function newId(nowMs: number = Date.now()): string {
  const bytes = draw(16);
  bytes.writeUIntBE(nowMs, 0, 6);
  bytes[6] = (bytes[6]! & 0x0f) | 0x70;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
