import { sql } from "kysely";
import { inScope } from "../../platform/database/index.ts";
import type { Platform } from "../../platform/index.ts";
import { HOUR_MS } from "./pack/pack-chunk.ts";
import { finishClosed, listHoursToPack, packHour } from "./pack-hour.ts";

/** For how long what is kept, in days. */
export type Retention = {
  /** Every reading. */
  readonly readingDays: number;
  /** Averages and maxima of five minutes. */
  readonly fiveMinuteDays: number;
  /** Averages and maxima of an hour. */
  readonly hourDays: number;
};

export const DEFAULT_RETENTION: Retention = {
  readingDays: 31,
  fiveMinuteDays: 100,
  hourDays: 5 * 366,
};

/** An hour is packed so long after its end, when the stragglers are in. */
const SETTLE_MS = 10 * 60 * 1000;
/** Events are told apart by their numbers for so long; agents keep them for days, not months. */
const EVENT_DAYS = 60;
const SESSION_DAYS = 14;
const DELETE_AT_ONCE = 500;

type Parts = Pick<Platform, "db" | "clock" | "log">;

/** Packs every hour that is over. One that cannot be packed does not keep the others from it. */
export async function packSamples({ db, clock, log }: Parts): Promise<void> {
  const due = await listHoursToPack(db, clock.nowMs() - SETTLE_MS);
  const failures: unknown[] = [];
  const attempt = async (work: () => Promise<unknown>): Promise<void> => {
    await work().catch((error: unknown) => failures.push(error));
  };
  for (const closed of due.closed) await attempt(() => finishClosed(db, closed));
  for (const hour of due.hours) {
    await attempt(async () => {
      const begun = performance.now();
      const rows = await packHour(db, hour);
      log.info("hour of readings packed", {
        hour,
        rows,
        ms: Math.round(performance.now() - begun),
      });
    });
  }
  if (failures.length > 0) throw new AggregateError(failures, "hours of readings not packed");
}

/** Lets go of what has been kept long enough, a little at a time. */
export async function sweepSamples({ db, clock }: Parts, retention: Retention): Promise<void> {
  const nowMs = clock.nowMs();
  const hourBefore = (days: number) => Math.floor(nowMs / HOUR_MS) - days * 24;
  const dayBefore = (days: number) => new Date(nowMs - days * 24 * HOUR_MS);
  const old = [
    ["sample_chunk", sql`hour < ${hourBefore(retention.readingDays)}::integer`],
    ["sample_five", sql`hour < ${hourBefore(retention.fiveMinuteDays)}::integer`],
    ["sample_hourly", sql`hour < ${hourBefore(retention.hourDays)}::integer`],
    ["agent_event", sql`taken_at < ${dayBefore(EVENT_DAYS)}`],
    ["agent_session", sql`expires_at < ${dayBefore(SESSION_DAYS)}`],
    ["agent_challenge", sql`expires_at < ${dayBefore(1)}`],
  ] as const;
  for (const [table, isOld] of old) {
    let deleted = DELETE_AT_ONCE;
    while (deleted === DELETE_AT_ONCE)
      deleted = await inScope(db, "provider", async (tx) => {
        const { numAffectedRows } = await sql`
          delete from ${sql.table(table)} where ctid = any(array(
            select ctid from ${sql.table(table)} where ${isOld} limit ${sql.lit(DELETE_AT_ONCE)}))`.execute(
          tx,
        );
        return Number(numAffectedRows ?? 0);
      });
  }
}
