import type { EpochMs, Interval } from "../interval/index.ts";
import type { IsoDate } from "./calendar.ts";
import { DAY_MS, dateOf } from "./epoch-day.ts";

/** How a wall-clock time of a day becomes an instant, one zone's days remembered. */
export type ZoneDays = {
  readonly startOfDayMs: (day: number) => EpochMs;
  readonly dayOf: (atMs: EpochMs) => number;
  /**
   * The instant of a wall-clock time on a day. On days when clocks change: a time that does not
   * exist is the moment they jump; of a time that comes twice, `first` or `last` as asked.
   */
  readonly wallTimeMs: (day: number, minutes: number, which: "first" | "last") => EpochMs;
};

/** Answers depend on the zone alone; remembering them only saves work. */
const remembered = new Map<string, ZoneDays>();

/** Days of a zone. Throws RangeError for an unknown zone. */
export function zoneDays(timeZone: string): ZoneDays {
  const known = remembered.get(timeZone);
  if (known !== undefined) return known;
  const days = makeZoneDays(timeZone);
  remembered.set(timeZone, days);
  return days;
}

function makeZoneDays(timeZone: string): ZoneDays {
  const starts = new Map<number, EpochMs>();
  const startOfDayMs = (day: number): EpochMs => {
    const known = starts.get(day);
    if (known !== undefined) return known;
    const start = Temporal.PlainDate.from(dateOf(day)).toZonedDateTime(timeZone).epochMilliseconds;
    starts.set(day, start);
    return start;
  };
  const dayOf = (atMs: EpochMs): number => {
    // Offsets lie between −12 h and +14 h, so the local day is at most one off the UTC day.
    const guess = Math.floor(atMs / DAY_MS);
    if (startOfDayMs(guess + 1) <= atMs) return guess + 1;
    return startOfDayMs(guess) <= atMs ? guess : guess - 1;
  };
  const wallTimeMs = (day: number, minutes: number, which: "first" | "last"): EpochMs => {
    const start = startOfDayMs(day);
    const next = startOfDayMs(day + 1);
    if (minutes === 24 * 60) return next;
    if (next - start === DAY_MS) return start + minutes * 60_000;
    return wallTimeOnOddDay(timeZone, day, minutes, which);
  };
  // Asked once here so that an unknown zone is found when the calendar is made, not when it is used.
  startOfDayMs(0);
  return { startOfDayMs, dayOf, wallTimeMs };
}

function wallTimeOnOddDay(
  timeZone: string,
  day: number,
  minutes: number,
  which: "first" | "last",
): EpochMs {
  const wall = Temporal.PlainDate.from(dateOf(day)).toPlainDateTime({
    hour: Math.floor(minutes / 60),
    minute: minutes % 60,
  });
  const earlier = wall.toZonedDateTime(timeZone, { disambiguation: "earlier" });
  if (!earlier.toPlainDateTime().equals(wall)) {
    const jump = earlier.getTimeZoneTransition("next");
    return (jump ?? earlier).epochMilliseconds;
  }
  if (which === "first") return earlier.epochMilliseconds;
  return wall.toZonedDateTime(timeZone, { disambiguation: "later" }).epochMilliseconds;
}

/** Answers depend on zone and month alone; remembering them only saves work. Small: few zones, few months. */
const months = new Map<string, Interval>();
const MOST_MONTHS = 2000;

/**
 * A calendar month (`YYYY-MM`) of a zone as instants; 28 to 31 days, less or more an hour when
 * clocks change (ba-02: judged per calendar month). Throws RangeError for what is no month.
 */
export function monthInterval(timeZone: string, month: string): Interval {
  const key = `${timeZone} ${month}`;
  const known = months.get(key);
  if (known !== undefined) return known;
  const first = Temporal.PlainYearMonth.from(month).toPlainDate({ day: 1 });
  const interval = {
    fromMs: first.toZonedDateTime(timeZone).epochMilliseconds,
    toMs: first.add({ months: 1 }).toZonedDateTime(timeZone).epochMilliseconds,
  };
  if (months.size >= MOST_MONTHS) months.clear();
  months.set(key, interval);
  return interval;
}

/** The calendar month of a zone that an instant falls in, as `YYYY-MM`. */
export function monthOf(timeZone: string, atMs: EpochMs): string {
  return Temporal.Instant.fromEpochMilliseconds(atMs)
    .toZonedDateTimeISO(timeZone)
    .toPlainDate()
    .toPlainYearMonth()
    .toString();
}

/** The calendar date of a zone that an instant falls on. */
export function localDate(timeZone: string, atMs: EpochMs): IsoDate {
  return dateOf(zoneDays(timeZone).dayOf(atMs));
}

/** First instant of a local day (epoch days). */
export function startOfDate(timeZone: string, day: number): EpochMs {
  return zoneDays(timeZone).startOfDayMs(day);
}

/** Number of days of a month `YYYY-MM`. */
export function daysOfMonth(month: string): number {
  return Temporal.PlainYearMonth.from(month).daysInMonth;
}

/** The month after (or, negative, before) a month. */
export function addMonths(month: string, months: number): string {
  return Temporal.PlainYearMonth.from(month).add({ months }).toString();
}
