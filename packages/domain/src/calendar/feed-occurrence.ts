import type { FeedEvent, FeedRepeat } from "./calendar.ts";
import { daysInMonth, epochDay, partsOf, weekdayIndex, WEEKDAYS } from "./epoch-day.ts";

/** Whether the rule of an event that began on `first` brings it again on `day` (at or after `first`). */
export function repeatsOn(rule: FeedRepeat, first: number, day: number): boolean {
  if (rule.until !== undefined && day > epochDay(rule.until)) return false;
  if (!isInStep(rule, first, day)) return false;
  return rule.positions === undefined
    ? fitsParts(rule, first, day)
    : isChosen(rule, rule.positions, first, day);
}

/** Days that a rule's positions choose, by the period's first day; only saves work. */
const chosen = new WeakMap<FeedRepeat, Map<number, ReadonlySet<number>>>();

/** Whether the day is the first, second, last … of those that the rule gives in its week, month or year (BYSETPOS). */
function isChosen(
  rule: FeedRepeat,
  positions: readonly number[],
  first: number,
  day: number,
): boolean {
  const [from, to] = periodOf(rule.every, day);
  const known = chosen.get(rule) ?? new Map<number, ReadonlySet<number>>();
  chosen.set(rule, known);
  const before = known.get(from);
  if (before !== undefined) return before.has(day);
  const days = daysBetween(from, to).filter((one) => fitsParts(rule, first, one));
  const picked = new Set(
    positions.flatMap((wanted) => days.at(wanted > 0 ? wanted - 1 : wanted) ?? []),
  );
  known.set(from, picked);
  return picked.has(day);
}

function daysBetween(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from + 1 }, (_, k) => from + k);
}

/** First and last day of the week, month or year around a day; a day's own is itself. */
function periodOf(every: FeedRepeat["every"], day: number): readonly [number, number] {
  const { year, month, dayOfMonth } = partsOf(day);
  switch (every) {
    case "day":
      return [day, day];
    case "week":
      return [day - weekdayIndex(day), day - weekdayIndex(day) + 6];
    case "month":
      return [day - dayOfMonth + 1, day - dayOfMonth + daysInMonth(year, month)];
    case "year":
      return [epochDay(`${year}-01-01`), epochDay(`${year}-12-31`)];
  }
}

function isInStep(rule: FeedRepeat, first: number, day: number): boolean {
  const from = partsOf(first);
  const at = partsOf(day);
  switch (rule.every) {
    case "day":
      return (day - first) % rule.interval === 0;
    case "week": {
      const mondays = (day - weekdayIndex(day) - (first - weekdayIndex(first))) / 7;
      return mondays % rule.interval === 0;
    }
    case "month":
      return ((at.year - from.year) * 12 + at.month - from.month) % rule.interval === 0;
    case "year":
      return (at.year - from.year) % rule.interval === 0;
  }
}

function fitsParts(rule: FeedRepeat, first: number, day: number): boolean {
  const from = partsOf(first);
  const at = partsOf(day);
  const choosesDay = rule.daysOfMonth !== undefined || rule.weekdays !== undefined;
  if (rule.months !== undefined && !rule.months.includes(at.month)) return false;
  if (rule.every === "year" && rule.months === undefined && at.month !== from.month) return false;
  if (rule.daysOfMonth !== undefined && !fitsDayOfMonth(rule.daysOfMonth, at)) return false;
  if (rule.weekdays !== undefined && !fitsWeekday(rule.weekdays, day, at)) return false;
  if (choosesDay || rule.every === "day") return true;
  if (rule.every === "week") return weekdayIndex(day) === weekdayIndex(first);
  return at.dayOfMonth === from.dayOfMonth;
}

type Parts = ReturnType<typeof partsOf>;

function fitsDayOfMonth(days: readonly number[], at: Parts): boolean {
  return days.some((wanted) =>
    wanted > 0
      ? wanted === at.dayOfMonth
      : daysInMonth(at.year, at.month) + wanted + 1 === at.dayOfMonth,
  );
}

function fitsWeekday(
  weekdays: NonNullable<FeedRepeat["weekdays"]>,
  day: number,
  at: Parts,
): boolean {
  const nth = Math.ceil(at.dayOfMonth / 7);
  const nthFromEnd = -Math.ceil((daysInMonth(at.year, at.month) - at.dayOfMonth + 1) / 7);
  return weekdays.some(
    (wanted) =>
      wanted.day === WEEKDAYS[weekdayIndex(day)] &&
      (wanted.nth === 0 || wanted.nth === nth || wanted.nth === nthFromEnd),
  );
}

/** Every day of a year that the events of a feed cover, with the event's name. */
export function feedDays(events: readonly FeedEvent[], year: number): ReadonlyMap<number, string> {
  const days = new Map<number, string>();
  const firstOfYear = epochDay(`${year}-01-01`);
  const lastOfYear = epochDay(`${year}-12-31`);
  for (const event of events) {
    // Events with times close hours, not days.
    if (event.timed !== undefined) continue;
    for (const begin of beginningsBetween(event, firstOfYear - event.days + 1, lastOfYear)) {
      const end = Math.min(begin + event.days - 1, lastOfYear);
      for (let day = Math.max(begin, firstOfYear); day <= end; day += 1) {
        if (!days.has(day)) days.set(day, event.name);
      }
    }
  }
  return days;
}

/** Days on which an event begins, within a stretch of days: its own, its repeats and additions, without its exceptions. */
export function beginningsBetween(event: FeedEvent, from: number, to: number): readonly number[] {
  const first = epochDay(event.from);
  const excepted = new Set(event.exceptOn.map(epochDay));
  const found = new Set([first, ...event.alsoOn.map(epochDay)]);
  const { repeats } = event;
  if (repeats !== undefined) {
    for (let day = Math.max(from, first); day <= to; day += 1) {
      if (repeatsOn(repeats, first, day)) found.add(day);
    }
  }
  return [...found].filter((day) => day >= from && day <= to && !excepted.has(day));
}
