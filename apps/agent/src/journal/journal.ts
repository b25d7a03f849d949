import type { DatabaseSync, StatementSync } from "node:sqlite";
import { JOURNAL_GENESIS, journalHash } from "@driftvakt/protocol/agent";
import type { MandateRefusal } from "@driftvakt/protocol/mandate";
import { openDurable, transact } from "../spool/index.ts";

export type JournalEntry = Readonly<{
  number: number;
  prevHash: string;
  body: string;
  hash: string;
  atMs: number;
}>;

/** What the journal tells: decisions on mandates, their outcomes, and what root changed on the machine. */
export type JournalFact = Readonly<{
  kind:
    | "enrolled"
    | "accepted"
    | "refused"
    | "started"
    | "succeeded"
    | "failed"
    | "charter-approved"
    | "charter-lowered"
    | "held"
    | "resumed"
    | "update-accepted"
    | "update-refused"
    | "update-rolled-back"
    | "updated";
  [fact: string]: unknown;
}>;

export type MandateStage = "accepted" | "refused" | "started" | "succeeded" | "failed";

/** What was decided on a mandate, kept for ever so that it is never run twice. */
export type MandateRow = Readonly<{
  id: string;
  sequence: number;
  payloadHash: string;
  operation: string;
  parameters: string;
  clause: string;
  acceptedAtMs: number;
  mark: string;
  stage: MandateStage;
  refusal: MandateRefusal | null;
  output: string;
}>;

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS entry (
    number INTEGER PRIMARY KEY, prev_hash TEXT NOT NULL, body TEXT NOT NULL, hash TEXT NOT NULL,
    at_ms INTEGER NOT NULL, shipped INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE INDEX IF NOT EXISTS entry_unshipped ON entry (number) WHERE shipped = 0;
  CREATE TABLE IF NOT EXISTS mandate (
    id TEXT PRIMARY KEY, sequence INTEGER NOT NULL, payloadHash TEXT NOT NULL, operation TEXT NOT NULL,
    parameters TEXT NOT NULL, clause TEXT NOT NULL, acceptedAtMs INTEGER NOT NULL, mark TEXT NOT NULL,
    stage TEXT NOT NULL, refusal TEXT, output TEXT NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS mandate_sequence ON mandate (sequence);
`;

const BODY_MAX_CHARACTERS = 15_000;

/**
 * The machine's own record of what was asked of it and what it did: a hash chain that only grows, and with it, in the
 * same transactions, what makes a mandate run once at most.
 */
export class Journal {
  readonly #database: DatabaseSync;
  /** Asked on each beat. */
  readonly #unshipped: StatementSync;

  constructor(path: string) {
    this.#database = openDurable(path);
    this.#database.exec(SCHEMA);
    this.#unshipped = this.#database.prepare(
      "SELECT * FROM entry WHERE shipped = 0 ORDER BY number LIMIT ?",
    );
  }

  /** Adds an entry. Throws where it cannot be written durably: nothing is done that is not on record. */
  append(fact: JournalFact, atMs: number): void {
    transact(this.#database, () => this.#append(fact, atMs));
  }

  /** Adds an entry together with a mandate's new row. */
  record(fact: JournalFact, atMs: number, row: MandateRow): void {
    transact(this.#database, () => {
      this.#append(fact, atMs);
      this.#database
        .prepare("INSERT OR REPLACE INTO mandate VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .run(
          row.id,
          row.sequence,
          row.payloadHash,
          row.operation,
          row.parameters,
          row.clause,
          row.acceptedAtMs,
          row.mark,
          row.stage,
          row.refusal,
          row.output,
        );
    });
  }

  #append(fact: JournalFact, atMs: number): void {
    const last = this.#database
      .prepare("SELECT number, hash FROM entry ORDER BY number DESC LIMIT 1")
      .get() as { number: number; hash: string } | undefined;
    const prevHash = last?.hash ?? JOURNAL_GENESIS;
    const body = JSON.stringify({ atMs, ...fact }).slice(0, BODY_MAX_CHARACTERS);
    this.#database
      .prepare("INSERT INTO entry (number, prev_hash, body, hash, at_ms) VALUES (?, ?, ?, ?, ?)")
      .run((last?.number ?? 0) + 1, prevHash, body, journalHash(prevHash, body), atMs);
  }

  /** Entries that are not in the spool yet, oldest first. */
  listUnshipped(limit: number): readonly JournalEntry[] {
    return this.#unshipped.all(limit).map(entryOf);
  }

  markShipped(upTo: number): void {
    this.#database
      .prepare("UPDATE entry SET shipped = 1 WHERE shipped = 0 AND number <= ?")
      .run(upTo);
  }

  findMandate(id: string): MandateRow | undefined {
    return this.#database.prepare("SELECT * FROM mandate WHERE id = ?").get(id) as
      | MandateRow
      | undefined;
  }

  /** Mandates that were under way when the agent ended. */
  listUnfinished(): readonly MandateRow[] {
    return this.#database
      .prepare("SELECT * FROM mandate WHERE stage IN ('accepted', 'started') ORDER BY sequence")
      .all() as unknown as MandateRow[];
  }

  /** The highest sequence number that was decided on; 0 before the first. */
  highestSequence(): number {
    const row = this.#database.prepare("SELECT max(sequence) AS highest FROM mandate").get();
    return Number(row?.["highest"] ?? 0);
  }

  /** Runs accepted for an operation under a clause since a moment; ones from a clock that was ahead count, too. */
  countAccepted(operation: string, clause: string, sinceMs: number): number {
    const row = this.#database
      .prepare(
        "SELECT count(*) AS count FROM mandate WHERE operation = ? AND clause = ? AND stage <> 'refused' AND acceptedAtMs > ?",
      )
      .get(operation, clause, sinceMs);
    return Number(row?.["count"] ?? 0);
  }

  /** Forgets decisions of an earlier enrolment, whose sequence numbers mean nothing now. The chain stays. */
  forgetMandates(): void {
    this.#database.exec("DELETE FROM mandate");
  }

  /** Every entry, oldest first. */
  *entries(): Generator<JournalEntry> {
    for (const row of this.#database.prepare("SELECT * FROM entry ORDER BY number").iterate())
      yield entryOf(row);
  }

  close(): void {
    this.#database.close();
  }
}

function entryOf(row: Record<string, unknown>): JournalEntry {
  return {
    number: Number(row["number"]),
    prevHash: String(row["prev_hash"]),
    body: String(row["body"]),
    hash: String(row["hash"]),
    atMs: Number(row["at_ms"]),
  };
}
