import { createHash } from "node:crypto";

/** Content hash of an ordered list of metric keys: the first 16 hex digits of SHA-256 over its JSON. */
export function layoutId(keys: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(keys)).digest("hex").slice(0, 16);
}
