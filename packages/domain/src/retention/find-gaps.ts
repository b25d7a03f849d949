import { localTime, periodOf } from "./period-of.ts";
import type { RetentionGap, RetentionPolicy, Snapshot } from "./retention-policy.ts";

type GapRule = RetentionGap["rule"];

/** The most periods of one rule that are looked at. */
const PERIODS_AT_MOST = 10_000;

/**
 * Periods that the policy wants a snapshot of and that have none (se-24), newest first in each
 * rule. Only whole periods that have ended count: today's backup may still come, and nothing is
 * owed for a period that began before `since`.
 */
export function retentionGaps(
  policy: RetentionPolicy,
  snapshots: readonly Snapshot[],
  timeZone: string,
  since: Temporal.Instant,
  now: Temporal.Instant,
): readonly RetentionGap[] {
  const wanted: readonly (readonly [GapRule, number | undefined])[] = [
    ["daily", policy.keepDaily],
    ["weekly", policy.keepWeekly],
    ["monthly", policy.keepMonthly],
    ["yearly", policy.keepYearly],
  ];
  return wanted.flatMap(([rule, count]) => {
    const held = new Set(
      snapshots.map((snapshot) => periodOf(rule, localTime(snapshot.atMs, timeZone))),
    );
    return endedPeriods(rule, count ?? 0, timeZone, since, now)
      .filter((period) => !held.has(period))
      .map((period) => ({ rule, period }));
  });
}

function endedPeriods(
  rule: GapRule,
  count: number,
  timeZone: string,
  since: Temporal.Instant,
  now: Temporal.Instant,
): readonly string[] {
  const periods: string[] = [];
  let start = startOfPeriod(rule, now.toZonedDateTimeISO(timeZone).toPlainDate());
  while (periods.length < Math.min(count, PERIODS_AT_MOST)) {
    start = stepBack(rule, start);
    const begins = start.toZonedDateTime(timeZone);
    if (Temporal.Instant.compare(begins.toInstant(), since) < 0) break;
    periods.push(periodOf(rule, begins));
  }
  return periods;
}

function startOfPeriod(rule: GapRule, date: Temporal.PlainDate): Temporal.PlainDate {
  switch (rule) {
    case "daily":
      return date;
    case "weekly":
      return date.subtract({ days: date.dayOfWeek - 1 });
    case "monthly":
      return date.with({ day: 1 });
    case "yearly":
      return date.with({ month: 1, day: 1 });
  }
}

function stepBack(rule: GapRule, start: Temporal.PlainDate): Temporal.PlainDate {
  switch (rule) {
    case "daily":
      return start.subtract({ days: 1 });
    case "weekly":
      return start.subtract({ weeks: 1 });
    case "monthly":
      return start.subtract({ months: 1 });
    case "yearly":
      return start.subtract({ years: 1 });
  }
}
