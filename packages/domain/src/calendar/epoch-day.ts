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

/** Year, month (1–12) and day of the month of an epoch day. */
export function partsOf(day: number): { year: number; month: number; dayOfMonth: number } {
  const date = new Date(day * DAY_MS);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    dayOfMonth: date.getUTCDate(),
  };
}

/** Number of days in a month (1–12). */
export function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
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
