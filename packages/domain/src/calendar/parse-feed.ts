import type { FeedEvent, FeedRepeat, IsoDate } from "./calendar.ts";
import { dateOf, epochDay, findEpochDay } from "./epoch-day.ts";
import { lastOfCount, readRepeat } from "./feed-repeat.ts";

export type FeedResult = {
  readonly events: readonly FeedEvent[];
  /** One sentence per part that was left out, at most a hundred. */
  readonly problems: readonly string[];
};

/** What a feed from a stranger may cost us. */
const LIMITS = {
  characters: 1_048_576,
  lineCharacters: 4_096,
  events: 2_000,
  daysOfOneEvent: 366,
  listedDates: 5_000,
  countedDays: 400_000,
  problems: 100,
  nameCharacters: 200,
};

/** Counted events are followed no further than this. */
const LAST_DAY = epochDay("2199-12-31");

type Property = { readonly name: string; readonly params: string; readonly value: string };
type Budget = { listedDates: number; countedDays: number };

/**
 * Reads the all-day events of an iCal feed (RFC 5545): DATE values, times at midnight to midnight,
 * DTEND or DURATION, RRULE by day, week, month and year, RDATE, EXDATE. Never throws. An event with
 * anything that is not understood is left out and named under `problems`, never guessed at.
 */
export function parseFeed(text: string): FeedResult {
  if (text.length > LIMITS.characters) {
    return { events: [], problems: [`feed is longer than ${LIMITS.characters} characters`] };
  }
  const events: FeedEvent[] = [];
  const problems: string[] = [];
  const budget: Budget = { listedDates: LIMITS.listedDates, countedDays: LIMITS.countedDays };
  for (const block of eventBlocks(text)) {
    if (events.length >= LIMITS.events) {
      problems.push(`feed has more than ${LIMITS.events} events; the rest is left out`);
      break;
    }
    const event = readEvent(block, budget);
    if (typeof event === "string") problems.push(event);
    else if (event !== undefined) events.push(event);
  }
  if (events.length === 0 && problems.length === 0) problems.push("feed holds no events");
  return { events, problems: problems.slice(0, LIMITS.problems) };
}

function* eventBlocks(text: string): Generator<readonly Property[]> {
  let block: Property[] | undefined;
  let nested = 0;
  for (const line of text.replaceAll(/\r?\n[ \t]/gu, "").split(/\r?\n/u)) {
    const property = readProperty(line);
    if (property === undefined) continue;
    const component = property.value.toUpperCase();
    if (property.name === "BEGIN" && component === "VEVENT") {
      block = [];
      nested = 0;
    } else if (property.name === "END" && component === "VEVENT") {
      if (block !== undefined) yield block;
      block = undefined;
    } else if (property.name === "BEGIN") nested += 1;
    else if (property.name === "END") nested -= 1;
    // Alarms inside an event have properties of the same names.
    else if (nested === 0) block?.push(property);
  }
}

function readProperty(line: string): Property | undefined {
  if (line.length > LIMITS.lineCharacters) return undefined;
  const match = /^([A-Za-z0-9-]+)((?:;[^:"]*(?:"[^"]*"[^:"]*)*)?):(.*)$/u.exec(line);
  if (match === null) return undefined;
  const [, name = "", params = "", value = ""] = match;
  return { name: name.toUpperCase(), params: params.toUpperCase(), value };
}

/** The event, a sentence on why not, or undefined for an event that was cancelled. */
function readEvent(block: readonly Property[], budget: Budget): FeedEvent | string | undefined {
  const only = (name: string): string | undefined =>
    block.find((property) => property.name === name)?.value;
  const uid = cleanText(only("UID") ?? "");
  const name = cleanText(only("SUMMARY") ?? "");
  const label = `event ${name || uid || "without a name"}`;
  if (only("STATUS")?.toUpperCase() === "CANCELLED") return undefined;
  if (only("RECURRENCE-ID") !== undefined)
    return `${label}: changed single occurrences are not read`;
  const start = readDay(only("DTSTART") ?? "");
  if (start === undefined) return `${label}: does not begin on a whole day`;
  const days = readLength(start, only("DTEND"), only("DURATION"));
  if (days === undefined)
    return `${label}: does not last whole days, at most ${LIMITS.daysOfOneEvent}`;
  const also = readDates(block, "RDATE", budget);
  const except = readDates(block, "EXDATE", budget);
  if (also === undefined || except === undefined)
    return `${label}: RDATE or EXDATE is not understood`;
  const rule = only("RRULE");
  const base = { uid, name, from: dateOf(start), days, alsoOn: also, exceptOn: except };
  if (rule === undefined) return base;
  const repeats = readBoundedRepeat(rule, start, budget);
  return repeats === undefined ? `${label}: RRULE is not understood` : { ...base, repeats };
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

/** `20261224`, or midnight of it as a local date-time; UTC times are no local day. */
function readDay(value: string): number | undefined {
  const match = /^(\d{4})(\d{2})(\d{2})(?:T000000)?$/u.exec(value.trim());
  return match === null ? undefined : findEpochDay(`${match[1]}-${match[2]}-${match[3]}`);
}

function readLength(
  start: number,
  end: string | undefined,
  duration: string | undefined,
): number | undefined {
  const days = rawLength(start, end, duration);
  return days === undefined || days < 1 || days > LIMITS.daysOfOneEvent ? undefined : days;
}

function rawLength(
  start: number,
  end: string | undefined,
  duration: string | undefined,
): number | undefined {
  if (end !== undefined) {
    const last = readDay(end);
    // Some exporters write the same day as the end of a one-day event.
    return last === undefined ? undefined : Math.max(last - start, last === start ? 1 : 0);
  }
  if (duration === undefined) return 1;
  const match = /^\+?P(?:(\d{1,3})W|(\d{1,3})D)$/u.exec(duration.trim());
  if (match === null) return undefined;
  return match[1] === undefined ? Number(match[2]) : Number(match[1]) * 7;
}

function readDates(
  block: readonly Property[],
  name: "RDATE" | "EXDATE",
  budget: Budget,
): readonly IsoDate[] | undefined {
  const dates: IsoDate[] = [];
  for (const property of block) {
    if (property.name !== name) continue;
    for (const value of property.value.split(",")) {
      const day = readDay(value);
      if (day === undefined || budget.listedDates <= 0) return undefined;
      budget.listedDates -= 1;
      dates.push(dateOf(day));
    }
  }
  return dates;
}

/** Text as people may see it: unescaped, one line, no control or direction characters, cut. */
function cleanText(value: string): string {
  return value
    .replaceAll(/\\([\\;,nN])/gu, (_, escaped: string) => (/n/iu.test(escaped) ? " " : escaped))
    .replaceAll(/[\p{Cc}\p{Cf}]/gu, "")
    .trim()
    .slice(0, LIMITS.nameCharacters);
}
