import type { Calendar } from "../calendar/index.ts";
import { addServiceTime, openMsBetween } from "../calendar/index.ts";
import type { EpochMs, Interval } from "../interval/index.ts";

/**
 * The time that a clock counts: stretches in which it runs, by a calendar or around the clock.
 * The last stretch may be endless.
 */
export type RunningTime = {
  readonly stretches: readonly Interval[];
  /** Undefined: every moment counts. */
  readonly calendar: Calendar | undefined;
};

/** Counted time used up at a moment. */
export function usedAt(time: RunningTime, atMs: EpochMs): number {
  let used = 0;
  for (const { fromMs, toMs } of time.stretches) {
    if (fromMs < atMs) used += counted(time, fromMs, Math.min(toMs, atMs));
  }
  return used;
}

/** The moment at which so much counted time is used up; undefined when that never comes. */
export function momentOf(time: RunningTime, usedMs: number): EpochMs | undefined {
  let left = usedMs;
  for (const { fromMs, toMs } of time.stretches) {
    const endsMs = addCounted(time, fromMs, left);
    if (endsMs !== undefined && endsMs <= toMs) return endsMs;
    if (toMs === Number.POSITIVE_INFINITY) return undefined;
    left -= counted(time, fromMs, toMs);
  }
  return undefined;
}

function counted(time: RunningTime, fromMs: EpochMs, toMs: EpochMs): number {
  return time.calendar === undefined ? toMs - fromMs : openMsBetween(time.calendar, fromMs, toMs);
}

function addCounted(time: RunningTime, fromMs: EpochMs, ms: number): EpochMs | undefined {
  if (time.calendar === undefined) return fromMs + ms;
  const from = Temporal.Instant.fromEpochMilliseconds(fromMs);
  return addServiceTime(time.calendar, from, ms)?.epochMilliseconds;
}
