import Holidays from "date-holidays";
import type { PublicHolidays } from "./calendar.ts";
import { DAY_MS, epochDay, partsOf } from "./epoch-day.ts";

type DayNames = ReadonlyMap<number, string>;

/** What is wrong with a choice of public holidays, in one sentence, or undefined. */
export function findPublicHolidaysProblem(source: PublicHolidays): string | undefined {
  const tables = new Holidays();
  if (!Object.hasOwn(tables.getCountries() ?? {}, source.country)) {
    return `no holidays are known for country ${source.country}`;
  }
  const states = tables.getStates(source.country) ?? {};
  if (source.state !== undefined && !Object.hasOwn(states, source.state)) {
    return `country ${source.country} has no state ${source.state}; known: ${Object.keys(states).join(" ")}`;
  }
  if (source.state !== undefined && source.commonToAllStates === true) {
    return "name a state or ask for the days common to all states, not both";
  }
  return undefined;
}

/**
 * Public holidays of a year, whole days in the country's own calendar; half-day holidays of the
 * kinds asked for close the whole day. `commonToAllStates` keeps what every state observes, which
 * is what "nationwide" says (srv-23).
 */
export function publicHolidays(source: PublicHolidays, year: number): DayNames {
  if (source.commonToAllStates !== true) return daysOf(source, source.state, year);
  const states = Object.keys(new Holidays().getStates(source.country) ?? {});
  let common = daysOf(source, undefined, year);
  for (const state of states) {
    const observed = daysOf(source, state, year);
    common = new Map([...common].filter(([day]) => observed.has(day)));
  }
  return common;
}

function daysOf(source: PublicHolidays, state: string | undefined, year: number): DayNames {
  const table =
    state === undefined ? new Holidays(source.country) : new Holidays(source.country, state);
  const types: readonly string[] = source.types ?? ["public"];
  const days = new Map<number, string>();
  // The year before as well: a holiday of several days may reach over New Year.
  for (const holiday of [...table.getHolidays(year - 1), ...table.getHolidays(year)]) {
    if (!types.includes(holiday.type)) continue;
    const first = epochDay(holiday.date.slice(0, 10));
    const lengthDays = Math.max(
      1,
      Math.round((holiday.end.getTime() - holiday.start.getTime()) / DAY_MS),
    );
    for (let day = first; day < first + lengthDays; day += 1) {
      if (partsOf(day).year === year && !days.has(day)) days.set(day, holiday.name);
    }
  }
  return days;
}
