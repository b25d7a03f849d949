import { BitReader, BitWriter } from "./bits.ts";
import { packColumn, unpackColumn } from "./pack-column.ts";
import { readIntegers, writeIntegers } from "./pack-integers.ts";

/** A row of readings of one layout. */
export type ChunkRow = {
  readonly atMs: number;
  readonly seq: number;
  readonly values: Float32Array;
};

/** Columns one after the other; `offsets[i]` is where the i-th begins, the last entry where all end. */
export type Packed = { readonly rows: number; readonly offsets: number[]; readonly data: Buffer };

export const HOUR_MS = 3_600_000;
export const FIVE_MS = 300_000;
const FIVES = HOUR_MS / FIVE_MS;

/** Columns of a chunk before the layout's own. */
export const CHUNK_COLUMNS = { times: 0, seqs: 1, first: 2 } as const;
/** Columns of five-minute figures: how many rows each had; how many lacked each key; then average and maximum of each. */
export const FIVE_COLUMNS = { counts: 0, missing: 1, first: 2 } as const;

/** Packs an hour of a machine's rows, oldest first. */
export function packChunk(hour: number, rows: readonly ChunkRow[]): Packed {
  const times = rows.map((row) => row.atMs - hour * HOUR_MS);
  const columns = [packIntegers(times), packIntegers(rows.map((row) => row.seq))];
  const width = rows[0]?.values.length ?? 0;
  const column = new Float32Array(rows.length);
  for (let key = 0; key < width; key++) {
    for (let i = 0; i < rows.length; i++) column[i] = rows[i]!.values[key]!;
    columns.push(packColumn(column));
  }
  return join(rows.length, columns);
}

/** All rows of a chunk again. */
export function unpackChunk(hour: number, packed: Packed): ChunkRow[] {
  const { rows, offsets } = packed;
  const at = (i: number) => packed.data.subarray(offsets[i], offsets[i + 1]);
  const times = unpackTimes(hour, at(CHUNK_COLUMNS.times), rows);
  const seqs = unpackIntegers(at(CHUNK_COLUMNS.seqs), rows);
  const columns: Float64Array[] = [];
  for (let i = CHUNK_COLUMNS.first; i < offsets.length - 1; i++)
    columns.push(unpackColumn(at(i), rows));
  return Array.from({ length: rows }, (_, i) => ({
    atMs: times[i]!,
    seq: seqs[i]!,
    values: Float32Array.from(columns, (column) => column[i]!),
  }));
}

/** When each row of a chunk was read; epoch milliseconds. */
export function unpackTimes(hour: number, bytes: Uint8Array, rows: number): Float64Array {
  const times = unpackIntegers(bytes, rows);
  for (let i = 0; i < rows; i++) times[i]! += hour * HOUR_MS;
  return times;
}

export function unpackIntegers(bytes: Uint8Array, count: number): Float64Array {
  return count === 0 ? new Float64Array(0) : readIntegers(new BitReader(bytes), count);
}

/** Two sets of rows as one, oldest first, each number once. */
export function mergeRows(a: readonly ChunkRow[], b: readonly ChunkRow[]): ChunkRow[] {
  const bySeq = new Map<number, ChunkRow>();
  for (const row of [...a, ...b]) if (!bySeq.has(row.seq)) bySeq.set(row.seq, row);
  return [...bySeq.values()].sort((x, y) => x.atMs - y.atMs || x.seq - y.seq);
}

/** Averages and maxima of five minutes each, packed. NaN where there was no reading. */
export function packFives(hour: number, rows: readonly ChunkRow[]): Packed {
  const groups: ChunkRow[][] = Array.from({ length: FIVES }, () => []);
  for (const row of rows) groups[Math.floor((row.atMs - hour * HOUR_MS) / FIVE_MS)]!.push(row);
  const width = rows[0]?.values.length ?? 0;
  const missing: number[] = [];
  const columns: Uint8Array[] = [];
  for (let key = 0; key < width; key++) {
    const figures = groups.map((group) => figuresOf(group, key));
    missing.push(...figures.map((one, i) => groups[i]!.length - one.count));
    columns.push(packColumn(Float32Array.from(figures, (one) => shorten(one.average))));
    columns.push(packColumn(Float32Array.from(figures, (one) => one.maximum)));
  }
  const counts = groups.map((group) => group.length);
  const lacking = missing.some((count) => count > 0) ? packIntegers(missing) : new Uint8Array();
  return join(rows.length, [packIntegers(counts), lacking, ...columns]);
}

/** How many readings of a key each five minutes had, from the two columns that say so. */
export function unpackFiveCounts(
  counts: Uint8Array,
  missing: Uint8Array,
  keys: number,
): (key: number, five: number) => number {
  const rows = unpackIntegers(counts, FIVES);
  if (missing.length === 0) return (_key, five) => rows[five]!;
  const lacking = unpackIntegers(missing, keys * FIVES);
  return (key, five) => rows[five]! - lacking[key * FIVES + five]!;
}

/** Average and maximum of each key over all rows. */
export function sumUp(rows: readonly ChunkRow[]): {
  average: number[];
  maximum: number[];
  counts: number[] | null;
} {
  const keys = Array.from({ length: rows[0]?.values.length ?? 0 }, (_, key) =>
    figuresOf(rows, key),
  );
  const isComplete = keys.every((one) => one.count === rows.length);
  return {
    average: keys.map((one) => shorten(one.average)),
    maximum: keys.map((one) => one.maximum),
    counts: isComplete ? null : keys.map((one) => one.count),
  };
}

function figuresOf(
  rows: readonly ChunkRow[],
  key: number,
): { average: number; maximum: number; count: number } {
  let sum = 0;
  let count = 0;
  let maximum = Number.NaN;
  for (const { values } of rows) {
    const value = values[key]!;
    if (Number.isNaN(value)) continue;
    sum += value;
    count++;
    if (!(value <= maximum)) maximum = value;
  }
  return { average: count === 0 ? Number.NaN : sum / count, maximum, count };
}

/** An average is not worth more digits than it can be read by; fewer pack far better. */
export function shorten(average: number): number {
  const size = Math.abs(average);
  const power = size >= 100_000 ? 1 : size >= 1000 ? 10 : 100;
  return Math.round(average * power) / power;
}

function packIntegers(values: readonly number[]): Uint8Array {
  const writer = new BitWriter();
  if (values.length > 0) writeIntegers(writer, values);
  return writer.finish();
}

function join(rows: number, columns: readonly Uint8Array[]): Packed {
  const offsets = [0];
  for (const column of columns) offsets.push(offsets.at(-1)! + column.length);
  return { rows, offsets, data: Buffer.concat(columns) };
}
