import type { Interval } from "@driftvakt/domain/interval";
import { sql } from "kysely";
import { prepared, type Tx } from "../../platform/database/index.ts";
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

const SERVICE = "service:";

/**
 * Reads the time lines of machines from their state intervals: never from readings. A handful of questions for all of
 * them; `withServices` names those whose services count besides the machine.
 */
export async function readTimeLines(
  tx: Tx,
  serverIds: readonly string[],
  withServices: readonly string[],
  range: Interval,
): Promise<ReadonlyMap<string, TimeLine>> {
  const watchedSince = await readBeginnings(tx, serverIds);
  const services = await readServices(tx, withServices);
  const stretches = await readStretches(tx, serverIds, withServices, range);
  const works = await readWorks(tx, serverIds, range);
  const restarts = await readRestarts(tx, serverIds, range);
  return new Map(
    serverIds.map((id) => [
      id,
      {
        watchedSinceMs: watchedSince.get(id) ?? null,
        services: services.get(id) ?? [],
        stretches: stretches.get(id) ?? [],
        works: works.get(id) ?? [],
        orderedRestarts: restarts.get(id)?.map(({ atMs }) => atMs) ?? [],
      },
    ]),
  );
}

/** When each machine's line began: by the primary key's first entry. */
async function readBeginnings(
  tx: Tx,
  serverIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ id: string; since_ms: number }>`${prepared}
    select server.id, began.from_ms as since_ms
    from (
      select id, (select customer_id from server where server.id = asked.id) as customer_id
      from unnest(${serverIds}::uuid[]) as asked (id) offset 0
    ) as server, lateral (
      select from_ms from state_interval i
      where i.customer_id = server.customer_id and i.server_id = server.id and i.check_id = ${sql.lit(HOST_CHECK)}
      order by from_ms limit 1
    ) as began`.execute(tx);
  return new Map(rows.map((row) => [row.id, row.since_ms]));
}

async function readServices(
  tx: Tx,
  serverIds: readonly string[],
): Promise<ReadonlyMap<string, string[]>> {
  if (serverIds.length === 0) return new Map();
  const { rows } = await sql<{ id: string; services: string[] }>`${prepared}
    select server_id as id, array_agg(distinct check_id) as services from state_interval
    where server_id = any(${serverIds}::uuid[]) and starts_with(check_id, ${sql.lit(SERVICE)})
    group by server_id`.execute(tx);
  return new Map(rows.map((row) => [row.id, row.services]));
}

/** Each machine's stretches, by check and time. Row by row: building JSON in the database cost more than reading it. */
async function readStretches(
  tx: Tx,
  serverIds: readonly string[],
  withServices: readonly string[],
  { fromMs, toMs }: Interval,
): Promise<ReadonlyMap<string, Stretch[]>> {
  const { rows } = await sql<Stretch & { serverId: string }>`${prepared}
    select server_id as "serverId", check_id as "check", state, from_ms as "fromMs", to_ms as "toMs",
      alert_id as "alertId", cause
    from state_interval
    where server_id = any(${serverIds}::uuid[]) and state <> 'ok' and from_ms < ${toMs}::bigint
      and (to_ms is null or to_ms > ${fromMs}::bigint) and (check_id = ${sql.lit(HOST_CHECK)}
        or (starts_with(check_id, ${sql.lit(SERVICE)}) and server_id = any(${withServices}::uuid[])))
    order by server_id, check_id, from_ms`.execute(tx);
  return Map.groupBy(rows, ({ serverId }) => serverId);
}

async function readWorks(
  tx: Tx,
  serverIds: readonly string[],
  { fromMs, toMs }: Interval,
): Promise<ReadonlyMap<string, Work[]>> {
  const { rows } = await sql<Work & { serverId: string }>`${prepared}
    select s.server_id as "serverId", a.id, a.cause, ${ms("a.starts_at")} as "fromMs", ${ms("a.ends_at")} as "toMs",
      ${ms("a.announced_at")} as "announcedMs", a.cancelled_at is not null as cancelled
    from announcement_server s join announcement a on a.id = s.announcement_id
    where s.server_id = any(${serverIds}::uuid[]) and a.starts_at < ${new Date(toMs)} and a.ends_at > ${new Date(fromMs)}
    order by a.starts_at, a.id`.execute(tx);
  return Map.groupBy(rows, ({ serverId }) => serverId);
}

/** A restart that the customer ordered under the contract is his wish, not a fault. */
async function readRestarts(
  tx: Tx,
  serverIds: readonly string[],
  { fromMs, toMs }: Interval,
): Promise<ReadonlyMap<string, { atMs: number }[]>> {
  const { rows } = await sql<{ serverId: string; atMs: number }>`${prepared}
    select server_id as "serverId", ${ms("coalesce(finished_at, issued_at)")} as "atMs"
    from mandate
    where server_id = any(${serverIds}::uuid[]) and operation = 'machine.restart'
      and state in ('accepted', 'running', 'succeeded') and asked_by ->> 'kind' = 'customer'
      and issued_at >= ${new Date(fromMs - 3_600_000)} and issued_at < ${new Date(toMs)}`.execute(
    tx,
  );
  return Map.groupBy(rows, ({ serverId }) => serverId);
}

function ms(expression: string) {
  return sql`floor(extract(epoch from ${sql.raw(expression)}) * 1000)::bigint`;
}
