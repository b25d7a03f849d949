import {
  addMonths,
  dateOf,
  epochDay,
  localDate,
  monthInterval,
  monthOf,
  startOfDate,
} from "../calendar/index.ts";
import type { EpochMs, Interval } from "../interval/index.ts";

/** What a name of a judged period looks like: `2027-04`, `2027-Q2`, `2027`. */
const NAME = /^(\d{4})(?:-(?:Q([1-4])|(\d{2})))?$/u;

type Months = { readonly first: string; readonly last: string };

/** Thirty days, named by the last of them: `2027-04-15/30d`. */
const ROLLING = /^(\d{4}-\d{2}-\d{2})\/30d$/u;
const ROLLING_DAYS = 30;

/** The last day of a rolling window, in days since 1970; undefined for other names. */
function lastDayOfWindow(name: string): number | undefined {
  const [, date] = ROLLING.exec(name) ?? [];
  return date === undefined ? undefined : epochDay(date);
}

/** First and last calendar month of a named period. RangeError for what names none. */
export function monthsOfPeriod(name: string): Months {
  const lastDay = lastDayOfWindow(name);
  if (lastDay !== undefined) {
    return {
      first: dateOf(lastDay - ROLLING_DAYS + 1).slice(0, 7),
      last: dateOf(lastDay).slice(0, 7),
    };
  }
  const [, year, quarter, month] = NAME.exec(name) ?? [];
  if (year === undefined) throw new RangeError(`not a period: ${name}`);
  if (month !== undefined) return { first: name, last: name };
  if (quarter === undefined) return { first: `${year}-01`, last: `${year}-12` };
  const last = Number(quarter) * 3;
  const two = (value: number): string => String(value).padStart(2, "0");
  return { first: `${year}-${two(last - 2)}`, last: `${year}-${two(last)}` };
}

/** A month, quarter or year of a zone as instants. RangeError for what names no period. */
export function periodInterval(timeZone: string, name: string): Interval {
  const lastDay = lastDayOfWindow(name);
  if (lastDay !== undefined) {
    return {
      fromMs: startOfDate(timeZone, lastDay - ROLLING_DAYS + 1),
      toMs: startOfDate(timeZone, lastDay + 1),
    };
  }
  const { first, last } = monthsOfPeriod(name);
  return {
    fromMs: monthInterval(timeZone, first).fromMs,
    toMs: monthInterval(timeZone, last).toMs,
  };
}

export type PeriodLength = "month" | "quarter" | "year" | "rolling30Days";

/** The name of the period of this length that an instant falls in; of rolling windows the one whose last day it is. */
export function periodOf(timeZone: string, length: PeriodLength, atMs: EpochMs): string {
  if (length === "rolling30Days") return `${localDate(timeZone, atMs)}/30d`;
  const month = monthOf(timeZone, atMs);
  const year = month.slice(0, 4);
  if (length === "year") return year;
  if (length === "quarter") return `${year}-Q${Math.ceil(Number(month.slice(5)) / 3)}`;
  return month;
}

/** The period after (or, negative, before) a named one; a rolling window moves by a day. */
export function addPeriods(name: string, periods: number): string {
  const lastDay = lastDayOfWindow(name);
  if (lastDay !== undefined) return `${dateOf(lastDay + periods)}/30d`;
  const { first, last } = monthsOfPeriod(name);
  if (first === last) return addMonths(name, periods);
  if (name.length === 4) return String(Number(name) + periods);
  const month = addMonths(first, periods * 3);
  return `${month.slice(0, 4)}-Q${Math.ceil(Number(month.slice(5)) / 3)}`;
}
