import type { Interval } from "@driftvakt/domain/interval";
import { sql } from "kysely";
import type { Tx } from "../../platform/database/index.ts";
import { HOST_CHECK } from "../alerting/index.ts";

/** A stretch in which something of a machine was not well, or nobody could tell. */
export type Stretch = {
  readonly check: string;
  readonly state: "warning" | "critical" | "unknown" | "gone";
  readonly fromMs: number;
  readonly toMs: number | null;
  readonly alertId: string | null;
  readonly cause: string | null;
};

export type Work = Interval & {
  readonly id: string;
  readonly cause: "planned-work" | "emergency-work" | "attack";
  readonly announcedMs: number;
  readonly cancelled: boolean;
};

/** What the record says of one machine in a stretch of time. */
export type TimeLine = {
  /** Since when it was watched at all; null: never. */
  readonly watchedSinceMs: number | null;
  readonly stretches: readonly Stretch[];
  /** Its services that were watched, in so far as they were asked for. */
  readonly services: readonly string[];
  readonly works: readonly Work[];
  /** Restarts that the customer ordered, by when they were carried out. */
  readonly orderedRestarts: readonly number[];
};

const SERVICE = "service:%";

/**
 * Reads the time lines of machines from their state intervals: never from readings. Five queries for all of them,
 * however many they are; `withServices` names those whose services count besides the machine.
 */
export async function readTimeLines(
  tx: Tx,
  serverIds: readonly string[],
  withServices: readonly string[],
  range: Interval,
): Promise<ReadonlyMap<string, TimeLine>> {
  const since = await readBeginnings(tx, serverIds, withServices);
  const stretches = await readStretches(tx, serverIds, withServices, range);
  const works = await readWorks(tx, serverIds, range);
  const restarts = stretches.size > 0 ? await readRestarts(tx, [...stretches.keys()], range) : NONE;
  return new Map(
    serverIds.map((id) => [
      id,
      {
        watchedSinceMs: since.get(id)?.get(HOST_CHECK) ?? null,
        stretches: stretches.get(id) ?? [],
        services: [...(since.get(id)?.keys() ?? [])].filter((check) => check !== HOST_CHECK),
        works: works.get(id) ?? [],
        orderedRestarts: restarts.get(id) ?? [],
      },
    ]),
  );
}

const NONE: ReadonlyMap<string, number[]> = new Map();

/** When the line of each check began. */
async function readBeginnings(
  tx: Tx,
  serverIds: readonly string[],
  withServices: readonly string[],
): Promise<Map<string, Map<string, number>>> {
  const { rows } = await sql<{ server_id: string; check_id: string; at_ms: number }>`
    select server.id as server_id, ${HOST_CHECK}::text as check_id, line.from_ms as at_ms
    from server cross join lateral (
      select from_ms from state_interval i
      where i.customer_id = server.customer_id and i.server_id = server.id and i.check_id = ${HOST_CHECK}
      order by i.from_ms limit 1
    ) as line
    where server.id = any(${serverIds}::uuid[])
    ${
      withServices.length === 0
        ? sql``
        : sql`union all
          select server_id, check_id, min(from_ms) from state_interval
          where server_id = any(${withServices}::uuid[]) and check_id like ${SERVICE} group by 1, 2`
    }`.execute(tx);
  const byServer = new Map<string, Map<string, number>>();
  for (const row of rows) {
    const own = byServer.get(row.server_id) ?? new Map<string, number>();
    byServer.set(row.server_id, own.set(row.check_id, row.at_ms));
  }
  return byServer;
}

type StretchRow = Stretch & { server_id: string };

async function readStretches(
  tx: Tx,
  serverIds: readonly string[],
  withServices: readonly string[],
  { fromMs, toMs }: Interval,
): Promise<Map<string, Stretch[]>> {
  const { rows } = await sql<StretchRow>`
    select server_id, check_id as "check", state, from_ms as "fromMs", to_ms as "toMs", alert_id as "alertId", cause
    from state_interval
    where server_id = any(${serverIds}::uuid[]) and state <> 'ok'
      and (check_id = ${HOST_CHECK} or (check_id like ${SERVICE} and server_id = any(${withServices}::uuid[])))
      and from_ms < ${toMs}::bigint and (to_ms is null or to_ms > ${fromMs}::bigint)
    order by server_id, check_id, from_ms`.execute(tx);
  return Map.groupBy(rows, (row) => row.server_id);
}

async function readWorks(
  tx: Tx,
  serverIds: readonly string[],
  { fromMs, toMs }: Interval,
): Promise<Map<string, Work[]>> {
  const rows = await tx
    .selectFrom("announcement_server")
    .innerJoin("announcement", "announcement.id", "announcement_server.announcement_id")
    .select([
      "announcement_server.server_id",
      "announcement.id",
      "announcement.cause",
      "announcement.starts_at",
      "announcement.ends_at",
      "announcement.announced_at",
      "announcement.cancelled_at",
    ])
    .where("announcement.starts_at", "<", new Date(toMs))
    .where("announcement.ends_at", ">", new Date(fromMs))
    .where(sql<boolean>`announcement_server.server_id = any(${serverIds}::uuid[])`)
    .execute();
  const works = new Map<string, Work[]>();
  for (const row of rows) {
    const own = works.get(row.server_id) ?? [];
    works.set(row.server_id, own);
    own.push({
      id: row.id,
      cause: row.cause,
      fromMs: row.starts_at.getTime(),
      toMs: row.ends_at.getTime(),
      announcedMs: row.announced_at.getTime(),
      cancelled: row.cancelled_at !== null,
    });
  }
  return works;
}

/** A restart that the customer ordered under the contract is his wish, not a fault. */
async function readRestarts(
  tx: Tx,
  serverIds: readonly string[],
  { fromMs, toMs }: Interval,
): Promise<Map<string, number[]>> {
  const { rows } = await sql<{ server_id: string; at: Date }>`
    select server_id, coalesce(finished_at, issued_at) as at from mandate
    where server_id = any(${serverIds}::uuid[]) and operation = 'machine.restart'
      and state in ('accepted', 'running', 'succeeded') and asked_by ->> 'kind' = 'customer'
      and issued_at >= ${new Date(fromMs - 3_600_000)} and issued_at < ${new Date(toMs)}`.execute(
    tx,
  );
  const restarts = new Map<string, number[]>();
  for (const row of rows) {
    const own = restarts.get(row.server_id) ?? [];
    restarts.set(row.server_id, own);
    own.push(row.at.getTime());
  }
  return restarts;
}
