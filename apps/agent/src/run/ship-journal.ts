import type { Journal } from "../journal/index.ts";
import type { Spool } from "../spool/index.ts";

const AT_ONCE = 200;

/**
 * Puts journal entries that are not under way yet into the spool, oldest first. A crash in between sends an entry twice, which
 * its number makes harmless; it never loses one.
 */
export function shipJournal(journal: Journal, spool: Spool): void {
  for (;;) {
    const entries = journal.listUnshipped(AT_ONCE);
    const last = entries.at(-1);
    if (!last) return;
    spool.add(entries.map((entry) => ({ type: "journal" as const, ...entry })));
    journal.markShipped(last.number);
  }
}
