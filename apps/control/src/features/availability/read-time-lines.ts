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

const SERVICE = "service:";

type Row = {
  id: string;
  since_ms: number | null;
  services: string[] | null;
  stretches:
    | [Stretch["state"], string, number, number | null, string | null, string | null][]
    | null;
  works: [string, Work["cause"], number, number, number, boolean][] | null;
  restarts: number[] | null;
};

/**
 * Reads the time lines of machines from their state intervals: never from readings. One question for all of them;
 * `withServices` names those whose services count besides the machine.
 */
export async function readTimeLines(
  tx: Tx,
  serverIds: readonly string[],
  withServices: readonly string[],
  range: Interval,
): Promise<ReadonlyMap<string, TimeLine>> {
  const { rows } = await sql<Row>`
    select server.id, ${since()} as since_ms, ${services(withServices)} as services,
      ${stretches(withServices, range)} as stretches, ${works(range)} as works, ${restarts(range)} as restarts
    from server where server.id = any(${serverIds}::uuid[])`.execute(tx);
  return new Map(rows.map((row) => [row.id, lineOf(row)]));
}

function lineOf(row: Row): TimeLine {
  return {
    watchedSinceMs: row.since_ms,
    services: row.services ?? [],
    stretches: (row.stretches ?? []).map(([state, check, fromMs, toMs, alertId, cause]) => ({
      check,
      state,
      fromMs,
      toMs,
      alertId,
      cause,
    })),
    works: (row.works ?? []).map(([id, cause, fromMs, toMs, announcedMs, cancelled]) => ({
      id,
      cause,
      fromMs,
      toMs,
      announcedMs,
      cancelled,
    })),
    orderedRestarts: row.restarts ?? [],
  };
}

/** When the machine's line began; by the primary key's first entry. */
function since() {
  return sql`(
    select from_ms from state_interval i
    where i.customer_id = server.customer_id and i.server_id = server.id and i.check_id = ${sql.lit(HOST_CHECK)}
    order by from_ms limit 1)`;
}

function services(withServices: readonly string[]) {
  if (withServices.length === 0) return sql`null::text[]`;
  return sql`case when server.id = any(${withServices}::uuid[]) then (
    select array_agg(distinct check_id) from state_interval i
    where i.customer_id = server.customer_id and i.server_id = server.id and starts_with(i.check_id, ${sql.lit(SERVICE)})) end`;
}

function stretches(withServices: readonly string[], { fromMs, toMs }: Interval) {
  const counted =
    withServices.length === 0
      ? sql`i.check_id = ${sql.lit(HOST_CHECK)}`
      : sql`(i.check_id = ${sql.lit(HOST_CHECK)} or (starts_with(i.check_id, ${sql.lit(SERVICE)}) and server.id = any(${withServices}::uuid[])))`;
  return sql`(
    select json_agg(json_build_array(i.state, i.check_id, i.from_ms, i.to_ms, i.alert_id, i.cause) order by i.check_id, i.from_ms)
    from state_interval i
    where i.server_id = server.id and i.state <> 'ok' and ${counted}
      and i.from_ms < ${toMs}::bigint and (i.to_ms is null or i.to_ms > ${fromMs}::bigint))`;
}

function works({ fromMs, toMs }: Interval) {
  return sql`(
    select json_agg(json_build_array(a.id, a.cause, ${ms("a.starts_at")}, ${ms("a.ends_at")}, ${ms("a.announced_at")},
      a.cancelled_at is not null) order by a.starts_at, a.id)
    from announcement_server s join announcement a on a.id = s.announcement_id
    where s.server_id = server.id and a.starts_at < ${new Date(toMs)} and a.ends_at > ${new Date(fromMs)})`;
}

/** A restart that the customer ordered under the contract is his wish, not a fault. */
function restarts({ fromMs, toMs }: Interval) {
  return sql`(
    select json_agg(${ms("coalesce(m.finished_at, m.issued_at)")})
    from mandate m
    where m.customer_id = server.customer_id and m.server_id = server.id and m.operation = 'machine.restart'
      and m.state in ('accepted', 'running', 'succeeded') and m.asked_by ->> 'kind' = 'customer'
      and m.issued_at >= ${new Date(fromMs - 3_600_000)} and m.issued_at < ${new Date(toMs)})`;
}

function ms(expression: string) {
  return sql`floor(extract(epoch from ${sql.raw(expression)}) * 1000)::bigint`;
}
