import type { Interval } from "@driftvakt/domain/interval";
import { sql } from "kysely";
import { prepared, type Tx } from "../../platform/database/index.ts";
import { HOST_CHECK } from "../alerting/index.ts";
import { openLineMemory, type LineMemory } from "./remember-lines.ts";

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

type HostLine = Pick<TimeLine, "watchedSinceMs" | "stretches">;
type ServiceLine = Pick<TimeLine, "services" | "stretches">;
type Lines<Line> = ReadonlyMap<string, Line>;

const NO_SERVICES: ServiceLine = { services: [], stretches: [] };
const hostLines = openLineMemory<HostLine>();
const serviceLines = openLineMemory<ServiceLine>();

/**
 * Reads the time lines of machines from their state intervals: never from readings. A handful of questions for all of
 * them, asked at once; what has not changed since it was read last is remembered. `withServices` names those whose
 * services count besides the machine, and may be found out meanwhile. Stretches before and after `range` may be among them.
 * `versions` of the lines, where they are at hand.
 */
export async function readTimeLines(
  tx: Tx,
  serverIds: readonly string[],
  withServices: readonly string[] | Promise<readonly string[]>,
  range: Interval,
  versions: Promise<Lines<number>> = readVersions(tx, serverIds),
): Promise<Lines<TimeLine>> {
  const [hosts, services, works, restarts] = await Promise.all([
    recall(hostLines, versions, serverIds, range, (ids, span) => readHostLines(tx, ids, span)),
    recall(serviceLines, versions, withServices, range, (ids, span) =>
      readServiceLines(tx, ids, span),
    ),
    readWorks(tx, serverIds, range),
    readRestarts(tx, serverIds, range),
  ]);
  return new Map(
    serverIds.map((id) => {
      const host = hosts.get(id)!;
      const { services: names, stretches } = services.get(id) ?? NO_SERVICES;
      return [
        id,
        {
          watchedSinceMs: host.watchedSinceMs,
          services: names,
          stretches: stretches.length === 0 ? host.stretches : [...host.stretches, ...stretches],
          works: works.get(id) ?? [],
          orderedRestarts: restarts.get(id)?.map(({ atMs }) => atMs) ?? [],
        },
      ];
    }),
  );
}

/** Reads the lines that are not remembered as they stand; the database gives a line a new version with every change. */
async function recall<Line extends { readonly stretches: readonly unknown[] }>(
  memory: LineMemory<Line>,
  versionsRead: Promise<Lines<number>>,
  serverIds: readonly string[] | Promise<readonly string[]>,
  range: Interval,
  read: (serverIds: readonly string[], range: Interval) => Promise<Lines<Line>>,
): Promise<Lines<Line>> {
  const [versions, ids] = await Promise.all([versionsRead, serverIds]);
  if (!memory.reaches(range)) return ids.length === 0 ? new Map() : read(ids, range);
  const { fromMs } = range;
  const lines = new Map<string, Line>();
  for (const id of ids) {
    const version = versions.get(id);
    // Without one the caller may not see the machine, and what others saw of it is not for them.
    const line = version === undefined ? undefined : memory.find(id, version, fromMs);
    if (line) lines.set(id, line);
  }
  const missing = ids.filter((id) => !lines.has(id));
  if (missing.length === 0) return lines;
  // To the end, so that it still holds for a range that ends later.
  for (const [id, line] of await read(missing, { fromMs, toMs: Number.MAX_SAFE_INTEGER })) {
    lines.set(id, line);
    const version = versions.get(id);
    if (version !== undefined) memory.keep(id, { version, fromMs, line });
  }
  return lines;
}

async function readVersions(tx: Tx, serverIds: readonly string[]): Promise<Lines<number>> {
  const { rows } = await sql<{ id: string; version: number }>`${prepared}
    select id, line_version as version from server where id = any(${serverIds}::uuid[])`.execute(
    tx,
  );
  return new Map(rows.map((row) => [row.id, row.version]));
}

async function readHostLines(
  tx: Tx,
  serverIds: readonly string[],
  range: Interval,
): Promise<Lines<HostLine>> {
  const [beginnings, stretches] = await Promise.all([
    readBeginnings(tx, serverIds),
    readStretches(tx, serverIds, OF_HOST, range),
  ]);
  return new Map(
    serverIds.map((id) => [
      id,
      { watchedSinceMs: beginnings.get(id) ?? null, stretches: stretches.get(id) ?? [] },
    ]),
  );
}

/** When each machine's line began: by the primary key's first entry. */
async function readBeginnings(tx: Tx, serverIds: readonly string[]): Promise<Lines<number>> {
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

/** Which services of machines were watched, and their stretches by service and time. */
async function readServiceLines(
  tx: Tx,
  serverIds: readonly string[],
  range: Interval,
): Promise<Lines<ServiceLine>> {
  const [services, stretches] = await Promise.all([
    readServices(tx, serverIds),
    readStretches(tx, serverIds, OF_SERVICES, range),
  ]);
  return new Map(
    serverIds.map((id) => [
      id,
      { services: services.get(id) ?? [], stretches: stretches.get(id) ?? [] },
    ]),
  );
}

async function readServices(tx: Tx, serverIds: readonly string[]): Promise<Lines<string[]>> {
  const { rows } = await sql<{ id: string; services: string[] }>`${prepared}
    select server_id as id, array_agg(distinct check_id) as services from state_interval
    where server_id = any(${serverIds}::uuid[]) and starts_with(check_id, ${sql.lit(SERVICE)})
    group by server_id`.execute(tx);
  return new Map(rows.map((row) => [row.id, row.services]));
}

type StretchRow = Stretch & { readonly serverId: string };

const OF_HOST = sql`check_id = ${sql.lit(HOST_CHECK)}`;
const OF_SERVICES = sql`starts_with(check_id, ${sql.lit(SERVICE)})`;

/** Stretches by check and time. Row by row: building JSON in the database cost more than reading it. */
async function readStretches(
  tx: Tx,
  serverIds: readonly string[],
  checks: typeof OF_HOST,
  { fromMs, toMs }: Interval,
): Promise<Lines<Stretch[]>> {
  const { rows } = await sql<StretchRow>`${prepared}
    select server_id as "serverId", check_id as "check", state, from_ms as "fromMs", to_ms as "toMs",
      alert_id as "alertId", cause
    from state_interval
    where server_id = any(${serverIds}::uuid[]) and state <> 'ok' and ${checks}
      and from_ms < ${toMs}::bigint and (to_ms is null or to_ms > ${fromMs}::bigint)
    order by server_id, check_id, from_ms`.execute(tx);
  return Map.groupBy(rows, ({ serverId }) => serverId);
}

async function readWorks(
  tx: Tx,
  serverIds: readonly string[],
  { fromMs, toMs }: Interval,
): Promise<Lines<Work[]>> {
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
): Promise<Lines<{ atMs: number }[]>> {
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
