import { METRICS, parseMetricKey } from "@driftvakt/domain/monitoring";
import type { Series } from "@driftvakt/protocol/api";
import { sql, type RawBuilder } from "kysely";
import { prepared, type Tx } from "../../platform/database/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import type { Layout, Layouts } from "./open-layouts.ts";
import {
  CHUNK_COLUMNS,
  FIVE_COLUMNS,
  FIVE_MS,
  HOUR_MS,
  unpackFiveCounts,
  unpackIntegers,
  unpackTimes,
} from "./pack/pack-chunk.ts";
import { unpackColumn } from "./pack/pack-column.ts";
import {
  matchKeys,
  planSeries,
  RANGE_MAX_MS,
  Steps,
  type SeriesPlan,
  type TimeRange,
} from "./plan-series.ts";
import "./tables.ts";

export type MetricsAsk = {
  readonly serverId: string;
  readonly keys: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly points: number;
};

export type MetricsAnswer = { atMs: number[]; stepMs: number; series: Series[] };

const KEYS_MAX = 50;
const SERIES_MAX = 200;

/**
 * Historical readings as series of equal steps. Hours that are packed are read column by column, so that one series of
 * a day costs a few kilobytes; what is not packed yet comes from the rows themselves.
 * @throws AppError `not-found`; `invalid` for a range that is none or too many keys.
 */
export async function readMetrics(
  tx: Tx,
  layouts: Pick<Layouts, "keysOf">,
  ask: MetricsAsk,
): Promise<MetricsAnswer> {
  const wanted = readKeys(ask);
  const plan = planSeries(ask.fromMs, ask.toMs, ask.points);
  const range = { fromMs: ask.fromMs, toMs: ask.toMs };
  const found = await findLayouts(tx, layouts, ask.serverId);
  const series = new Map<string, Steps>();
  for (const layout of found.layouts) {
    const keys = matchKeys(wanted, layout.keys);
    for (const key of keys) if (!series.has(key)) series.set(key, new Steps(plan));
    if (series.size > SERIES_MAX)
      throw new AppError("invalid", `more than ${SERIES_MAX} series; ask for fewer`);
    if (keys.length === 0) continue;
    const columns = keys.map((key) => ({
      place: layout.keys.indexOf(key),
      steps: series.get(key)!,
    }));
    await readLayout(tx, {
      ...range,
      serverNo: found.serverNo,
      layoutNo: layout.no,
      keyCount: layout.keys.length,
      columns,
      plan,
    });
  }
  return {
    atMs: Array.from({ length: plan.count }, (_, i) => plan.firstMs + i * plan.stepMs),
    stepMs: plan.stepMs,
    series: [...series].map(([key, steps]) => ({
      key,
      unit: unitOf(key),
      average: steps.average(),
      maximum: steps.maximum(),
    })),
  };
}

function readKeys(ask: MetricsAsk): string[] {
  const keys = [...new Set(ask.keys.split(",").filter((key) => key !== ""))];
  if (keys.length === 0 || keys.length > KEYS_MAX)
    throw new AppError("invalid", `1 to ${KEYS_MAX} metric keys are needed`);
  const { fromMs, toMs } = ask;
  if (!(fromMs >= 0 && toMs > fromMs && toMs - fromMs <= RANGE_MAX_MS))
    throw new AppError("invalid", "fromMs must lie before toMs, at most ten years");
  return keys;
}

function unitOf(key: string): string {
  const metric = parseMetricKey(key);
  return metric ? METRICS[metric.name] : "count";
}

/** The machine's small number and the layouts it has used. */
async function findLayouts(
  tx: Tx,
  layouts: Pick<Layouts, "keysOf">,
  serverId: string,
): Promise<{ serverNo: number; layouts: readonly Layout[] }> {
  const { rows } = await sql<{ server_no: number; layout_no: number | null }>`${prepared}
    select server.no as server_no, used.layout_no
    from server left join server_layout used on used.server_no = server.no
    where server.id = ${serverId}::uuid order by used.layout_no`.execute(tx);
  if (rows.length === 0) throw new AppError("not-found", "no such server");
  const numbers = rows.map((row) => row.layout_no).filter((no) => no !== null);
  return { serverNo: rows[0]!.server_no, layouts: await layouts.keysOf(tx, numbers) };
}

function hoursOf({ fromMs, toMs }: TimeRange): RawBuilder<unknown> {
  return sql`hour >= ${Math.floor(fromMs / HOUR_MS)}::integer and hour <= ${Math.floor((toMs - 1) / HOUR_MS)}::integer`;
}

function timesOf({ fromMs, toMs }: TimeRange): RawBuilder<unknown> {
  return sql`at_ms >= ${fromMs}::bigint and at_ms < ${toMs}::bigint`;
}

type LayoutAsk = TimeRange & {
  readonly serverNo: number;
  readonly layoutNo: number;
  readonly plan: SeriesPlan;
  readonly keyCount: number;
  /** Places in the layout, and where their readings go. */
  readonly columns: readonly { place: number; steps: Steps }[];
};

async function readLayout(tx: Tx, ask: LayoutAsk): Promise<void> {
  const read = { readings: readChunks, fives: readFives, hours: readHours }[ask.plan.tier];
  const packedHours = await read(tx, ask);
  await readRows(tx, ask, packedHours);
}

/** The bytes of a packed column. */
function column(index: number): RawBuilder<Buffer> {
  const i = sql.lit(index + 1);
  const next = sql.lit(index + 2);
  return sql`substring(data from offsets[${i}] + 1 for offsets[${next}] - offsets[${i}])`;
}

/**
 * An hour's bytes, to be cut into columns. They and their offsets may lie out of line, where each cut is a look-up of its
 * own: for more than a few columns it is cheaper to fetch them once, which the empty ends do. `offset 0` keeps the planner
 * from moving that back into each cut.
 */
function packedHours(
  table: "sample_chunk" | "sample_five",
  where: RawBuilder<unknown>,
  columnCount: number,
): RawBuilder<unknown> {
  if (columnCount <= CUTS_MAX) return sql`${sql.table(table)} where ${where}`;
  return sql`(
    select hour, rows, epoch, offsets || '{}'::integer[] as offsets, data || ''::bytea as data
    from ${sql.table(table)} where ${where} offset 0
  ) as fetched`;
}

const CUTS_MAX = 3;

type PackedRow = { hour: number; rows: number; epoch: number; [column: `c${number}`]: Buffer };

async function readPacked(
  tx: Tx,
  table: "sample_chunk" | "sample_five",
  ask: LayoutAsk,
  indexes: readonly number[],
): Promise<PackedRow[]> {
  const columns = indexes.map((index, i) => sql`${column(index)} as ${sql.ref(`c${i}`)}`);
  const where = sql`server_no = ${ask.serverNo} and layout_no = ${ask.layoutNo} and ${hoursOf(ask)}`;
  const { rows } = await sql<PackedRow>`
    select hour, rows, epoch, ${sql.join(columns)}
    from ${packedHours(table, where, columns.length)}`.execute(tx);
  return rows;
}

async function readChunks(tx: Tx, ask: LayoutAsk): Promise<Set<number>> {
  const indexes = ask.columns.map(({ place }) => CHUNK_COLUMNS.first + place);
  const packed = await readPacked(tx, "sample_chunk", ask, [CHUNK_COLUMNS.times, ...indexes]);
  for (const row of packed) {
    const times = unpackTimes(row.hour, row.c0!, row.rows);
    const places = Steps.places(ask.plan, times, ask);
    ask.columns.forEach(({ steps }, i) =>
      steps.addAll(places, unpackColumn(row[`c${i + 1}`]!, row.rows)),
    );
  }
  return hoursIn(packed);
}

const FIVES = HOUR_MS / FIVE_MS;

async function readFives(tx: Tx, ask: LayoutAsk): Promise<Set<number>> {
  const indexes = ask.columns.flatMap(({ place }) => [
    FIVE_COLUMNS.first + 2 * place,
    FIVE_COLUMNS.first + 2 * place + 1,
  ]);
  const packed = await readPacked(tx, "sample_five", ask, [
    FIVE_COLUMNS.counts,
    FIVE_COLUMNS.missing,
    ...indexes,
  ]);
  for (const row of packed) {
    const countOf = unpackFiveCounts(row.c0!, row.c1!, ask.keyCount);
    ask.columns.forEach(({ place, steps }, i) => {
      const average = unpackColumn(row[`c${2 * i + 2}`]!, FIVES);
      const maximum = unpackColumn(row[`c${2 * i + 3}`]!, FIVES);
      for (let n = 0; n < FIVES; n++) {
        const atMs = row.hour * HOUR_MS + n * FIVE_MS;
        if (atMs > ask.fromMs - FIVE_MS && atMs < ask.toMs)
          steps.add(atMs, average[n]!, maximum[n]!, countOf(place, n));
      }
    });
  }
  return hoursIn(packed);
}

async function readHours(tx: Tx, ask: LayoutAsk): Promise<Set<number>> {
  const columns = ask.columns.flatMap(({ place }, i) => [
    sql`average[${sql.lit(place + 1)}] as ${sql.ref(`a${i}`)}`,
    sql`maximum[${sql.lit(place + 1)}] as ${sql.ref(`m${i}`)}`,
    sql`coalesce(counts[${sql.lit(place + 1)}], rows) as ${sql.ref(`n${i}`)}`,
  ]);
  const { rows } = await sql<{ hour: number; [column: string]: number }>`
    select hour, ${sql.join(columns)} from sample_hourly
    where server_no = ${ask.serverNo} and layout_no = ${ask.layoutNo} and ${hoursOf(ask)}`.execute(
    tx,
  );
  for (const row of rows)
    ask.columns.forEach(({ steps }, i) =>
      steps.add(row.hour * HOUR_MS, row[`a${i}`]!, row[`m${i}`]!, row[`n${i}`]!),
    );
  return hoursIn(rows);
}

function hoursIn(rows: readonly { hour: number }[]): Set<number> {
  return new Set(rows.map((row) => row.hour));
}

/** Rows that are not packed yet; those that stand in both places, because packing has just begun or came late, once. */
async function readRows(tx: Tx, ask: LayoutAsk, packedHours: ReadonlySet<number>): Promise<void> {
  const columns = ask.columns.map(
    ({ place }, i) => sql`values[${sql.lit(place + 1)}] as ${sql.ref(`v${i}`)}`,
  );
  const { rows } = await sql<{
    at_ms: number;
    seq: number;
    epoch: number;
    [column: string]: number;
  }>`
    select at_ms, seq, epoch, ${sql.join(columns)} from sample
    where server_no = ${ask.serverNo} and layout_no = ${ask.layoutNo} and ${timesOf(ask)}`.execute(
    tx,
  );
  const both = new Set(rows.map(hourOf).filter((hour) => packedHours.has(hour)));
  const packedSeqs = await readSeqs(tx, ask, both);
  for (const row of rows) {
    if (packedSeqs.get(hourOf(row))?.has(numberOf(row.epoch, row.seq))) continue;
    ask.columns.forEach(({ steps }, i) => steps.add(row.at_ms, row[`v${i}`]!, row[`v${i}`]!, 1));
  }
}

function hourOf(row: { at_ms: number }): number {
  return Math.floor(row.at_ms / HOUR_MS);
}

/** An agent's numbers begin anew with each enrolment. */
function numberOf(epoch: number, seq: number): number {
  return epoch * 2 ** 40 + seq;
}

/** Numbers of the rows that lie packed, by hour. */
async function readSeqs(
  tx: Tx,
  ask: LayoutAsk,
  hours: ReadonlySet<number>,
): Promise<Map<number, Set<number>>> {
  const seqs = new Map<number, Set<number>>();
  if (hours.size === 0) return seqs;
  for (const row of await readPacked(tx, "sample_chunk", ask, [CHUNK_COLUMNS.seqs])) {
    if (!hours.has(row.hour)) continue;
    const known = seqs.get(row.hour) ?? new Set();
    for (const seq of unpackIntegers(row.c0!, row.rows)) known.add(numberOf(row.epoch, seq));
    seqs.set(row.hour, known);
  }
  return seqs;
}
