import { createHash } from "node:crypto";

/** The journal's chain: hash of an entry from the one before and its exact text. */
export function journalHash(prevHash: string, body: string): string {
  return createHash("sha256").update(prevHash).update("\n").update(body).digest("hex");
}

/** `prevHash` of a journal's first entry. */
export const JOURNAL_GENESIS = "0".repeat(64);
