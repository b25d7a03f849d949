import type { Interval } from "../interval/index.ts";
import { clipIntervals, mergeIntervals, totalMs } from "../interval/index.ts";
import { scale, zero } from "./amount.ts";
import type { Money, Rounding } from "./money.ts";

/**
 * The part of a monthly fee for the stretches of the month that were agreed, by real elapsed time,
 * so that months of 28 to 31 days and days of 23 and 25 hours come out right. Stretches outside the
 * month and repeated ones cost nothing more.
 */
export function prorate(
  fee: Money,
  month: Interval,
  agreed: readonly Interval[],
  rounding: Rounding,
): Money {
  const monthMs = month.toMs - month.fromMs;
  if (monthMs <= 0) return zero(fee.currency);
  const agreedMs = totalMs(clipIntervals(mergeIntervals(agreed), month));
  return scale(fee, agreedMs, monthMs, rounding);
}

/** Pieces beyond the included count (se-16: 10 VPN users), never negative. */
export function countBeyond(used: number, included: number): number {
  return Math.max(0, used - included);
}
