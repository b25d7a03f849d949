import type { Interval } from "../interval/index.ts";
import { mergeIntervals, subtractIntervals } from "../interval/index.ts";
import type { Calendar, CalendarSpec, HolidaySource, Weekday } from "./calendar.ts";
import { checkCalendar } from "./check-calendar.ts";
import { epochDay, findMinutes, partsOf, weekdayIndex, WEEKDAYS } from "./epoch-day.ts";
import { feedClosures } from "./feed-closures.ts";
import { feedDays } from "./feed-occurrence.ts";
import { publicHolidays } from "./public-holidays.ts";
import type { ZoneDays } from "./zone-days.ts";
import { zoneDays } from "./zone-days.ts";

/** Minutes since local midnight, `to` up to 1440. */
type Hours = { readonly from: number; readonly to: number };

const WORKING_WEEK: readonly Weekday[] = ["mon", "tue", "wed", "thu", "fri"];

/** The same spec object always gives the same calendar, so that its remembered days are shared. */
const compiled = new WeakMap<CalendarSpec, Calendar>();

/**
 * Makes a calendar ready to be asked. Its spec must pass `checkCalendar`: what does not is a bug in
 * the caller and throws RangeError.
 */
export function compileCalendar(spec: CalendarSpec): Calendar {
  const known = compiled.get(spec);
  if (known !== undefined) return known;
  const problems = checkCalendar(spec);
  if (problems.length > 0) throw new RangeError(`calendar: ${problems.join("; ")}`);
  const calendar = makeCalendar(spec);
  compiled.set(spec, calendar);
  return calendar;
}

function makeCalendar(spec: CalendarSpec): Calendar {
  const days = zoneDays(spec.timeZone);
  const week = weeklyHours(spec);
  const exceptions = exceptionHours(spec);
  const holidayOf = holidayLookup(spec.holidays ?? []);
  const workingDays = new Set(
    (spec.workingDays ?? WORKING_WEEK).map((day) => WEEKDAYS.indexOf(day)),
  );
  const closedHours = closureLookup(spec);
  const openings = new Map<number, readonly Interval[]>();

  const hoursOf = (day: number): readonly Hours[] => {
    const exception = exceptions.get(day);
    if (exception !== undefined) return exception;
    return holidayOf(day) === undefined ? (week[weekdayIndex(day)] ?? []) : [];
  };
  const openingsOfDay = (day: number): readonly Interval[] => {
    const known = openings.get(day);
    if (known !== undefined) return known;
    const weekly = mergeIntervals(hoursOf(day).map((hours) => toInterval(days, day, hours)));
    // Like holidays, hours that a feed closes stand back behind an exception.
    const found = exceptions.has(day) ? weekly : subtractIntervals(weekly, closedHours(day));
    openings.set(day, found);
    return found;
  };
  const isWorkingDay = (day: number): boolean => {
    const exception = exceptions.get(day);
    if (exception !== undefined) return exception.length > 0;
    return workingDays.has(weekdayIndex(day)) && holidayOf(day) === undefined;
  };
  return { spec, openingsOfDay, ...days, holidayOf, isWorkingDay };
}

/** On days when a wall time comes twice the opening covers both, so that it stays one stretch. */
function toInterval(days: ZoneDays, day: number, hours: Hours): Interval {
  return {
    fromMs: days.wallTimeMs(day, hours.from, "first"),
    toMs: days.wallTimeMs(day, hours.to, "last"),
  };
}

function weeklyHours(spec: CalendarSpec): readonly (readonly Hours[])[] {
  const week: Hours[][] = WEEKDAYS.map(() => []);
  for (const block of spec.hours) {
    const hours = { from: minutesOf(block.from), to: minutesOf(block.to) };
    for (const name of block.days) {
      const weekday = WEEKDAYS.indexOf(name);
      if (hours.to > hours.from) {
        week[weekday]?.push(hours);
      } else {
        week[weekday]?.push({ from: hours.from, to: 24 * 60 });
        week[(weekday + 1) % 7]?.push({ from: 0, to: hours.to });
      }
    }
  }
  return week;
}

/** Of several exceptions for a day the last one written wins. */
function exceptionHours(spec: CalendarSpec): ReadonlyMap<number, readonly Hours[]> {
  const byDay = new Map<number, readonly Hours[]>();
  for (const exception of spec.exceptions ?? []) {
    const hours = exception.hours.map((block) => ({
      from: minutesOf(block.from),
      to: minutesOf(block.to),
    }));
    const last = epochDay(exception.to ?? exception.from);
    for (let day = epochDay(exception.from); day <= last; day += 1) byDay.set(day, hours);
  }
  return byDay;
}

function minutesOf(time: string): number {
  const minutes = findMinutes(time);
  if (minutes === undefined) throw new RangeError(`not a time: ${time}`);
  return minutes;
}

function holidayLookup(sources: readonly HolidaySource[]): (day: number) => string | undefined {
  const years = new Map<number, ReadonlyMap<number, string>>();
  return (day) => {
    if (sources.length === 0) return undefined;
    const { year } = partsOf(day);
    let names = years.get(year);
    if (names === undefined) {
      names = holidaysOfYear(sources, year);
      years.set(year, names);
    }
    return names.get(day);
  };
}

/** Hours around a local day that feeds close. */
function closureLookup({
  holidays = [],
  timeZone,
}: CalendarSpec): (day: number) => readonly Interval[] {
  const events = holidays.flatMap((source) => (source.kind === "feed" ? source.events : []));
  if (!events.some(({ timed }) => timed !== undefined)) return () => [];
  const years = new Map<number, readonly Interval[]>();
  return (day) => {
    const { year } = partsOf(day);
    const known = years.get(year) ?? feedClosures(events, year, timeZone);
    years.set(year, known);
    return known;
  };
}

function holidaysOfYear(
  sources: readonly HolidaySource[],
  year: number,
): ReadonlyMap<number, string> {
  const all = new Map<number, string>();
  for (const source of sources) {
    for (const [day, name] of daysOfSource(source, year)) if (!all.has(day)) all.set(day, name);
  }
  return all;
}

function daysOfSource(source: HolidaySource, year: number): Iterable<readonly [number, string]> {
  switch (source.kind) {
    case "public":
      return publicHolidays(source, year);
    case "feed":
      return feedDays(source.events, year);
    case "dates":
      return source.dates.map((entry) => [epochDay(entry.date), entry.name] as const);
  }
}
