import type { Calendar } from "../calendar/index.ts";
import type { EpochMs } from "../interval/index.ts";
import type { ClockReading, ClockRules, ResponseTarget, TicketEvent } from "./clock-rules.ts";
import type { RunningTime } from "./running-time.ts";
import { momentOf, usedAt } from "./running-time.ts";
import {
  historyUntil,
  isPaused,
  metAt,
  priorityOf,
  runningStretches,
  startOf,
} from "./ticket-history.ts";

/** Hours that targets count in, and hours in which faults are taken in (srv-23: 9–18 and 7–19). */
export type ClockCalendars = { readonly service: Calendar; readonly intake: Calendar };

/** One target of a ticket with all that its reading and its escalations come from. */
export type RunningTarget = {
  readonly target: ResponseTarget;
  readonly startMs: EpochMs | undefined;
  readonly time: RunningTime;
  readonly metMs: EpochMs | undefined;
  readonly isPaused: boolean;
};

/**
 * The targets that a ticket's priority brings, as they run. A change of priority counts from the
 * first start on; before any priority is set there are none.
 */
export function runningTargets(
  rules: ClockRules,
  calendars: ClockCalendars,
  events: readonly TicketEvent[],
  nowMs: EpochMs,
): readonly RunningTarget[] {
  const history = historyUntil(events, nowMs);
  const priority = priorityOf(history);
  const startMs = startOf(rules, calendars.intake, history);
  return rules.targets
    .filter((target) => target.priority === priority)
    .map((target) => {
      const isAlways = rules.aroundTheClock === true || target.counts === "always";
      const stretches =
        startMs === undefined ? [] : runningStretches(target, history, startMs, nowMs);
      const time = { stretches, calendar: isAlways ? undefined : calendars.service };
      const metMs = metAt(target, history);
      return { target, startMs, time, metMs, isPaused: isPaused(target, history) };
    });
}

/**
 * Where a ticket's clocks stand now: one reading for each target of its priority, in the contract's
 * order. Met exactly at the due moment is in time. A target met late stays breached. The order and
 * repetition of events change nothing.
 */
export function readClocks(
  rules: ClockRules,
  calendars: ClockCalendars,
  events: readonly TicketEvent[],
  now: Temporal.Instant,
): readonly ClockReading[] {
  const nowMs = now.epochMilliseconds;
  return runningTargets(rules, calendars, events, nowMs).map((running) =>
    readTarget(rules, running, nowMs),
  );
}

function readTarget(rules: ClockRules, running: RunningTarget, nowMs: EpochMs): ClockReading {
  const { target, startMs, time, metMs } = running;
  const dueMs = startMs === undefined ? undefined : momentOf(time, target.withinMs);
  const usedMs = usedAt(time, metMs ?? nowMs);
  const warnings = warningsOf(rules, running);
  const isBreached = dueMs !== undefined && (metMs ?? nowMs) > dueMs;
  return {
    clause: target.clause,
    measure: target.measure,
    priority: target.priority,
    state: isBreached ? "breached" : stateOf(running, warnings, nowMs),
    ...(startMs !== undefined && { startedMs: startMs }),
    ...(dueMs !== undefined && { dueMs }),
    usedMs,
    remainingMs: target.withinMs - usedMs,
    ...(metMs !== undefined && { stoppedMs: metMs }),
    ...(isBreached && { breachedMs: dueMs }),
    warnings,
  };
}

function stateOf(
  running: RunningTarget,
  warnings: ClockReading["warnings"],
  nowMs: EpochMs,
): ClockReading["state"] {
  if (running.metMs !== undefined) return "met";
  if (running.startMs === undefined || running.startMs > nowMs) return "not-started";
  if (running.isPaused) return "paused";
  return warnings.some((warning) => warning.atMs <= nowMs) ? "warned" : "running";
}

function warningsOf(rules: ClockRules, running: RunningTarget): ClockReading["warnings"] {
  return rules.warnAtPercent
    .toSorted((a, b) => a - b)
    .flatMap((percent) => {
      const atMs = momentAtPercent(running, percent);
      const isReached = running.metMs === undefined || (atMs ?? 0) <= running.metMs;
      return atMs === undefined || !isReached ? [] : [{ percent, atMs }];
    });
}

/** When so many percent of the target's time are used; rounded up to the millisecond. */
export function momentAtPercent(running: RunningTarget, percent: number): EpochMs | undefined {
  return momentOf(running.time, Math.ceil((running.target.withinMs * percent) / 100));
}
