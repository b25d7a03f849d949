import type { EpochMs } from "../interval/index.ts";
import type { MonthAvailability } from "./availability.ts";

/** A month as it was reported; nothing changes it any more. */
export type FrozenMonth = { readonly result: MonthAvailability; readonly frozenMs: EpochMs };

/** What evidence that came after the report would have changed. */
export type MonthAdjustment = {
  readonly month: string;
  readonly clause: string;
  readonly foundMs: EpochMs;
  readonly reportedPoints: number;
  readonly correctedPoints: number;
  /** Downtime added (negative: taken away). */
  readonly downMsChange: number;
};

export function freezeMonth(result: MonthAvailability, reported: Temporal.Instant): FrozenMonth {
  return { result, frozenMs: reported.epochMilliseconds };
}

/**
 * The reported result stands. When the month judged again comes out differently, the difference is
 * an adjustment to record and to settle in the open; the report is never rewritten. RangeError when
 * the two are not the same month of the same clause.
 */
export function reviseMonth(
  frozen: FrozenMonth,
  recomputed: MonthAvailability,
  now: Temporal.Instant,
): { readonly result: MonthAvailability; readonly adjustment?: MonthAdjustment } {
  const { result } = frozen;
  if (result.month !== recomputed.month || result.clause !== recomputed.clause) {
    throw new RangeError(`${recomputed.month} does not revise ${result.month}`);
  }
  const downMsChange = recomputed.downMs - result.downMs;
  if (downMsChange === 0 && recomputed.points === result.points) return { result };
  const adjustment = {
    month: result.month,
    clause: result.clause,
    foundMs: now.epochMilliseconds,
    reportedPoints: result.points,
    correctedPoints: recomputed.points,
    downMsChange,
  };
  return { result, adjustment };
}
