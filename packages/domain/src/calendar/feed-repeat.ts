import type { FeedRepeat } from "./calendar.ts";
import { findEpochDay, WEEKDAYS } from "./epoch-day.ts";
import { repeatsOn } from "./feed-occurrence.ts";

type ReadRepeat = { readonly repeat: FeedRepeat; readonly count?: number };

const EVERY = { DAILY: "day", WEEKLY: "week", MONTHLY: "month", YEARLY: "year" } as const;
const BYDAY = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
const KNOWN = new Set([
  "FREQ",
  "INTERVAL",
  "COUNT",
  "UNTIL",
  "BYMONTH",
  "BYMONTHDAY",
  "BYDAY",
  "BYSETPOS",
  "WKST",
]);

/** The recurrence rule of RFC 5545 as far as holiday feeds use it; undefined for anything else. */
export function readRepeat(rule: string): ReadRepeat | undefined {
  const parts = readParts(rule);
  if (parts === undefined) return undefined;
  const every = EVERY[parts.get("FREQ") as keyof typeof EVERY] as FeedRepeat["every"] | undefined;
  const interval = readNumber(parts.get("INTERVAL") ?? "1", 1, 1_000);
  const weekStart = parts.get("WKST") ?? "MO";
  if (every === undefined || interval === undefined) return undefined;
  if (weekStart !== "MO" && every === "week" && interval > 1) return undefined;
  const filters = readFilters(parts, every);
  const end = readEnd(parts);
  if (filters === undefined || end === undefined) return undefined;
  const { count, ...until } = end;
  const repeat: FeedRepeat = { every, interval, ...filters, ...until };
  return count === undefined ? { repeat } : { repeat, count };
}

function readParts(rule: string): ReadonlyMap<string, string> | undefined {
  const parts = new Map<string, string>();
  for (const part of rule.trim().toUpperCase().replace(/;$/u, "").split(";")) {
    const match = /^([A-Z]+)=([^=]+)$/u.exec(part);
    const [, name = "", value = ""] = match ?? [];
    if (match === null || !KNOWN.has(name) || parts.has(name)) return undefined;
    parts.set(name, value);
  }
  return parts;
}

function readEnd(
  parts: ReadonlyMap<string, string>,
): { readonly until?: string; readonly count?: number } | undefined {
  const until = parts.get("UNTIL");
  const count = parts.get("COUNT");
  if (until !== undefined) {
    if (count !== undefined) return undefined;
    const match = /^(\d{4})(\d{2})(\d{2})(?:T\d{6}Z?)?$/u.exec(until);
    const date = match === null ? "" : `${match[1]}-${match[2]}-${match[3]}`;
    return findEpochDay(date) === undefined ? undefined : { until: date };
  }
  if (count === undefined) return {};
  const read = readNumber(count, 1, 1_000);
  return read === undefined ? undefined : { count: read };
}

type Filters = Pick<FeedRepeat, "months" | "daysOfMonth" | "weekdays" | "positions">;

function readFilters(
  parts: ReadonlyMap<string, string>,
  every: FeedRepeat["every"],
): Filters | undefined {
  const months = readList(parts.get("BYMONTH"), (text) => readNumber(text, 1, 12));
  const daysOfMonth = readList(parts.get("BYMONTHDAY"), readDayOfMonth);
  const weekdays = readList(parts.get("BYDAY"), readWeekday);
  const positions = readList(parts.get("BYSETPOS"), readPosition);
  if (months === undefined || daysOfMonth === undefined || weekdays === undefined) return undefined;
  // A position needs something to choose from (RFC 5545), and of a day there is only one.
  if (positions === undefined || (positions.length > 0 && every === "day")) return undefined;
  if (positions.length > 0 && daysOfMonth.length + weekdays.length === 0) return undefined;
  const numbered = weekdays.some((weekday) => weekday.nth !== 0);
  // "The 20th Monday of the year" and a numbered weekday of a week are not holidays we know of.
  if (numbered && every !== "month" && (every !== "year" || months.length === 0)) return undefined;
  // Without a month, RFC 5545 spreads these over the whole year.
  const spreads = daysOfMonth.length + weekdays.length > 0 && months.length === 0;
  if (every === "year" && spreads) return undefined;
  if (every === "week" && daysOfMonth.length > 0) return undefined;
  return {
    ...(months.length > 0 && { months }),
    ...(daysOfMonth.length > 0 && { daysOfMonth }),
    ...(weekdays.length > 0 && { weekdays }),
    ...(positions.length > 0 && { positions }),
  };
}

/** An empty list when nothing is given, undefined when something in it is not understood. */
function readList<T>(
  text: string | undefined,
  read: (item: string) => T | undefined,
): readonly T[] | undefined {
  if (text === undefined) return [];
  const items: T[] = [];
  for (const part of text.split(",")) {
    const item = read(part);
    if (item === undefined || items.length >= 62) return undefined;
    items.push(item);
  }
  return items;
}

function readNumber(text: string, least: number, most: number): number | undefined {
  const number = /^\d{1,4}$/u.test(text) ? Number(text) : Number.NaN;
  return number >= least && number <= most ? number : undefined;
}

function readDayOfMonth(text: string): number | undefined {
  const day = readNumber(text.replace(/^[+-]/u, ""), 1, 31);
  return day !== undefined && text.startsWith("-") ? -day : day;
}

function readPosition(text: string): number | undefined {
  const place = readNumber(text.replace(/^[+-]/u, ""), 1, 366);
  return place !== undefined && text.startsWith("-") ? -place : place;
}

function readWeekday(text: string): NonNullable<FeedRepeat["weekdays"]>[number] | undefined {
  const match = /^([+-]?[1-5])?([A-Z]{2})$/u.exec(text);
  const day = WEEKDAYS[BYDAY.indexOf(match?.[2] ?? "")];
  return day === undefined ? undefined : { day, nth: Number(match?.[1] ?? 0) };
}

/**
 * The day of the last of `count` occurrences, the first of them being `first`; undefined when
 * looking for it would take more than `daysAtMost` days.
 */
export function lastOfCount(
  repeat: FeedRepeat,
  first: number,
  count: number,
  daysAtMost: number,
): number | undefined {
  let found = 1;
  if (count === 1) return first;
  for (let day = first + 1; day <= first + daysAtMost; day += 1) {
    if (!repeatsOn(repeat, first, day)) continue;
    found += 1;
    if (found === count) return day;
  }
  return undefined;
}
