import type { FeedEvent, IsoDate } from "./calendar.ts";
import { dateOf } from "./epoch-day.ts";
import { occurrenceDay } from "./feed-time.ts";
import { readFeedEvent } from "./read-feed-event.ts";
import type { Budget, Property, ReadEvent } from "./read-feed-event.ts";

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
  listedDates: 5_000,
  countedDays: 400_000,
  problems: 100,
};

/**
 * Reads the events of an iCal feed (RFC 5545): days and times, DTEND or DURATION, RRULE by day, week, month and year, RDATE,
 * EXDATE, single occurrences that were moved or cancelled (RECURRENCE-ID). Never throws. An event with anything that is
 * not understood is left out and named under `problems`, never guessed at.
 */
export function parseFeed(text: string): FeedResult {
  if (text.length > LIMITS.characters) {
    return { events: [], problems: [`feed is longer than ${LIMITS.characters} characters`] };
  }
  const found: Found[] = [];
  const instead: Instead[] = [];
  const problems: string[] = [];
  const budget: Budget = { listedDates: LIMITS.listedDates, countedDays: LIMITS.countedDays };
  for (const block of eventBlocks(text)) {
    if (found.length + instead.length >= LIMITS.events) {
      problems.push(`feed has more than ${LIMITS.events} events; the rest is left out`);
      break;
    }
    const read = readFeedEvent(block, budget);
    if (read.is === "left-out") problems.push(read.why);
    else if (read.is === "event") found.push(read);
    else if (read.is === "instead") instead.push(read);
  }
  const events = replaceOccurrences(found, instead, problems);
  if (events.length === 0 && problems.length === 0) problems.push("feed holds no events");
  return { events, problems: problems.slice(0, LIMITS.problems) };
}

type Found = Extract<ReadEvent, { is: "event" }>;
type Instead = Extract<ReadEvent, { is: "instead" }>;

/** Takes single occurrences out of the events that repeat and puts what was said instead beside them. */
function replaceOccurrences(
  found: readonly Found[],
  instead: readonly Instead[],
  problems: string[],
): readonly FeedEvent[] {
  const except = new Map<Found, IsoDate[]>();
  const byUid = new Map(found.toReversed().map((one) => [one.event.uid, one]));
  const moved: FeedEvent[] = [];
  for (const { uid, label, of, event } of instead) {
    const series = byUid.get(uid);
    const day = series && occurrenceDay(of, series.start);
    if (series !== undefined && day === undefined) {
      problems.push(`${label}: the occurrence that it changes is not found`);
      continue;
    }
    if (series !== undefined && day !== undefined) {
      except.set(series, [...(except.get(series) ?? []), dateOf(day)]);
    }
    if (event !== undefined) moved.push(event);
  }
  const kept = found.map((one) => {
    const { event } = one;
    const dates = except.get(one);
    return dates === undefined ? event : { ...event, exceptOn: [...event.exceptOn, ...dates] };
  });
  return [...kept, ...moved];
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
