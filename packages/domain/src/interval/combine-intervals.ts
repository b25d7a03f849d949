import type { EpochMs, Interval } from "./interval.ts";

/**
 * The union: sorted, disjoint, not touching, without empty stretches. Every other function of this
 * folder expects its arguments in this form.
 */
export function mergeIntervals(intervals: readonly Interval[]): readonly Interval[] {
  const sorted = intervals.filter((part) => part.toMs > part.fromMs);
  sorted.sort((a, b) => a.fromMs - b.fromMs);
  const merged: Interval[] = [];
  let fromMs = 0;
  let toMs = Number.NEGATIVE_INFINITY;
  for (const part of sorted) {
    if (part.fromMs > toMs) {
      if (toMs > fromMs) merged.push({ fromMs, toMs });
      ({ fromMs, toMs } = part);
    } else if (part.toMs > toMs) {
      toMs = part.toMs;
    }
  }
  if (toMs > fromMs) merged.push({ fromMs, toMs });
  return merged;
}

/** What lies in both (both merged). */
export function intersectIntervals(
  a: readonly Interval[],
  b: readonly Interval[],
): readonly Interval[] {
  const shared: Interval[] = [];
  let i = 0;
  let j = 0;
  for (let x = a[i], y = b[j]; x !== undefined && y !== undefined; x = a[i], y = b[j]) {
    const fromMs = Math.max(x.fromMs, y.fromMs);
    const toMs = Math.min(x.toMs, y.toMs);
    if (toMs > fromMs) shared.push({ fromMs, toMs });
    if (x.toMs < y.toMs) i += 1;
    else j += 1;
  }
  return shared;
}

/** What lies in `a` and not in `b` (both merged). */
export function subtractIntervals(
  a: readonly Interval[],
  b: readonly Interval[],
): readonly Interval[] {
  const rest: Interval[] = [];
  let j = 0;
  for (const part of a) {
    let cursor = part.fromMs;
    while (j < b.length && (b[j] as Interval).toMs <= part.fromMs) j += 1;
    // Not `j` itself: a hole that reaches beyond this part still cuts the next one.
    for (let k = j; k < b.length && (b[k] as Interval).fromMs < part.toMs; k += 1) {
      const hole = b[k] as Interval;
      if (hole.fromMs > cursor) rest.push({ fromMs: cursor, toMs: hole.fromMs });
      cursor = Math.max(cursor, hole.toMs);
    }
    if (cursor < part.toMs) rest.push({ fromMs: cursor, toMs: part.toMs });
  }
  return rest;
}

/** The part inside `within` (merged). */
export function clipIntervals(
  intervals: readonly Interval[],
  within: Interval,
): readonly Interval[] {
  return intersectIntervals(intervals, within.toMs > within.fromMs ? [within] : []);
}

/** Length of all stretches together (merged). */
export function totalMs(intervals: readonly Interval[]): number {
  let sum = 0;
  for (const part of intervals) sum += part.toMs - part.fromMs;
  return sum;
}

/** Whether an instant lies in one of the stretches (merged); binary search. */
export function coversInstant(intervals: readonly Interval[], atMs: EpochMs): boolean {
  let low = 0;
  let high = intervals.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((intervals[middle] as Interval).toMs <= atMs) low = middle + 1;
    else high = middle;
  }
  const found = intervals[low];
  return found !== undefined && found.fromMs <= atMs;
}
