import Holidays from "date-holidays";
import type { PublicHolidays } from "./calendar.ts";
import { DAY_MS, epochDay, partsOf } from "./epoch-day.ts";

type DayNames = ReadonlyMap<number, string>;

/** What is wrong with a choice of public holidays, in one sentence, or undefined. */
export function findPublicHolidaysProblem(source: PublicHolidays): string | undefined {
  const states = statesOf(source.country);
  if (states === undefined) return `no holidays are known for country ${source.country}`;
  if (source.state !== undefined && !states.includes(source.state)) {
    return `country ${source.country} has no state ${source.state}; known: ${states.join(" ")}`;
  }
  if (source.state !== undefined && source.commonToAllStates === true) {
    return "name a state or ask for the days common to all states, not both";
  }
  return undefined;
}

/** Codes of the states that a country's table tells apart; none where it tells none. */
export function listHolidayStates(country: string): readonly string[] {
  return statesOf(country) ?? [];
}

const statesByCountry = new Map<string, readonly string[]>();

/** Undefined for a country without a table. Remembered, for the list takes half a millisecond to make. */
function statesOf(country: string): readonly string[] | undefined {
  const known = statesByCountry.get(country);
  if (known !== undefined) return known;
  const list = new Holidays();
  if (!Object.hasOwn(list.getCountries() ?? {}, country)) return undefined;
  const states = Object.keys(list.getStates(country) ?? {});
  statesByCountry.set(country, states);
  return states;
}

/**
 * Public holidays of a year, whole days in the country's own calendar; half-day holidays of the
 * kinds asked for close the whole day. `commonToAllStates` keeps what every state observes, which
 * is what "nationwide" says (srv-23).
 */
export function publicHolidays(source: PublicHolidays, year: number): DayNames {
  const { country, state, commonToAllStates, types = ["public"] } = source;
  const scope = commonToAllStates === true ? "common" : (state ?? "country");
  return remembered([country, scope, ...types, year].join(" "), () =>
    commonToAllStates === true
      ? commonDays(country, types, year)
      : readDays(tableOf(country, state, types), year),
  );
}

/** Days by country, scope, kinds and year: reading a table takes milliseconds, and many share it. */
const years = new Map<string, DayNames>();

function remembered(key: string, read: () => DayNames): DayNames {
  const known = years.get(key);
  if (known !== undefined) return known;
  const days = read();
  years.set(key, days);
  return days;
}

function commonDays(country: string, types: Kinds, year: number): DayNames {
  let common = publicHolidays({ kind: "public", country, types }, year);
  for (const state of statesOf(country) ?? []) {
    const observed = publicHolidays({ kind: "public", country, state, types }, year);
    common = new Map([...common].filter(([day]) => observed.has(day)));
  }
  return common;
}

type Kinds = NonNullable<PublicHolidays["types"]>;

/** Made once per country, state and kinds. */
const tables = new Map<string, Holidays>();

function tableOf(country: string, state: string | undefined, kinds: Kinds): Holidays {
  const key = [country, state, ...kinds].join(" ");
  const known = tables.get(key);
  if (known !== undefined) return known;
  const options = { types: [...kinds] };
  const table =
    state === undefined ? new Holidays(country, options) : new Holidays(country, state, options);
  tables.set(key, table);
  return table;
}

function readDays(table: Holidays, year: number): DayNames {
  const days = new Map<number, string>();
  // The year before as well: a holiday of several days may reach over New Year.
  for (const holiday of [...table.getHolidays(year - 1), ...table.getHolidays(year)]) {
    const first = epochDay(holiday.date.slice(0, 10));
    const lengthMs = holiday.end.getTime() - holiday.start.getTime();
    const lengthDays = Math.max(1, Math.round(lengthMs / DAY_MS));
    for (let day = first; day < first + lengthDays; day += 1) {
      if (partsOf(day).year === year && !days.has(day)) days.set(day, holiday.name);
    }
  }
  return days;
}
