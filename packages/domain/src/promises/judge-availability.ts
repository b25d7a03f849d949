import { fullPoints, percentText, periodInterval, pointsOf } from "../availability/index.ts";
import type { MonthAvailability } from "../availability/index.ts";
import type { AvailabilityPromise } from "../contract/index.ts";
import type { EpochMs } from "../interval/index.ts";
import type { PromiseFacts } from "./facts.ts";
import type { Measure } from "./promise.ts";
import type { Verdict } from "./verdict.ts";
import { verdict } from "./verdict.ts";

type AvailabilityMeasure = Extract<Measure, { kind: "availability" }>;

/** From this part of the allowed downtime on the promise is at risk, in percent. */
const NEARLY_USED_PERCENT = 80;

/**
 * How a month stands before it ends (ba-06): broken once even a perfect rest of the month cannot reach the promise; at
 * risk while an outage lasts, while it is missed so far, and once most of the allowed downtime is used up. Once all of it
 * is over and judged, only the promise itself counts.
 */
export function judgeAvailability(
  measure: AvailabilityMeasure,
  facts: PromiseFacts,
  nowMs: EpochMs,
): Verdict {
  const { promised } = measure;
  if (facts.availability === undefined) return verdict("pending", "no-source");
  const known = facts.availability.find(({ judged }) => judged.clause === promised.clause);
  if (known === undefined || !isEvidenced(known.judged))
    return verdict("pending", "availability-unknown");
  const { judged, running } = known;
  const outlook = outlookOf(promised, judged, nowMs);
  const { decimals, targetPoints } = promised.rules;
  const said = { percent: judged.percent, target: percentText(targetPoints, decimals) };
  const refs = judged.counted.flatMap((part) => part.outageIds);
  if (outlook.bestPoints < targetPoints)
    return verdict("broken", "availability-missed", said, refs);
  if (outlook.isOver && judged.met) return verdict("kept", "availability-kept", said, refs);
  if (running) {
    const atMs = judged.counted.at(-1)?.fromMs ?? nowMs;
    return verdict("at-risk", "availability-outage", { ...said, atMs }, refs);
  }
  if (!judged.met || outlook.usedPercent >= NEARLY_USED_PERCENT) {
    return verdict("at-risk", "availability-low", { ...said, count: outlook.usedPercent }, refs);
  }
  return verdict("kept", "availability-kept", said, refs);
}

/** Something was measured, or seen to be down or excused. */
function isEvidenced({ agreedMs, unknownMs, downMs }: MonthAvailability): boolean {
  return agreedMs > 0 && (unknownMs < agreedMs || downMs > 0);
}

type Outlook = {
  readonly bestPoints: number;
  readonly usedPercent: number;
  readonly isOver: boolean;
};

/** What is still possible if nothing fails until the period ends, and how much of the allowance is gone. */
function outlookOf(
  { rules }: AvailabilityPromise,
  judged: MonthAvailability,
  nowMs: EpochMs,
): Outlook {
  const whole = periodInterval(rules.timeZone, judged.month);
  const leftMs = Math.max(0, whole.toMs - Math.max(judged.toMs, Math.min(nowMs, whole.toMs)));
  const share = { up: judged.share.up + leftMs, of: judged.share.of + leftMs };
  const full = fullPoints(rules.decimals);
  const allowedMs = (share.of * (full - rules.targetPoints)) / full;
  const usedPercent = allowedMs === 0 ? 0 : Math.floor((judged.downMs / allowedMs) * 100);
  const isOver = nowMs >= whole.toMs && judged.toMs >= whole.toMs;
  return { bestPoints: pointsOf(share, rules), usedPercent, isOver };
}
