import { DAY_MS, findEpochDay } from "./epoch-day.ts";

/** A moment of a feed: a day, and where one is given a wall-clock time of it. */
export type FeedMoment = {
  readonly day: number;
  /** Minutes since midnight; absent for a DATE. */
  readonly minutes?: number;
  /** `UTC` for a time with a Z, the TZID of the property, or absent: whatever zone the reader is in. */
  readonly zone?: string;
};

const MOMENT = /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})(Z?))?$/u;

/** `20261224`, `20261224T140000`, `20261224T130000Z`; undefined for anything else. Seconds go down, of an end up. */
export function readMoment(
  value: string,
  params: string,
  which: "start" | "end" = "start",
): FeedMoment | undefined {
  const [all, year, month, date, hour, minute, second, utc] = MOMENT.exec(value.trim()) ?? [];
  if (all === undefined) return undefined;
  const day = findEpochDay(`${year}-${month}-${date}`);
  if (day === undefined || hour === undefined) return day === undefined ? undefined : { day };
  const [hours, full, seconds] = [Number(hour), Number(minute), Number(second)];
  if (hours > 23 || full > 59 || seconds > 60) return undefined;
  const minutes = hours * 60 + full + (which === "end" && seconds > 0 ? 1 : 0);
  const zone = utc === "Z" ? "UTC" : zoneOf(params);
  return { day, minutes, ...(zone !== undefined && { zone }) };
}

function zoneOf(params: string): string | undefined {
  return /;TZID=(?:"([^"]*)"|([^;:]*))/u.exec(params)?.slice(1).find(Boolean);
}

export function isKnownZone(zone: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone);
    return true;
  } catch {
    return false;
  }
}

/** Minutes from one to the other on the same wall clock; undefined for clocks of different zones. */
export function minutesBetween(from: FeedMoment, to: FeedMoment): number | undefined {
  if (from.zone !== to.zone || to.minutes === undefined) return undefined;
  return (to.day - from.day) * 1_440 + to.minutes - (from.minutes ?? 0);
}

/** `PT90M`, `P1DT2H`, `P1W` in minutes; undefined for anything else. */
export function readDuration(text: string): number | undefined {
  const match =
    /^\+?P(?:(\d{1,3})W|(?:(\d{1,3})D)?(?:T(?=\d)(?:(\d{1,4})H)?(?:(\d{1,5})M)?(?:(\d{1,5})S)?)?)$/u.exec(
      text.trim(),
    );
  if (match === null) return undefined;
  const [weeks, days, hours, minutes, seconds] = match.slice(1).map((part) => Number(part ?? 0));
  return (
    (weeks ?? 0) * 7 * 1_440 +
    (days ?? 0) * 1_440 +
    (hours ?? 0) * 60 +
    (minutes ?? 0) +
    Math.ceil((seconds ?? 0) / 60)
  );
}

/**
 * The day, on an event's own wall clock, of an occurrence that a RECURRENCE-ID names; undefined where a time in UTC cannot
 * be brought to a clock whose zone nobody knows, or the time of day is not the event's.
 */
export function occurrenceDay(
  named: FeedMoment | undefined,
  event: FeedMoment,
): number | undefined {
  if (named === undefined) return undefined;
  if (named.minutes === undefined) return named.day;
  // Midnight of whichever local clock is the day of an event of whole days.
  const isMidnight = named.minutes === 0 && (event.minutes ?? 0) === 0;
  if (isMidnight && named.zone !== "UTC" && event.zone !== "UTC") return named.day;
  if (named.zone === event.zone)
    return named.minutes === (event.minutes ?? 0) ? named.day : undefined;
  if (named.zone !== "UTC" || event.zone === undefined || !isKnownZone(event.zone))
    return undefined;
  const local = Temporal.Instant.fromEpochMilliseconds(
    named.day * DAY_MS + named.minutes * 60_000,
  ).toZonedDateTimeISO(event.zone);
  const minutes = local.hour * 60 + local.minute;
  return minutes === (event.minutes ?? 0)
    ? findEpochDay(local.toPlainDate().toString())
    : undefined;
}
