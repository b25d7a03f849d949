import type { Calendar, LocalTime, Weekday } from "./calendar.ts";
import { daysInMonth, findMinutes, partsOf, weekdayIndex, WEEKDAYS } from "./epoch-day.ts";

/** When something regular is due, in the calendar's wall-clock time. */
export type Recurrence =
  | { readonly every: "day" | "working-day"; readonly at: LocalTime }
  | { readonly every: "week"; readonly on: Weekday; readonly at: LocalTime }
  | { readonly every: "month"; readonly onDay: number; readonly at: LocalTime }
  /** On the first day of each quarter (January, April, July, October) or of each year. */
  | { readonly every: "quarter" | "year"; readonly at: LocalTime };

const HORIZON_DAYS = 3_660;

/**
 * The first occurrence strictly after an instant. The written rule (A40):
 * - each due day has exactly one occurrence;
 * - a wall time that does not exist because clocks jump forward runs at the moment they jump
 *   (02:30 in Berlin on 2026-03-29 runs when the clock shows 03:00);
 * - a wall time that comes twice runs the first time only;
 * - a day that a month does not have is its last day (the 31st in April is the 30th);
 * - `working-day` skips holidays and closed exceptions.
 * Undefined only for working days of a calendar that has none within ten years. Throws RangeError
 * for a time that is none.
 */
export function nextOccurrence(
  calendar: Calendar,
  rule: Recurrence,
  after: Temporal.Instant,
): Temporal.Instant | undefined {
  const minutes = minutesOf(rule);
  const afterMs = after.epochMilliseconds;
  const first = calendar.dayOf(afterMs);
  for (let day = first; day <= first + HORIZON_DAYS; day += 1) {
    if (!isDue(calendar, rule, day)) continue;
    const atMs = calendar.wallTimeMs(day, minutes, "first");
    if (atMs > afterMs) return Temporal.Instant.fromEpochMilliseconds(atMs);
  }
  return undefined;
}

/**
 * The last occurrence at or before an instant, by the same rule. Undefined when there was none
 * within ten years.
 */
export function lastOccurrence(
  calendar: Calendar,
  rule: Recurrence,
  at: Temporal.Instant,
): Temporal.Instant | undefined {
  const minutes = minutesOf(rule);
  const last = calendar.dayOf(at.epochMilliseconds);
  for (let day = last; day >= last - HORIZON_DAYS; day -= 1) {
    if (!isDue(calendar, rule, day)) continue;
    const atMs = calendar.wallTimeMs(day, minutes, "first");
    if (atMs <= at.epochMilliseconds) return Temporal.Instant.fromEpochMilliseconds(atMs);
  }
  return undefined;
}

function minutesOf(rule: Recurrence): number {
  const minutes = findMinutes(rule.at);
  if (minutes === undefined || minutes === 24 * 60) throw new RangeError(`not a time: ${rule.at}`);
  return minutes;
}

function isDue(calendar: Calendar, rule: Recurrence, day: number): boolean {
  switch (rule.every) {
    case "day":
      return true;
    case "working-day":
      return calendar.isWorkingDay(day);
    case "week":
      return WEEKDAYS[weekdayIndex(day)] === rule.on;
    case "month": {
      const { year, month, dayOfMonth } = partsOf(day);
      return dayOfMonth === Math.min(rule.onDay, daysInMonth(year, month));
    }
    case "quarter":
    case "year": {
      const { month, dayOfMonth } = partsOf(day);
      return dayOfMonth === 1 && month % (rule.every === "year" ? 12 : 3) === 1;
    }
  }
}
