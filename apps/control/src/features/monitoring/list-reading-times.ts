import type { Interval } from "@driftvakt/domain/interval";
import { sql } from "kysely";
import type { Tx } from "../../platform/database/index.ts";
import { CHUNK_COLUMNS, HOUR_MS, unpackTimes } from "./pack/pack-chunk.ts";
import "./tables.ts";

/** When a machine took readings, however late they came, in no order. Reads times alone, packed or not. */
export async function listReadingTimes(
  tx: Tx,
  serverId: string,
  range: Interval,
): Promise<number[]> {
  return [
    ...(await readTimes(tx, serverId, range)),
    ...(await readPackedTimes(tx, serverId, range)),
  ];
}

async function readTimes(tx: Tx, serverId: string, { fromMs, toMs }: Interval): Promise<number[]> {
  const { rows } = await sql<{ at_ms: number }>`
    select at_ms from sample
    where server_no = (select no from server where id = ${serverId}::uuid)
      and at_ms >= ${fromMs}::bigint and at_ms <= ${toMs}::bigint`.execute(tx);
  return rows.map((row) => row.at_ms);
}

async function readPackedTimes(
  tx: Tx,
  serverId: string,
  { fromMs, toMs }: Interval,
): Promise<number[]> {
  const first = sql.lit(CHUNK_COLUMNS.times + 1);
  const next = sql.lit(CHUNK_COLUMNS.times + 2);
  const { rows } = await sql<{ hour: number; rows: number; times: Buffer }>`
    select hour, rows, substring(data from offsets[${first}] + 1 for offsets[${next}] - offsets[${first}]) as times
    from sample_chunk
    where server_no = (select no from server where id = ${serverId}::uuid)
      and hour between ${Math.floor(fromMs / HOUR_MS)}::integer and ${Math.floor(toMs / HOUR_MS)}::integer`.execute(
    tx,
  );
  return rows
    .flatMap((row) => [...unpackTimes(row.hour, row.times, row.rows)])
    .filter((atMs) => atMs >= fromMs && atMs <= toMs);
}
