import type { FeedEvent, FeedRepeat, IsoDate } from "./calendar.ts";
import { dateOf, epochDay } from "./epoch-day.ts";
import { lastOfCount, readRepeat } from "./feed-repeat.ts";
import {
  isKnownZone,
  minutesBetween,
  occurrenceDay,
  readDuration,
  readMoment,
} from "./feed-time.ts";
import type { FeedMoment } from "./feed-time.ts";

export type Property = { readonly name: string; readonly params: string; readonly value: string };

/** What one feed may still cost: dates that it lists, days that are searched for counted events. */
export type Budget = { listedDates: number; countedDays: number };

const DAYS_OF_ONE_EVENT = 366;
const NAME_CHARACTERS = 200;

/** Counted events are followed no further than this. */
const LAST_DAY = epochDay("2199-12-31");

/** What a block of a feed says; `instead`: about one occurrence of another event, which it replaces or cancels. */
export type ReadEvent =
  | { readonly is: "left-out"; readonly why: string }
  | { readonly is: "cancelled" }
  | { readonly is: "event"; readonly event: FeedEvent; readonly start: FeedMoment }
  | {
      readonly is: "instead";
      readonly uid: string;
      readonly label: string;
      readonly of: FeedMoment;
      readonly event?: FeedEvent;
    };

/** Reads one event's properties; what is not understood is left out with a sentence. */
export function readFeedEvent(block: readonly Property[], budget: Budget): ReadEvent {
  const find = (name: string) => block.find((property) => property.name === name);
  const uid = cleanText(find("UID")?.value ?? "");
  const name = cleanText(find("SUMMARY")?.value ?? "");
  const label = `event ${name || uid || "without a name"}`;
  const leftOut = (why: string): ReadEvent => ({ is: "left-out", why: `${label}: ${why}` });
  const isCancelled = find("STATUS")?.value.toUpperCase() === "CANCELLED";
  const changed = find("RECURRENCE-ID");
  if (changed === undefined) {
    if (isCancelled) return { is: "cancelled" };
    const read = readTimes(block, { uid, name }, budget);
    return typeof read === "string" ? leftOut(read) : { is: "event", ...read };
  }
  if (changed.params.includes(";RANGE="))
    return leftOut("changes of all later occurrences are not read");
  const of = readMoment(changed.value, changed.params);
  if (of === undefined) return leftOut("RECURRENCE-ID is not understood");
  if (isCancelled) return { is: "instead", uid, label, of };
  if (find("RRULE") !== undefined) return leftOut("a changed occurrence does not repeat");
  const read = readTimes(block, { uid, name }, budget);
  return typeof read === "string"
    ? leftOut(read)
    : { is: "instead", uid, label, of, event: read.event };
}

type Named = { readonly uid: string; readonly name: string };

/** When it begins, how long it lasts and on which other days; a sentence on what is not understood. */
function readTimes(
  block: readonly Property[],
  named: Named,
  budget: Budget,
): string | { readonly event: FeedEvent; readonly start: FeedMoment } {
  const find = (name: string) => block.find((property) => property.name === name);
  const began = find("DTSTART");
  const start = readMoment(began?.value ?? "", began?.params ?? "");
  if (start === undefined) return "does not begin at a day or a time";
  if (start.zone !== undefined && !isKnownZone(start.zone)) return "its time zone is not known";
  const length = readLength(start, find("DTEND"), find("DURATION")?.value);
  if (typeof length === "string") return length;
  const also = readDates(block, "RDATE", start, budget);
  const except = readDates(block, "EXDATE", start, budget);
  if (also === undefined || except === undefined) return "RDATE or EXDATE is not understood";
  const event = { ...named, from: dateOf(start.day), ...length, alsoOn: also, exceptOn: except };
  const rule = find("RRULE")?.value;
  if (rule === undefined) return { event, start };
  const repeats = readBoundedRepeat(rule, start.day, budget);
  return repeats === undefined
    ? "RRULE is not understood"
    : { event: { ...event, repeats }, start };
}

type Length = Pick<FeedEvent, "days" | "timed">;

/** Whole days from midnight to midnight, or a time with so many minutes. */
function readLength(
  start: FeedMoment,
  ends: Property | undefined,
  duration: string | undefined,
): Length | string {
  const end = ends && readMoment(ends.value, ends.params, "end");
  if (start.minutes === undefined || (start.minutes === 0 && start.zone !== "UTC")) {
    const days = wholeDays(start, ends && end, ends !== undefined, duration);
    if (days !== undefined && days >= 1 && days <= DAYS_OF_ONE_EVENT) return { days };
    if (start.minutes === undefined)
      return `does not last whole days, at most ${DAYS_OF_ONE_EVENT}`;
  }
  const minutes = end ? minutesBetween(start, end) : readDuration(duration ?? "");
  if (minutes === undefined || minutes < 1 || minutes > DAYS_OF_ONE_EVENT * 1_440) {
    return `has no length, or one of more than ${DAYS_OF_ONE_EVENT} days`;
  }
  const fromMinute = start.minutes;
  const { zone } = start;
  return {
    days: Math.ceil((fromMinute + minutes) / 1_440),
    timed: { fromMinute, minutes, ...(zone !== undefined && { zone }) },
  };
}

function wholeDays(
  start: FeedMoment,
  end: FeedMoment | undefined,
  hasEnd: boolean,
  duration: string | undefined,
): number | undefined {
  if (hasEnd) {
    if (end === undefined || (end.minutes ?? 0) !== 0 || end.zone === "UTC") return undefined;
    // Some exporters write the same day as the end of a one-day event.
    return end.day === start.day ? 1 : end.day - start.day;
  }
  if (duration === undefined) return 1;
  const minutes = readDuration(duration);
  return minutes === undefined || minutes % 1_440 !== 0 ? undefined : minutes / 1_440;
}

function readDates(
  block: readonly Property[],
  name: "RDATE" | "EXDATE",
  start: FeedMoment,
  budget: Budget,
): readonly IsoDate[] | undefined {
  const dates: IsoDate[] = [];
  for (const property of block) {
    if (property.name !== name) continue;
    for (const value of property.value.split(",")) {
      const day = occurrenceDay(readMoment(value, property.params), start);
      if (day === undefined || budget.listedDates <= 0) return undefined;
      budget.listedDates -= 1;
      dates.push(dateOf(day));
    }
  }
  return dates;
}

function readBoundedRepeat(rule: string, start: number, budget: Budget): FeedRepeat | undefined {
  const read = readRepeat(rule);
  if (read === undefined) return undefined;
  if (read.count === undefined) return read.repeat;
  const searched = Math.min(budget.countedDays, LAST_DAY - start);
  const last = lastOfCount(read.repeat, start, read.count, searched);
  budget.countedDays -= (last ?? start + searched) - start;
  if (last === undefined) return undefined;
  return { ...read.repeat, until: dateOf(last) };
}

/** Text as people may see it: unescaped, one line, no control or direction characters, cut. */
function cleanText(value: string): string {
  return value
    .replaceAll(/\\([\\;,nN])/gu, (_, escaped: string) => (/n/iu.test(escaped) ? " " : escaped))
    .replaceAll(/[\p{Cc}\p{Cf}]/gu, "")
    .trim()
    .slice(0, NAME_CHARACTERS);
}
