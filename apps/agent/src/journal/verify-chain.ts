import { JOURNAL_GENESIS, journalHash } from "@driftvakt/protocol/agent";
import type { JournalEntry } from "./journal.ts";

export type ChainVerdict =
  | Readonly<{ ok: true; entries: number; head: string }>
  | Readonly<{ ok: false; number: number; reason: string }>;

/** Walks the chain; names the first entry that is missing, altered or out of place. */
export function verifyChain(entries: Iterable<JournalEntry>): ChainVerdict {
  let head = JOURNAL_GENESIS;
  let count = 0;
  for (const { number, prevHash, body, hash } of entries) {
    count += 1;
    if (number !== count) return { ok: false, number: count, reason: "the entry is missing" };
    if (prevHash !== head) return { ok: false, number, reason: "does not follow the entry before" };
    if (journalHash(prevHash, body) !== hash) return { ok: false, number, reason: "was altered" };
    head = hash;
  }
  return { ok: true, entries: count, head };
}
