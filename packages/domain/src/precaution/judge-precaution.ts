import type { EpochMs } from "../interval/index.ts";
import type { PrecautionFacts, PrecautionReading, PrecautionRules } from "./precaution-rules.ts";

/**
 * Whether the provider may act as a precaution (msp-24, msp-11): the customer has left an alarm or
 * enquiry unanswered for more than 3 days, or danger is imminent, and alerting to him is active. An
 * answer covers every question before it; the silence is counted from the first question after it.
 */
export function judgePrecaution(
  rules: PrecautionRules,
  facts: PrecautionFacts,
  now: Temporal.Instant,
): PrecautionReading {
  const { clause } = rules;
  if (rules.needsActiveAlerting && !facts.alertingActive) {
    return { clause, may: false, why: "alerting-inactive" };
  }
  if (rules.imminentDangerSuffices && facts.imminentDanger) {
    return { clause, may: true, why: "imminent-danger" };
  }
  const nowMs = now.epochMilliseconds;
  const asked = facts.askedMs.filter((atMs) => atMs <= nowMs);
  const sinceMs = silentSince(
    asked,
    facts.answeredMs.filter((atMs) => atMs <= nowMs),
  );
  if (sinceMs === undefined) {
    return { clause, may: false, why: asked.length === 0 ? "not-asked" : "answered" };
  }
  // "More than 3 days": the third day itself is not enough.
  const mayFromMs = sinceMs + rules.silentMoreThanMs + 1;
  const may = nowMs >= mayFromMs;
  return { clause, may, why: may ? "silent" : "waiting", mayFromMs };
}

function silentSince(asked: readonly EpochMs[], answered: readonly EpochMs[]): EpochMs | undefined {
  const lastAnswerMs = Math.max(Number.NEGATIVE_INFINITY, ...answered);
  const open = asked.filter((atMs) => atMs > lastAnswerMs);
  return open.length === 0 ? undefined : Math.min(...open);
}
