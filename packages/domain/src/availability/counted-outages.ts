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
    if (fromMs === undefined) continue;
    const stopMs = stopOf(rules.stops, outage) ?? Number.POSITIVE_INFINITY;
    const toMs = fromMs + roundedLength(rules, stopMs - fromMs);
    if (toMs > fromMs) spans.push({ outage, fromMs, toMs });
  }
  return spans.sort(bySpan);
}

function roundedLength(rules: AvailabilityRules, lengthMs: number): number {
  if (rules.roundOutage === undefined) return lengthMs;
  const { toMs, direction } = rules.roundOutage;
  const units = lengthMs / toMs;
  const whole = { up: Math.ceil(units), down: Math.floor(units), nearest: Math.round(units) };
  return whole[direction] * toMs;
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
 * For each span the part of its whole interruption that counts once the minimum length is taken
 * off; a span without an entry is too short. `spans` are all of one service, or of all services
 * where any of them down means down; sorted by start.
 */
export function longEnough(
  minimum: NonNullable<AvailabilityRules["minimum"]>,
  spans: readonly OutageSpan[],
): ReadonlyMap<OutageSpan, Interval> {
  const kept = new Map<OutageSpan, Interval>();
  for (const { spans: joined, fromMs, toMs } of joinSpans(spans)) {
    if (toMs - fromMs < minimum.ms) continue;
    const countsFromMs = minimum.counts === "beyond" ? fromMs + minimum.ms : fromMs;
    for (const span of joined) kept.set(span, { fromMs: countsFromMs, toMs });
  }
  return kept;
}

type Interruption = { readonly spans: OutageSpan[]; readonly fromMs: number; toMs: number };

function joinSpans(spans: readonly OutageSpan[]): readonly Interruption[] {
  const joined: Interruption[] = [];
  for (const span of spans) {
    const last = joined.at(-1);
    if (last === undefined || span.fromMs > last.toMs) {
      joined.push({ spans: [span], fromMs: span.fromMs, toMs: span.toMs });
    } else {
      last.spans.push(span);
      last.toMs = Math.max(last.toMs, span.toMs);
    }
  }
  return joined;
}
