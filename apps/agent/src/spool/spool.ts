import type { DatabaseSync, StatementSync } from "node:sqlite";
import { sqliteCode, transact, transactLoosely } from "./database.ts";
import { isWhole, makeRecord, type NewEvent, type NewReport, type SpoolRecord } from "./records.ts";
import { Notes, type StandingRow } from "./notes.ts";
import { openOrSalvage } from "./salvage.ts";

/** 72 hours at the default beat need about a tenth of this; see the bench. */
const SPOOL_MAX_BYTES = 256 * 1024 * 1024;
/** Sequence numbers set aside at a time, so that records can be numbered while the disk takes nothing. */
const RESERVE = 10_000;
/** Records held in memory while the disk is full; samples give way to events. */
const MEMORY_MAX_RECORDS = 2_000;
/** Oldest samples thrown away at once when the spool is full. */
const DROP_CHUNK = 200;

export type SpoolLimits = Readonly<{ maxBytes: number }>;

export type Pending = Readonly<{
  records: readonly SpoolRecord[];
  /** The last sequence number looked at, damaged records included. */
  upTo: number;
}>;

export type SpoolCounts = Readonly<{ waiting: number; oldestMs: number | null; bytes: number }>;

/**
 * Everything that is to reach the control plane, on disk before it is sent and until it is acknowledged.
 * While the disk is full it goes on in memory: the alarm about the full disk must get out, too.
 */
export class Spool {
  readonly #database: DatabaseSync;
  readonly #limits: SpoolLimits;
  readonly #insert: StatementSync;
  readonly #select: StatementSync;
  readonly #remove: StatementSync;
  readonly #supersede: StatementSync;
  readonly #setMeta: StatementSync;
  #memory: SpoolRecord[] = [];
  readonly #notes: Notes;
  #acknowledged: number[] = [];
  #nextSeq: number;
  #reservedTo: number;
  #bytes: number;
  #onAdd: () => void = () => undefined;

  constructor(path: string, limits: SpoolLimits = { maxBytes: SPOOL_MAX_BYTES }) {
    this.#limits = limits;
    const { database, lost } = openOrSalvage(path);
    this.#database = database;
    this.#notes = new Notes(database);
    this.#insert = database.prepare(
      "INSERT OR REPLACE INTO record (seq, kind, at_ms, tag, body, checksum) VALUES (?, ?, ?, ?, ?, ?)",
    );
    this.#select = database.prepare("SELECT * FROM record WHERE seq > ? ORDER BY seq LIMIT ?");
    this.#remove = database.prepare(
      "DELETE FROM record WHERE seq = ? RETURNING length(body) + 60 AS bytes",
    );
    this.#supersede = database.prepare("DELETE FROM record WHERE kind = 'event' AND tag = ?");
    this.#setMeta = database.prepare("INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)");
    this.#nextSeq = Number(this.meta("reserved") ?? 1);
    this.#reservedTo = this.#nextSeq;
    this.#reserve();
    const { bytes } = this.#database
      .prepare("SELECT coalesce(sum(length(body) + 60), 0) AS bytes FROM record")
      .get() as { bytes: number };
    this.#bytes = bytes;
    if (lost > 0) this.#tell("spool-damaged", `${lost} records of a damaged spool were lost`);
  }

  /** Told after each record that was added. */
  onAdd(listener: () => void): void {
    this.#onAdd = listener;
  }

  /** Takes reports, events and standings, together or not at all. */
  add(items: readonly (NewReport | NewEvent)[], standings: readonly StandingRow[] = []): void {
    const records = items.map((item) => makeRecord(this.#takeSeq(), item));
    for (const { id, body } of standings) this.#notes.set("standing", id, body);
    this.#memory.push(...records);
    this.settle();
    if (records.length > 0) this.#onAdd();
  }

  /** Forgets a standing with the next write. */
  forgetStanding(id: string): void {
    this.#notes.set("standing", id, null);
  }

  /** Writes down what is still in memory. Called on each beat, so that a disk with room again is found. */
  settle(): void {
    this.#removeAcknowledged();
    if (this.#memory.length === 0 && !this.#notes.isChanged) return;
    try {
      transact(this.#database, () => this.#write());
    } catch (error) {
      if (sqliteCode(error) === undefined) throw error;
      this.#keepInMemory();
      return;
    }
    this.#memory = [];
    this.#notes.written();
    if (this.#bytes > this.#limits.maxBytes) this.#dropOldest();
  }

  #write(): void {
    for (const { seq, kind, atMs, tag, body, checksum } of this.#memory) {
      // An inventory part is a state, sent whole: a newer one makes older ones that still wait worthless.
      if (kind === "event" && tag !== "") this.#supersede.run(tag);
      this.#insert.run(seq, kind, atMs, tag, body, checksum);
      this.#bytes += body.length + 60;
    }
    this.#notes.write();
    if (this.#nextSeq + RESERVE / 2 > this.#reservedTo) this.#reserve();
  }

  #keepInMemory(): void {
    const excess = this.#memory.length - MEMORY_MAX_RECORDS;
    if (excess <= 0) return;
    const dropped = new Set(this.#memory.filter(({ kind }) => kind === "report").slice(0, excess));
    this.#memory = this.#memory.filter((record) => !dropped.has(record));
    this.#memory.push(this.#note("spool-dropped", `${dropped.size} samples: the disk is full`));
  }

  #dropOldest(): void {
    const victims = this.#database
      .prepare(
        "SELECT seq, length(body) + 60 AS bytes FROM record WHERE kind = 'report' ORDER BY seq LIMIT ?",
      )
      .all(DROP_CHUNK) as { seq: number; bytes: number }[];
    if (victims.length === 0) return;
    transact(this.#database, () => {
      for (const { seq, bytes } of victims) {
        this.#remove.get(seq);
        this.#bytes -= bytes;
      }
    });
    this.#tell("spool-dropped", `${victims.length} oldest samples: the spool is full`);
  }

  #tell(what: "spool-dropped" | "spool-damaged", detail: string): void {
    this.add([{ type: "agent", atMs: Date.now(), what, detail }]);
  }

  #note(what: "spool-dropped", detail: string): SpoolRecord {
    return makeRecord(this.#takeSeq(), { type: "agent", atMs: Date.now(), what, detail });
  }

  /** The oldest records after a sequence number, whole ones only; damaged ones are removed and counted. */
  pending(after: number, limit: number): Pending {
    const rows = this.#select.all(after, limit) as unknown as (SpoolRecord & {
      at_ms: number;
    })[];
    const read = rows.map((row) => ({ ...row, atMs: row.at_ms }));
    const records = read.filter(isWhole);
    if (records.length < read.length) this.#removeDamaged(read.filter((row) => !isWhole(row)));
    const last = read.at(-1)?.seq ?? after;
    if (read.length === limit) return { records, upTo: last };
    const held = this.#memory.filter(({ seq }) => seq > last).slice(0, limit - read.length);
    return { records: [...records, ...held], upTo: held.at(-1)?.seq ?? last };
  }

  #removeDamaged(rows: readonly SpoolRecord[]): void {
    for (const { seq } of rows) this.#remove.get(seq);
    this.#tell("spool-damaged", `${rows.length} damaged records were skipped`);
  }

  /** The control plane has these for good. Where the disk takes nothing, they are removed later. */
  acknowledge(seqs: readonly number[]): void {
    const gone = new Set(seqs);
    this.#memory = this.#memory.filter(({ seq }) => !gone.has(seq));
    this.#acknowledged.push(...seqs);
    this.#removeAcknowledged();
  }

  /** Where power fails before this is on disk, records are sent twice; their numbers make that harmless. */
  #removeAcknowledged(): void {
    if (this.#acknowledged.length === 0) return;
    let freed = 0;
    try {
      transactLoosely(this.#database, () => {
        for (const seq of this.#acknowledged) {
          const row = this.#remove.get(seq) as { bytes: number } | undefined;
          freed += row?.bytes ?? 0;
        }
        this.#writeMeta("acknowledgedAtMs", String(Date.now()));
      });
    } catch (error) {
      if (sqliteCode(error) === undefined) throw error;
      return;
    }
    this.#bytes -= freed;
    this.#acknowledged = [];
  }

  saveLayout(id: string, keys: readonly string[]): void {
    if (this.findLayout(id) === undefined) this.#notes.set("layout", id, JSON.stringify(keys));
  }

  /** A layout's keys, or undefined where it is not known. */
  findLayout(id: string): readonly string[] | undefined {
    const keys = this.#notes.find("layout", id);
    return keys === undefined ? undefined : (JSON.parse(keys) as string[]);
  }

  listStandings(): readonly StandingRow[] {
    return this.#notes.listStandings();
  }

  meta(name: string): string | undefined {
    return this.#notes.find("meta", name);
  }

  /** Keeps a note; on disk with the next record. */
  setMeta(name: string, value: string): void {
    this.#notes.set("meta", name, value);
  }

  counts(): SpoolCounts {
    const row = this.#database
      .prepare("SELECT count(*) AS waiting, min(at_ms) AS oldest FROM record")
      .get() as { waiting: number; oldest: number | null };
    const waiting = row.waiting + this.#memory.length;
    return { waiting, oldestMs: row.oldest, bytes: this.#bytes };
  }

  close(): void {
    this.settle();
    this.#database.close();
  }

  #takeSeq(): number {
    const seq = this.#nextSeq;
    this.#nextSeq += 1;
    return seq;
  }

  /** Numbers up to the reserved one are never given out again, whatever happens to the process. */
  #reserve(): void {
    this.#reservedTo = this.#nextSeq + RESERVE;
    this.#writeMeta("reserved", String(this.#reservedTo));
  }

  #writeMeta(name: string, value: string): void {
    this.#setMeta.run(name, value);
  }
}
