import { sql, type Kysely } from "kysely";
import { inScope, type Database, type Tx } from "../../platform/database/index.ts";
import {
  HOUR_MS,
  mergeRows,
  packChunk,
  packFives,
  sumUp,
  unpackChunk,
  type ChunkRow,
} from "./pack/pack-chunk.ts";
import "./tables.ts";

/** Machines packed in one transaction: few, so that requests are answered in between. */
const SERVERS_AT_ONCE = 8;
const PACK_LOCK = 7_201_004;

/**
 * Packs an hour that is over: every machine's rows become a chunk and its figures, then the hour's partition goes. Can be
 * stopped and begun again at any point, and done twice: rows are told apart by their numbers, and readers that find a
 * row in both places count it once. An hour that late rows opened again is merged into what is packed already.
 * @returns how many rows were packed.
 */
export async function packHour(db: Kysely<Database>, hour: number): Promise<number> {
  const packed = await packTable(db, "sample", hour);
  const { rows } = await sql<{ closed: string | null }>`
    select close_sample_hour(${hour}::integer) as closed`.execute(db);
  const closed = rows[0]?.closed;
  if (closed) await finishClosed(db, closed, packed);
  return packed;
}

/** Packs what a stopped run left behind under a closed name, and drops it. */
export async function finishClosed(
  db: Kysely<Database>,
  closed: string,
  alreadyPacked?: number,
): Promise<void> {
  const hour = hourOfClosed(closed);
  // Rows may have come in after the hour's machines were packed and before it was closed.
  if (alreadyPacked === undefined || (await countRows(db, closed)) !== alreadyPacked)
    await packTable(db, closed, hour);
  await sql`select drop_sample_hour(${closed})`.execute(db);
}

/** Hours that lie in partitions and are over for so long that little more will come. */
export async function listHoursToPack(
  db: Kysely<Database>,
  endedBeforeMs: number,
): Promise<{ hours: number[]; closed: string[] }> {
  const { rows } = await sql<{ name: string }>`
    select c.relname as name from pg_class c
    where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and c.relname like 'sample\\_%'`.execute(
    db,
  );
  const names = rows.map((row) => row.name);
  const hours = names
    .map((name) => /^sample_h(\d+)$/.exec(name)?.[1])
    .filter((hour) => hour !== undefined)
    .map(Number)
    .filter((hour) => (hour + 1) * HOUR_MS <= endedBeforeMs);
  return {
    hours: hours.sort((a, b) => a - b),
    closed: names.filter((name) => CLOSED.test(name)).sort(),
  };
}

const CLOSED = /^sample_closed_(\d+)_\d+$/;

function hourOfClosed(closed: string): number {
  const hour = CLOSED.exec(closed)?.[1];
  if (hour === undefined) throw new Error(`${closed} is not a closed hour of samples`);
  return Number(hour);
}

async function countRows(db: Kysely<Database>, table: string): Promise<number> {
  return inScope(db, "provider", async (tx) => {
    const { rows } = await sql<{
      n: number;
    }>`select count(*) as n from ${sql.table(table)}`.execute(tx);
    return Number(rows[0]!.n);
  });
}

async function packTable(db: Kysely<Database>, table: string, hour: number): Promise<number> {
  const servers = await inScope(db, "provider", (tx) => listServers(tx, table, hour));
  let packed = 0;
  for (let i = 0; i < servers.length; i += SERVERS_AT_ONCE) {
    const some = servers.slice(i, i + SERVERS_AT_ONCE);
    packed += await inScope(db, "provider", (tx) => packServers(tx, table, hour, some));
  }
  return packed;
}

async function listServers(tx: Tx, table: string, hour: number): Promise<number[]> {
  const { rows } = await sql<{ server_no: number }>`
    select distinct server_no from ${sql.table(table)} where ${within(hour)} order by server_no`.execute(
    tx,
  );
  return rows.map((row) => row.server_no);
}

function within(hour: number) {
  return sql`at_ms >= ${hour * HOUR_MS}::bigint and at_ms < ${(hour + 1) * HOUR_MS}::bigint`;
}

type StoredRow = {
  customer_id: string;
  server_no: number;
  layout_no: number;
  epoch: number;
  at_ms: number;
  seq: number;
  sent: Buffer;
};

async function packServers(
  tx: Tx,
  table: string,
  hour: number,
  servers: readonly number[],
): Promise<number> {
  await sql`select pg_advisory_xact_lock(${PACK_LOCK}::integer, ${hour}::integer)`.execute(tx);
  const { rows } = await sql<StoredRow>`
    select customer_id, server_no, layout_no, epoch, at_ms, seq, array_send(values) as sent
    from ${sql.table(table)} where server_no = any(${servers}::integer[]) and ${within(hour)}
    order by server_no, at_ms, seq`.execute(tx);
  const groups = Map.groupBy(rows, (row) => `${row.server_no} ${row.layout_no} ${row.epoch}`);
  for (const group of groups.values()) await storeGroup(tx, hour, group);
  return rows.length;
}

/** Rows of one machine, layout and epoch. */
async function storeGroup(tx: Tx, hour: number, group: readonly StoredRow[]): Promise<void> {
  const { customer_id, server_no, layout_no, epoch } = group[0]!;
  const key = { customer_id, server_no, hour, layout_no, epoch };
  const fresh = group.map((row) => ({
    atMs: row.at_ms,
    seq: row.seq,
    values: readReals(row.sent),
  }));
  const rows = mergeRows(await readPacked(tx, key), fresh);
  const figures = { rows: rows.length, ...sumUp(rows) };
  for (const [tableName, packed] of [
    ["sample_chunk", packChunk(hour, rows)],
    ["sample_five", packFives(hour, rows)],
  ] as const) {
    await tx
      .insertInto(tableName)
      .values({ ...key, ...packed })
      .onConflict((conflict) =>
        conflict.columns(["server_no", "hour", "layout_no", "epoch"]).doUpdateSet(packed),
      )
      .execute();
  }
  await tx
    .insertInto("sample_hourly")
    .values({ ...key, ...figures })
    .onConflict((conflict) =>
      conflict.columns(["server_no", "hour", "layout_no", "epoch"]).doUpdateSet(figures),
    )
    .execute();
}

type ChunkKey = { server_no: number; hour: number; layout_no: number; epoch: number };

async function readPacked(tx: Tx, key: ChunkKey): Promise<ChunkRow[]> {
  const row = await tx
    .selectFrom("sample_chunk")
    .select(["rows", "offsets", "data"])
    .where("server_no", "=", key.server_no)
    .where("hour", "=", key.hour)
    .where("layout_no", "=", key.layout_no)
    .where("epoch", "=", key.epoch)
    .forUpdate()
    .executeTakeFirst();
  return row ? unpackChunk(key.hour, row) : [];
}

const ARRAY_HEADER_BYTES = 20;
const EMPTY_ARRAY_BYTES = 12;

/** The readings of PostgreSQL's binary form of a `real[]`. */
function readReals(sent: Buffer): Float32Array {
  if (sent.length <= EMPTY_ARRAY_BYTES) return new Float32Array(0);
  const count = sent.readInt32BE(12);
  const values = new Float32Array(count);
  const view = new DataView(sent.buffer, sent.byteOffset, sent.byteLength);
  for (let i = 0; i < count; i++) values[i] = view.getFloat32(ARRAY_HEADER_BYTES + i * 8 + 4);
  return values;
}
