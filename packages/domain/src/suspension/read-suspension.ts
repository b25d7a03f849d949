import type { EpochMs } from "../interval/index.ts";
import type { SuspensionEvent, SuspensionReading, SuspensionRules } from "./suspension-rules.ts";

/** One listing (or complaint) from its beginning to its end. */
type Case = {
  listedMs: EpochMs;
  reportedMs?: EpochMs;
  requestedMs?: EpochMs;
  cleanMs?: EpochMs;
};

/** Events of one instant are taken in this order. */
const RANK: Readonly<Record<SuspensionEvent["kind"], number>> = {
  clean: 0,
  listed: 1,
  reported: 2,
  requested: 3,
};

/**
 * Where the timed suspension of a service stands (ba-41: told to the customer, no delisting request
 * within 72 hours, suspended until clean, then restored; ba-42, ba-15: at once). The time runs from
 * the report to the customer, with no time at all from the listing itself. A request exactly at the
 * end of the time is in time; one that comes later changes nothing. A listing that repeats does not
 * start anew; one after being clean is a new case. Order and repeats of events change nothing.
 */
export function readSuspension(
  rules: SuspensionRules,
  events: readonly SuspensionEvent[],
  now: Temporal.Instant,
): SuspensionReading {
  const found = lastCase(events, now.epochMilliseconds);
  if (found === undefined) return { clause: rules.clause, state: "none" };
  return { clause: rules.clause, ...judgeCase(rules, found, now.epochMilliseconds) };
}

function lastCase(events: readonly SuspensionEvent[], nowMs: EpochMs): Case | undefined {
  let current: Case | undefined;
  const history = events
    .filter((event) => event.atMs <= nowMs)
    .toSorted((a, b) => a.atMs - b.atMs || RANK[a.kind] - RANK[b.kind]);
  for (const { kind, atMs } of history) {
    if (kind === "clean") {
      if (current !== undefined) current.cleanMs ??= atMs;
      continue;
    }
    if (current === undefined || current.cleanMs !== undefined) {
      // A request without a case belongs to the one before.
      if (kind === "requested") continue;
      current = { listedMs: atMs };
    }
    if (kind === "reported") current.reportedMs ??= atMs;
    if (kind === "requested") current.requestedMs ??= atMs;
  }
  return current;
}

function judgeCase(
  rules: SuspensionRules,
  found: Case,
  nowMs: EpochMs,
): Omit<SuspensionReading, "clause"> {
  const { reportedMs, requestedMs, cleanMs, listedMs } = found;
  const isSolved = cleanMs !== undefined && rules.endsWhenSolved;
  const suspendMs = rules.afterMs === 0 ? listedMs : timerEnd(rules, reportedMs);
  if (suspendMs === undefined) return { state: isSolved ? "none" : "to-report" };
  const isStopped = rules.stoppedByRequest && requestedMs !== undefined && requestedMs <= suspendMs;
  if (isStopped) return { state: isSolved ? "none" : "stopped" };
  // Clean before the time was up: there is nothing left to suspend for.
  if (isSolved && cleanMs <= suspendMs) return { state: "none" };
  if (nowMs < suspendMs) return { state: "counting", suspendMs };
  return isSolved
    ? { state: "none", suspendMs, restoreMs: cleanMs }
    : { state: "suspended", suspendMs };
}

function timerEnd(rules: SuspensionRules, reportedMs: EpochMs | undefined): EpochMs | undefined {
  return reportedMs === undefined ? undefined : reportedMs + rules.afterMs;
}
