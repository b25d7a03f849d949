import type { CalendarException, CalendarSpec, HolidaySource, ServiceBlock } from "./calendar.ts";
import { findEpochDay, findMinutes } from "./epoch-day.ts";
import { findPublicHolidaysProblem } from "./public-holidays.ts";

/** Longest run of days that one exception may cover. */
const EXCEPTION_DAYS_AT_MOST = 3_660;

/** Every problem of a calendar, one sentence each; empty when it can be compiled. */
export function checkCalendar(spec: CalendarSpec): readonly string[] {
  const problems: string[] = [];
  if (!isTimeZone(spec.timeZone)) problems.push(`time zone ${spec.timeZone} is not known`);
  for (const block of spec.hours) problems.push(...blockProblems(block));
  for (const source of spec.holidays ?? []) problems.push(...holidayProblems(source));
  for (const exception of spec.exceptions ?? []) problems.push(...exceptionProblems(exception));
  if (spec.workingDays?.length === 0) problems.push("working days: name at least one day");
  return problems;
}

function isTimeZone(timeZone: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(timeZone);
    return true;
  } catch {
    return false;
  }
}

function blockProblems(block: ServiceBlock): readonly string[] {
  const name = `service hours ${block.from}–${block.to}`;
  const from = findMinutes(block.from);
  const to = findMinutes(block.to);
  if (from === undefined || to === undefined || from === 24 * 60) {
    return [`${name}: times are HH:MM, 00:00 to 23:59, and 24:00 as an end`];
  }
  if (block.days.length === 0) return [`${name}: name at least one day`];
  if (from === to) return [`${name}: the block is empty; 00:00–24:00 is the whole day`];
  return [];
}

function holidayProblems(source: HolidaySource): readonly string[] {
  switch (source.kind) {
    case "public": {
      const problem = findPublicHolidaysProblem(source);
      return problem === undefined ? [] : [problem];
    }
    case "dates":
      return source.dates
        .filter((entry) => findEpochDay(entry.date) === undefined)
        .map((entry) => `holiday ${entry.date} is not a date`);
    case "feed":
      return source.events.flatMap(({ from, timed }) => [
        ...(findEpochDay(from) === undefined ? [`feed event ${from} is not a date`] : []),
        ...(timed?.zone === undefined || isTimeZone(timed.zone)
          ? []
          : [`feed event ${from}: time zone ${timed.zone} is not known`]),
      ]);
  }
}

function exceptionProblems(exception: CalendarException): readonly string[] {
  const name = `exception ${exception.from}`;
  const from = findEpochDay(exception.from);
  const to = findEpochDay(exception.to ?? exception.from);
  if (from === undefined || to === undefined) return [`${name}: dates are YYYY-MM-DD`];
  if (to < from) return [`${name}: ends before it begins`];
  if (to - from >= EXCEPTION_DAYS_AT_MOST) return [`${name}: longer than ten years`];
  const wrong = exception.hours.some((hours) => {
    const begins = findMinutes(hours.from);
    const ends = findMinutes(hours.to);
    return begins === undefined || ends === undefined || ends <= begins;
  });
  return wrong ? [`${name}: hours are HH:MM–HH:MM within one day`] : [];
}
