import { intersectIntervals, subtractIntervals, type Interval } from "@driftvakt/domain/interval";
import { sql } from "kysely";
import type { Tx } from "../../platform/database/index.ts";
import { HOST_CHECK, listPowerWords, noteOnAlert } from "../alerting/index.ts";
import { listReadingTimes } from "../monitoring/index.ts";

/** Readings this far apart still show that the machine ran in between: three beats and a little. */
const PAUSE_MS = 50_000;
/** How long after a silence ended its readings may still come in: 72 hours replay in less than two. */
export const REVIEW_MS = 24 * 3600 * 1000;
const MOST_AT_ONCE = 200;
/** The cause of a stretch in which the machine ran and only the way to it was cut. */
export const CONNECTION = "connection";

export type Silence = {
  readonly customerId: string;
  readonly serverId: string;
  readonly state: "critical" | "unknown";
  readonly fromMs: number;
  readonly toMs: number;
  readonly alertId: string | null;
  readonly epoch: number;
  readonly seq: number;
};

/** Stretches of hosts that counted as down or unreachable, are over, and whose readings may have come in since. */
export async function listSilences(tx: Tx, nowMs: number): Promise<Silence[]> {
  const { rows } = await sql<Silence>`
    select customer_id as "customerId", server_id as "serverId", state, from_ms as "fromMs", to_ms as "toMs",
      alert_id as "alertId", epoch, seq
    from state_interval
    where check_id = ${sql.lit(HOST_CHECK)} and state in ('critical', 'unknown') and cause is null
      and to_ms > ${nowMs - REVIEW_MS}::bigint
    order by to_ms desc limit ${MOST_AT_ONCE}`.execute(tx);
  return rows;
}

/** The pieces of a silence once it is known when the machine ran: those were no outage. Pure. */
export function splitSilence(
  silence: Interval,
  running: readonly Interval[],
): { readonly ran: readonly Interval[]; readonly rest: readonly Interval[] } {
  // A single reading shows a moment; it takes away nothing that could be counted.
  const ran = intersectIntervals([silence], [...running]).filter(
    ({ fromMs, toMs }) => toMs > fromMs,
  );
  return { ran, rest: subtractIntervals([silence], ran) };
}

/**
 * Reviews one silence by the readings that came in later: where the machine ran it was not down, only its connection
 * was cut (R12). Doing it again, at any time and in any order, ends the same. @returns true where something changed.
 */
export async function reviewSilence(tx: Tx, silence: Silence, nowMs: number): Promise<boolean> {
  const { fromMs, toMs } = silence;
  // The readings before and after belong to it: the machine ran from one to the next.
  const around = { fromMs: fromMs - PAUSE_MS, toMs: toMs + PAUSE_MS };
  const signs = await listReadingTimes(tx, silence.serverId, around);
  if (await beginsWithLastWord(tx, silence)) signs.push(fromMs);
  const words = await listPowerWords(tx, silence.serverId, around);
  const starts = words.filter(({ what }) => what === "machine-started").map(({ atMs }) => atMs);
  const running = joinTimes([...signs, ...words.map(({ atMs }) => atMs)], starts, PAUSE_MS);
  const { ran, rest } = splitSilence(silence, running);
  if (ran.length === 0) return false;
  if (!(await takeOut(tx, silence))) return false;
  const pieces = [
    ...ran.map((piece) => ({ ...piece, state: "unknown" as const, cause: CONNECTION })),
    ...rest.map((piece) => ({ ...piece, state: silence.state, cause: null })),
  ];
  await tx
    .insertInto("state_interval")
    .values(
      pieces.map(({ fromMs, toMs, state, cause }) => ({
        customer_id: silence.customerId,
        server_id: silence.serverId,
        check_id: HOST_CHECK,
        state,
        from_ms: fromMs,
        to_ms: toMs,
        alert_id: silence.alertId,
        epoch: silence.epoch,
        seq: silence.seq,
        cause,
      })),
    )
    .execute();
  if (silence.alertId !== null) await noteOutcome(tx, silence.alertId, nowMs);
  return true;
}

/**
 * A silence that follows time in which the machine was up, or nothing at all because its enrolment was its last word,
 * begins with that word: it shows life as a reading does.
 */
async function beginsWithLastWord(tx: Tx, { serverId, fromMs }: Silence): Promise<boolean> {
  const before = await tx
    .selectFrom("state_interval")
    .select("state")
    .where("server_id", "=", serverId)
    .where("check_id", "=", HOST_CHECK)
    .where("to_ms", "=", fromMs)
    .executeTakeFirst();
  return before === undefined || before.state === "ok";
}

/**
 * Signs of life as the stretches in which they are at most `pauseMs` apart: the machine ran then. A start of the machine
 * begins a stretch of its own: however soon it came, the machine was down from its last sign before until then. Pure.
 */
function joinTimes(
  times: readonly number[],
  starts: readonly number[],
  pauseMs: number,
): Interval[] {
  const stretches: { fromMs: number; toMs: number }[] = [];
  const begins = new Set(starts);
  for (const atMs of times.toSorted((a, b) => a - b)) {
    const last = stretches.at(-1);
    if (last && last.fromMs === atMs) continue;
    if (last && atMs - last.toMs <= pauseMs && !begins.has(atMs)) last.toMs = atMs;
    else stretches.push({ fromMs: atMs, toMs: atMs });
  }
  return stretches;
}

/** Takes the row out, unless it changed since it was read. */
async function takeOut(tx: Tx, silence: Silence): Promise<boolean> {
  await sql`select from server where id = ${silence.serverId}::uuid for no key update`.execute(tx);
  const gone = await tx
    .deleteFrom("state_interval")
    .where("server_id", "=", silence.serverId)
    .where("check_id", "=", HOST_CHECK)
    .where("from_ms", "=", silence.fromMs)
    .where("to_ms", "=", silence.toMs)
    .where("state", "=", silence.state)
    .where("cause", "is", null)
    .executeTakeFirst();
  return gone.numDeletedRows > 0n;
}

/** Says on the incident's time line how much of it was an outage after all. */
async function noteOutcome(tx: Tx, alertId: string, nowMs: number): Promise<void> {
  const { rows } = await sql<{ ran: number; down: number }>`
    select coalesce(sum(to_ms - from_ms) filter (where cause = ${CONNECTION}), 0) as ran,
      coalesce(sum(to_ms - from_ms) filter (where state = 'critical'), 0) as down
    from state_interval where alert_id = ${alertId}::uuid and check_id = ${sql.lit(HOST_CHECK)}`.execute(
    tx,
  );
  const { ran, down } = rows[0]!;
  const seconds = (ms: number) => Math.round(ms / 1000);
  await noteOnAlert(tx, alertId, {
    atMs: nowMs,
    what: NOTE,
    detail: `readings that came in later show that the machine ran for ${seconds(ran)} s of this time: only the connection was cut, which is not downtime; ${seconds(down)} s of downtime remain`,
  });
}

/** One note an incident: what comes in later corrects it. */
export const NOTE = "judged again";
