import type { EpochMs, Interval } from "../interval/index.ts";
import { clipIntervals, coversInstant, mergeIntervals } from "../interval/index.ts";
import type { Calendar } from "./calendar.ts";

/** A calendar that stays shut for so many days is taken to have no more openings. */
const HORIZON_DAYS = 3_660;

/** Whether the house is open at an instant. The opening instant belongs to it, the closing does not. */
export function isOpen(calendar: Calendar, at: Temporal.Instant): boolean {
  const atMs = at.epochMilliseconds;
  return coversInstant(calendar.openingsOfDay(calendar.dayOf(atMs)), atMs);
}

/** When it is next open: `at` itself when it is open now; undefined when never within ten years. */
export function nextOpening(
  calendar: Calendar,
  at: Temporal.Instant,
): Temporal.Instant | undefined {
  const atMs = at.epochMilliseconds;
  const first = calendar.dayOf(atMs);
  for (let day = first; day <= first + HORIZON_DAYS; day += 1) {
    const opening = calendar.openingsOfDay(day).find((part) => part.toMs > atMs);
    if (opening !== undefined) return instant(Math.max(opening.fromMs, atMs));
  }
  return undefined;
}

/**
 * The end of the opening that is current, or of the next one; openings that touch at midnight are
 * one. Undefined when it never opens, or never closes within ten years.
 */
export function nextClosing(
  calendar: Calendar,
  at: Temporal.Instant,
): Temporal.Instant | undefined {
  const opening = nextOpening(calendar, at);
  if (opening === undefined) return undefined;
  let closesMs = opening.epochMilliseconds;
  const first = calendar.dayOf(closesMs);
  for (let day = first; day <= first + HORIZON_DAYS; day += 1) {
    for (const part of calendar.openingsOfDay(day)) {
      if (part.toMs <= closesMs) continue;
      if (part.fromMs > closesMs) return instant(closesMs);
      closesMs = part.toMs;
    }
    if (calendar.startOfDayMs(day + 1) > closesMs) return instant(closesMs);
  }
  return undefined;
}

/**
 * The instant after which exactly `openMs` of open time have passed since `from`; negative goes
 * back. It stays at closing time (or, going back, at opening time) when the sum is used up there:
 * Friday 14:00 plus 4 h of a house open 9–18 is Friday 18:00. Undefined when there is not so much
 * open time (none at all within ten years).
 */
export function addServiceTime(
  calendar: Calendar,
  from: Temporal.Instant,
  openMs: number,
): Temporal.Instant | undefined {
  if (!Number.isSafeInteger(openMs)) throw new RangeError("openMs: whole milliseconds");
  if (openMs === 0) return from;
  const fromMs = from.epochMilliseconds;
  const atMs = openMs > 0 ? forward(calendar, fromMs, openMs) : backward(calendar, fromMs, -openMs);
  return atMs === undefined ? undefined : instant(atMs);
}

function forward(calendar: Calendar, fromMs: EpochMs, openMs: number): EpochMs | undefined {
  let left = openMs;
  let lastOpenDay = calendar.dayOf(fromMs);
  for (let day = lastOpenDay; day <= lastOpenDay + HORIZON_DAYS; day += 1) {
    for (const part of calendar.openingsOfDay(day)) {
      const startMs = Math.max(part.fromMs, fromMs);
      if (part.toMs <= startMs) continue;
      if (part.toMs - startMs >= left) return startMs + left;
      left -= part.toMs - startMs;
      lastOpenDay = day;
    }
  }
  return undefined;
}

function backward(calendar: Calendar, fromMs: EpochMs, openMs: number): EpochMs | undefined {
  let left = openMs;
  let lastOpenDay = calendar.dayOf(fromMs);
  for (let day = lastOpenDay; day >= lastOpenDay - HORIZON_DAYS; day -= 1) {
    for (const part of calendar.openingsOfDay(day).toReversed()) {
      const endMs = Math.min(part.toMs, fromMs);
      if (endMs <= part.fromMs) continue;
      if (endMs - part.fromMs >= left) return endMs - left;
      left -= endMs - part.fromMs;
      lastOpenDay = day;
    }
  }
  return undefined;
}

/** Open time between two instants in milliseconds; negative when `to` comes first. */
export function serviceTimeBetween(
  calendar: Calendar,
  from: Temporal.Instant,
  to: Temporal.Instant,
): number {
  return openMsBetween(calendar, from.epochMilliseconds, to.epochMilliseconds);
}

/** `serviceTimeBetween` on epoch milliseconds. */
export function openMsBetween(calendar: Calendar, fromMs: EpochMs, toMs: EpochMs): number {
  // Taken from zero, so that no open time is 0 and not −0.
  if (toMs < fromMs) return 0 - openMsBetween(calendar, toMs, fromMs);
  let sum = 0;
  const last = calendar.dayOf(toMs);
  for (let day = calendar.dayOf(fromMs); day <= last; day += 1) {
    for (const part of calendar.openingsOfDay(day)) {
      sum += Math.max(0, Math.min(part.toMs, toMs) - Math.max(part.fromMs, fromMs));
    }
  }
  return sum;
}

/** All open stretches between two instants, in order; those that touch are one. */
export function openIntervals(
  calendar: Calendar,
  from: Temporal.Instant,
  to: Temporal.Instant,
): readonly Interval[] {
  return openingsWithin(calendar, { fromMs: from.epochMilliseconds, toMs: to.epochMilliseconds });
}

/** `openIntervals` on epoch milliseconds. */
export function openingsWithin(calendar: Calendar, within: Interval): readonly Interval[] {
  const found: Interval[] = [];
  if (within.toMs <= within.fromMs) return found;
  const last = calendar.dayOf(within.toMs);
  for (let day = calendar.dayOf(within.fromMs); day <= last; day += 1) {
    found.push(...calendar.openingsOfDay(day));
  }
  return clipIntervals(mergeIntervals(found), within);
}

function instant(atMs: EpochMs): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(atMs);
}
