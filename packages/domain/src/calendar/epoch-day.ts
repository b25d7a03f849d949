import type { IsoDate, Weekday } from "./calendar.ts";

/** Milliseconds of a day without a change of clocks. */
export const DAY_MS = 86_400_000;

export const WEEKDAYS: readonly Weekday[] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/u;
const TIME = /^(\d{2}):(\d{2})$/u;

/** Days since 1970-01-01 of a calendar date; undefined when it is none (years 1900–2199). */
export function findEpochDay(date: IsoDate): number | undefined {
  const match = DATE.exec(date);
  if (match === null) return undefined;
  const year = Number(match[1]);
  if (year < 1900 || year > 2199) return undefined;
  const day = Date.UTC(year, Number(match[2]) - 1, Number(match[3])) / DAY_MS;
  return dateOf(day) === date ? day : undefined;
}

/** As `findEpochDay`; throws RangeError for what is no date. */
export function epochDay(date: IsoDate): number {
  const day = findEpochDay(date);
  if (day === undefined) throw new RangeError(`not a date: ${date}`);
  return day;
}

/** The calendar date of an epoch day. */
export function dateOf(day: number): IsoDate {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/**
 * Year, month (1–12) and day of the month of an epoch day. Worked out from the lengths of 400, 100, 4 and 1 years, since
 * recurrences ask for hundreds of thousands of days.
 */
export function partsOf(day: number): { year: number; month: number; dayOfMonth: number } {
  // Years are counted from March, so that the leap day is their last.
  const sinceMarch0000 = day + 719_468;
  const era = Math.floor(sinceMarch0000 / 146_097);
  const dayOfEra = sinceMarch0000 - era * 146_097;
  const leapDays =
    Math.floor(dayOfEra / 1_460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096);
  const yearOfEra = Math.floor((dayOfEra - leapDays) / 365);
  const daysBefore = 365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100);
  const dayOfYear = dayOfEra - daysBefore;
  const fromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const dayOfMonth = dayOfYear - Math.floor((153 * fromMarch + 2) / 5) + 1;
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfMonth };
}

const MONTH_LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Number of days in a month (1–12). */
export function daysInMonth(year: number, month: number): number {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 && isLeap ? 29 : (MONTH_LENGTHS[month - 1] ?? 0);
}

/** 0 for Monday … 6 for Sunday. */
export function weekdayIndex(day: number): number {
  // 1970-01-01 was a Thursday.
  return (((day + 3) % 7) + 7) % 7;
}

/** Minutes since midnight of `HH:MM`, `24:00` included; undefined when it is none. */
export function findMinutes(time: string): number | undefined {
  const match = TIME.exec(time);
  if (match === null) return undefined;
  const hours = Number(match[1]);
  const minutes = Number(match[2]);
  if (minutes > 59 || hours > 24 || (hours === 24 && minutes > 0)) return undefined;
  return hours * 60 + minutes;
}
