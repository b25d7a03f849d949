import { existsSync } from "node:fs";
import { Journal, verifyChain } from "../journal/index.ts";
import type { StateFolder } from "../state/index.ts";
import { EXIT } from "./exit-codes.ts";

/** `journal verify`: walks the hash chain; a damaged one has an exit code of its own. */
export function verifyJournal(folder: StateFolder, json: boolean): number {
  if (!existsSync(folder.journal)) throw new Error("there is no journal in this state folder");
  const journal = new Journal(folder.journal);
  try {
    const verdict = verifyChain(journal.entries());
    const line = verdict.ok
      ? `${verdict.entries} entries, unbroken; head ${verdict.head}`
      : `entry ${verdict.number}: ${verdict.reason}`;
    process.stdout.write(`${json ? JSON.stringify(verdict) : line}\n`);
    return verdict.ok ? EXIT.done : EXIT.damaged;
  } finally {
    journal.close();
  }
}
