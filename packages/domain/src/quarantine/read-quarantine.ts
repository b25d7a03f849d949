import type { EpochMs } from "../interval/index.ts";
import type { QuarantineEvent, QuarantineReading, QuarantineRules } from "./quarantine-rules.ts";

type Scan = Extract<QuarantineEvent, { kind: "scanned" }>;
type Ending = Extract<QuarantineEvent, { kind: "deleted" | "delivered" }>;

/** What is known of one held message. */
type Held = {
  readonly heldMs: EpochMs;
  readonly releaseByMs: EpochMs;
  readonly scans: readonly Scan[];
  /** Scans with definitions that no scan before had used. */
  readonly freshScans: number;
  readonly ending: Ending | undefined;
};

/**
 * Where a message in quarantine stands and what is to be done next (ba-27): held for at most 24
 * hours, scanned again several times with new definitions; a scan that finds spam or virus deletes
 * it at once, a clean one after enough scans delivers it, and what is still in doubt at the end is
 * delivered; delivered mail always carries the mark. Kept means ended in time, and delivered only
 * after enough scans. Order and repeats of events change nothing.
 */
export function readQuarantine(
  rules: QuarantineRules,
  events: readonly QuarantineEvent[],
  now: Temporal.Instant,
): QuarantineReading {
  const held = readHeld(rules, events, now.epochMilliseconds);
  if (held === undefined) {
    const next = { do: "nothing" } as const;
    return { clause: rules.clause, state: "not-held", next, scans: 0, promise: "pending" };
  }
  return {
    clause: rules.clause,
    state: held.ending?.kind ?? "held",
    next: nextStep(rules, held),
    scans: held.freshScans,
    releaseByMs: held.releaseByMs,
    promise: promiseOf(rules, held, now.epochMilliseconds),
  };
}

function readHeld(
  rules: QuarantineRules,
  events: readonly QuarantineEvent[],
  nowMs: EpochMs,
): Held | undefined {
  const history = events
    .filter((event) => event.atMs <= nowMs)
    .toSorted((a, b) => a.atMs - b.atMs || (a.id < b.id ? -1 : 1));
  const heldMs = history.find((event) => event.kind === "held")?.atMs;
  if (heldMs === undefined) return undefined;
  const scans = history.filter(
    (event) => event.kind === "scanned" && event.atMs >= heldMs,
  ) as Scan[];
  const ending = history.find((event) => event.kind === "deleted" || event.kind === "delivered");
  return {
    heldMs,
    releaseByMs: heldMs + rules.holdAtMostMs,
    scans,
    freshScans: new Set(scans.map((scan) => scan.definitions)).size,
    ending: ending as Ending | undefined,
  };
}

function nextStep(rules: QuarantineRules, held: Held): QuarantineReading["next"] {
  if (held.ending !== undefined) return { do: "nothing" };
  const bad = held.scans.find((scan) => scan.verdict === "spam" || scan.verdict === "virus");
  if (bad !== undefined) {
    return { do: "delete", atMs: bad.atMs, as: bad.verdict === "virus" ? "virus" : "spam" };
  }
  const last = held.scans.at(-1);
  if (last?.verdict === "clean" && held.freshScans >= rules.rescansAtLeast) {
    return { do: "deliver", atMs: last.atMs, subjectMark: rules.subjectMark };
  }
  const scanMs = (last?.atMs ?? held.heldMs) + rules.rescanEveryMs;
  return scanMs < held.releaseByMs
    ? { do: "scan", atMs: scanMs }
    : { do: "deliver", atMs: held.releaseByMs, subjectMark: rules.subjectMark };
}

function promiseOf(
  rules: QuarantineRules,
  held: Held,
  nowMs: EpochMs,
): QuarantineReading["promise"] {
  const { ending, releaseByMs } = held;
  if (ending === undefined) return nowMs > releaseByMs ? "broken" : "pending";
  const isScanned = ending.kind === "deleted" || held.freshScans >= rules.rescansAtLeast;
  return ending.atMs <= releaseByMs && isScanned ? "kept" : "broken";
}
