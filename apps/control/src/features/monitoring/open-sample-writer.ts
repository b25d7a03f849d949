import { CompiledQuery, sql, type Kysely } from "kysely";
import type { Database } from "../../platform/database/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import type { Log } from "../../platform/log/index.ts";
import { HOUR_MS } from "./pack/pack-chunk.ts";
import {
  encodeBigIntegers,
  encodeIntegers,
  encodeReals,
  encodeUuids,
  uuidBytes,
} from "./encode-array.ts";

/** A report as it is stored. */
export type SampleRow = {
  readonly atMs: number;
  readonly seq: number;
  readonly serverNo: number;
  readonly layoutNo: number;
  readonly epoch: number;
  readonly customerId: string;
  readonly values: readonly (number | null)[];
  /** Its time may come out differently when it is sent again, so that only its number can tell it is the same. */
  readonly uncertain: boolean;
};

export type SampleWriter = {
  /**
   * Stores rows for good: resolves after the commit. A row that is stored already changes nothing.
   * @throws AppError `unavailable` when the database is away or too much waits; nothing is known to be stored then.
   */
  store(rows: readonly SampleRow[]): Promise<void>;
  /** Makes room for an hour before its first row comes. */
  openHour(hour: number): Promise<void>;
  readonly waitingRows: number;
};

type Waiter = {
  readonly rows: readonly SampleRow[];
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
};

/** Commits under way at once: a second is gathered and encoded while the first is on its way to the disk. */
const WRITERS = 2;
/** Rows of one commit; more wait for the next. */
const GROUP_ROWS_MAX = 2000;
const WAITING_ROWS_MAX = 40_000;
/** How long a group gathers when reports come thick and fast; nothing is waited for when they do not. */
const GATHER_MS = 8;
const BUSY_GROUP_ROWS = 12;
const TRIES = 5;
const RETRY_MS = 150;

const NO_PARTITION = "23514";

/**
 * Gathers the reports of all agents that arrive within a few milliseconds into one INSERT and one commit, which is what
 * lets a small machine take thousands of reports a second and still acknowledge each only after the disk has it.
 */
export function openSampleWriter(
  db: Kysely<Database>,
  log: Log,
  onCommit: (rows: number, seconds: number) => void = () => {},
): SampleWriter {
  const hours = new Set<number>();
  const customers = new Map<string, Uint8Array>();
  let waiting: Waiter[] = [];
  let waitingRows = 0;
  let busy = 0;
  let lastGroupRows = 0;
  let scheduled = false;

  const schedule = (): void => {
    if (scheduled || busy >= WRITERS || waiting.length === 0) return;
    scheduled = true;
    if (lastGroupRows >= BUSY_GROUP_ROWS) setTimeout(start, GATHER_MS);
    else setImmediate(start);
  };

  const start = (): void => {
    scheduled = false;
    if (waiting.length === 0) return;
    const group = takeGroup();
    busy++;
    void writeGroup(group).finally(() => {
      busy--;
      schedule();
    });
    schedule();
  };

  const takeGroup = (): Waiter[] => {
    let rows = 0;
    let count = 0;
    while (count < waiting.length && (count === 0 || rows < GROUP_ROWS_MAX))
      rows += waiting[count++]!.rows.length;
    const group = waiting.slice(0, count);
    waiting = waiting.slice(count);
    waitingRows -= rows;
    lastGroupRows = rows;
    return group;
  };

  const writeGroup = async (group: readonly Waiter[]): Promise<void> => {
    try {
      const rows = group.flatMap((waiter) => waiter.rows);
      const begun = performance.now();
      await writeStubbornly(rows);
      onCommit(rows.length, (performance.now() - begun) / 1000);
      for (const waiter of group) waiter.resolve();
    } catch (error) {
      if (group.length > 1 && !isAway(error)) await writeApart(group);
      else for (const waiter of group) waiter.reject(faultOf(error));
    }
  };

  /** One request's rows must not keep the others' from being stored. */
  const writeApart = async (group: readonly Waiter[]): Promise<void> => {
    for (const waiter of group) await writeGroup([waiter]);
  };

  const faultOf = (error: unknown): unknown => {
    log.error("reports could not be stored", { error });
    return isAway(error)
      ? new AppError("unavailable", "readings cannot be stored at the moment")
      : error;
  };

  /** Tries again where the database was away or an hour's partition has just been closed. */
  const writeStubbornly = async (rows: readonly SampleRow[]): Promise<void> => {
    for (let attempt = 1; ; attempt++) {
      try {
        await write(rows);
        return;
      } catch (error) {
        if (attempt >= TRIES) throw error;
        if (codeOf(error) === NO_PARTITION) hours.clear();
        else if (isAway(error)) await new Promise((done) => setTimeout(done, RETRY_MS * attempt));
        else throw error;
      }
    }
  };

  const write = async (rows: readonly SampleRow[]): Promise<void> => {
    for (const row of rows) {
      const hour = Math.floor(row.atMs / HOUR_MS);
      if (!hours.has(hour)) await openHour(hour);
    }
    const certain = rows.filter((row) => !row.uncertain);
    if (certain.length > 0) await insert(certain, INSERT);
    if (certain.length < rows.length) await insert(firstOfEach(rows), INSERT_NEW);
  };

  const openHour = async (hour: number): Promise<void> => {
    await sql`select open_sample_hour(${hour}::integer)`.execute(db);
    hours.add(hour);
  };

  const insert = async (rows: readonly SampleRow[], text: string): Promise<void> => {
    await db.executeQuery(CompiledQuery.raw(text, encodeRows(rows, customerBytes)));
  };

  const customerBytes = (customerId: string): Uint8Array => {
    const known = customers.get(customerId);
    if (known) return known;
    const bytes = uuidBytes(customerId);
    customers.set(customerId, bytes);
    return bytes;
  };

  return {
    store: (rows) => {
      if (rows.length === 0) return Promise.resolve();
      if (waitingRows > WAITING_ROWS_MAX)
        return Promise.reject(new AppError("unavailable", "too many reports wait to be stored"));
      return new Promise((resolve, reject) => {
        waiting.push({ rows, resolve, reject });
        waitingRows += rows.length;
        schedule();
      });
    },
    openHour,
    get waitingRows() {
      return waitingRows;
    },
  };
}

/**
 * The scope is set by the statement itself, for itself: the join gives no row before `set_config` has run, and without
 * it row-level security would refuse them all.
 */
const INSERT_SELECT = `
  insert into sample (server_no, seq, at_ms, layout_no, epoch, customer_id, values)
  select r.server_no, r.seq, r.at_ms, r.layout_no, r.epoch, r.customer_id, ($7::float4[])[r.first:r.last]
  from set_config('app.customer', 'provider', true) scope,
    unnest($1::int4[], $2::int8[], $3::int8[], $4::int4[], $5::int4[], $6::uuid[], $8::int4[], $9::int4[])
      as r (server_no, seq, at_ms, layout_no, epoch, customer_id, first, last)`;
const INSERT = `${INSERT_SELECT} on conflict do nothing`;
const INSERT_NEW = `${INSERT_SELECT}
  where not exists (select from sample s where s.server_no = r.server_no and s.seq = r.seq and s.epoch = r.epoch)
  on conflict do nothing`;

function encodeRows(
  rows: readonly SampleRow[],
  customerBytes: (customerId: string) => Uint8Array,
): Buffer[] {
  const firsts: number[] = [];
  const lasts: number[] = [];
  let next = 1;
  for (const { values } of rows) {
    firsts.push(next);
    next += values.length;
    lasts.push(next - 1);
  }
  return [
    encodeIntegers(rows.map((row) => row.serverNo)),
    encodeBigIntegers(rows.map((row) => row.seq)),
    encodeBigIntegers(rows.map((row) => row.atMs)),
    encodeIntegers(rows.map((row) => row.layoutNo)),
    encodeIntegers(rows.map((row) => row.epoch)),
    encodeUuids(rows.map((row) => customerBytes(row.customerId))),
    encodeReals(rows.map((row) => row.values)),
    encodeIntegers(firsts),
    encodeIntegers(lasts),
  ];
}

/** The uncertain rows, each number once. */
function firstOfEach(rows: readonly SampleRow[]): SampleRow[] {
  const byNumber = new Map<string, SampleRow>();
  for (const row of rows) {
    const key = `${row.serverNo} ${row.epoch} ${row.seq}`;
    if (row.uncertain && !byNumber.has(key)) byNumber.set(key, row);
  }
  return [...byNumber.values()];
}

function codeOf(error: unknown): string | undefined {
  return (error as { code?: string } | undefined)?.code;
}

/** The connection was lost or PostgreSQL is stopping, starting or full; not the rows' fault. */
function isAway(error: unknown): boolean {
  const code = codeOf(error) ?? "";
  if (/^(08|53|57P|40)/.test(code) || code === "55P03") return true;
  if (/^(ECONN|EPIPE|ENOENT|ETIMEDOUT)/.test(code)) return true;
  return /connection|terminated|timeout/i.test((error as Error | undefined)?.message ?? "");
}
