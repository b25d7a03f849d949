import type { Calendar, IsoDate } from "./calendar.ts";
import { dateOf, epochDay } from "./epoch-day.ts";

/** A stretch without any working day of this length means that there are none. */
const HORIZON_DAYS = 3_660;

/**
 * Whether a date is a working day: a day of the working week that is no holiday. An exception
 * decides for its days: closed is none, open is one.
 */
export function isWorkingDay(calendar: Calendar, date: IsoDate): boolean {
  return calendar.isWorkingDay(epochDay(date));
}

/**
 * The date so many working days later (negative: earlier), not counting the date itself. Throws
 * RangeError when the calendar has no working days for ten years.
 */
export function addWorkingDays(calendar: Calendar, date: IsoDate, days: number): IsoDate {
  const step = days < 0 ? -1 : 1;
  let day = epochDay(date);
  let lastWorked = day;
  for (let left = Math.abs(days); left > 0;) {
    day += step;
    if (calendar.isWorkingDay(day)) {
      left -= 1;
      lastWorked = day;
    } else if (Math.abs(day - lastWorked) > HORIZON_DAYS) {
      throw new RangeError("the calendar has no working days");
    }
  }
  return dateOf(day);
}

/** Working days after `from`, up to and including `to`; negative when `to` comes first. */
export function workingDaysBetween(calendar: Calendar, from: IsoDate, to: IsoDate): number {
  const first = epochDay(from);
  const last = epochDay(to);
  if (last < first) return 0 - workingDaysBetween(calendar, to, from);
  let count = 0;
  for (let day = first + 1; day <= last; day += 1) if (calendar.isWorkingDay(day)) count += 1;
  return count;
}

/** The holidays of a year, in order. */
export function holidaysOf(
  calendar: Calendar,
  year: number,
): readonly { readonly date: IsoDate; readonly name: string }[] {
  const found: { date: IsoDate; name: string }[] = [];
  const last = epochDay(`${year}-12-31`);
  for (let day = epochDay(`${year}-01-01`); day <= last; day += 1) {
    const name = calendar.holidayOf(day);
    if (name !== undefined) found.push({ date: dateOf(day), name });
  }
  return found;
}
