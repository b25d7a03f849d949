import type { Interval } from "../interval/index.ts";
import type { AvailabilityRules, Outage } from "./availability.ts";

/** An outage with the stretch that the contract's own start and stop give it. */
export type OutageSpan = {
  readonly outage: Outage;
  readonly fromMs: number;
  readonly toMs: number;
};

/** The same outage told twice is one; of two versions the higher revision stands. */
export function distinctOutages(outages: readonly Outage[]): readonly Outage[] {
  const byId = new Map<string, Outage>();
  for (const outage of outages) {
    const known = byId.get(outage.id);
    if (known === undefined || supersedes(outage, known)) byId.set(outage.id, outage);
  }
  return [...byId.values()];
}

function supersedes(a: Outage, b: Outage): boolean {
  const difference = (a.revision ?? 0) - (b.revision ?? 0);
  // Two different tellings of one revision are a fault upstream; the order they came in must
  // still not decide.
  return difference === 0 ? a !== b && JSON.stringify(a) > JSON.stringify(b) : difference > 0;
}

/**
 * Outages in the stretch from the contract's start to its stop, by time. An outage whose start has
 * not happened (nobody reported it, say) is left out; one that has not stopped has no end yet.
 */
export function outageSpans(
  rules: AvailabilityRules,
  outages: readonly Outage[],
): readonly OutageSpan[] {
  const spans: OutageSpan[] = [];
  for (const outage of distinctOutages(outages)) {
    const fromMs = startOf(rules.starts, outage);
    const toMs = stopOf(rules.stops, outage) ?? Number.POSITIVE_INFINITY;
    if (fromMs !== undefined && toMs > fromMs) spans.push({ outage, fromMs, toMs });
  }
  return spans.sort(bySpan);
}

function bySpan(a: OutageSpan, b: OutageSpan): number {
  return a.fromMs - b.fromMs || (a.outage.id < b.outage.id ? -1 : 1);
}

function startOf(starts: AvailabilityRules["starts"], outage: Outage): number | undefined {
  switch (starts) {
    case "began":
      return outage.beganMs;
    case "detected":
      return outage.detectedMs ?? outage.reportedMs;
    case "reported":
      return outage.reportedMs;
  }
}

function stopOf(stops: AvailabilityRules["stops"], outage: Outage): number | undefined {
  switch (stops) {
    case "ended":
      return outage.endedMs;
    case "recovery-detected":
      return outage.recoveryDetectedMs ?? outage.endedMs;
    case "closed":
      return outage.closedMs;
  }
}

/**
 * The time that interruptions cover once the minimum length is taken off. `spans` are all of one
 * service, or of all services where any of them down means down; sorted by start.
 */
export function longEnough(
  minimum: NonNullable<AvailabilityRules["minimum"]>,
  spans: readonly OutageSpan[],
): readonly Interval[] {
  const kept: Interval[] = [];
  for (const part of joinSpans(spans)) {
    if (minimum.counts === "beyond")
      kept.push({ fromMs: part.fromMs + minimum.ms, toMs: part.toMs });
    else if (part.toMs - part.fromMs >= minimum.ms) kept.push(part);
  }
  return kept.filter((part) => part.toMs > part.fromMs);
}

function joinSpans(spans: readonly OutageSpan[]): readonly Interval[] {
  const joined: { fromMs: number; toMs: number }[] = [];
  for (const { fromMs, toMs } of spans) {
    const last = joined.at(-1);
    if (last === undefined || fromMs > last.toMs) joined.push({ fromMs, toMs });
    else last.toMs = Math.max(last.toMs, toMs);
  }
  return joined;
}
