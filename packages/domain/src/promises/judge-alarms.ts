import type { EpochMs } from "../interval/index.ts";
import type { AlarmFact, PromiseFacts } from "./facts.ts";
import { eventsOfProblem } from "./problem-events.ts";
import type { Audience, Measure, Promised } from "./promise.ts";
import type { Verdict } from "./verdict.ts";
import { verdict, waived, worstOf } from "./verdict.ts";

type AlarmMeasure = Extract<Measure, { kind: "alarms" }>;
type Duty = {
  readonly withinMs: number;
  readonly to: readonly Audience[];
  readonly fixedInstead: boolean;
};

/** Whether everybody who had to be told of a hard state was told in time (se-02, msp-07, srv-12). */
export function judgeAlarms(
  measure: AlarmMeasure,
  promise: Promised,
  facts: PromiseFacts,
  nowMs: EpochMs,
): Verdict {
  const { alarms } = facts;
  if (alarms === undefined) return verdict("pending", "no-source");
  const to = measure.to.filter((audience) => facts.recipients?.[audience] !== false);
  if (to.length === 0) return verdict("pending", "no-recipient");
  const due = inPeriod(promise, alarms).filter((alarm) =>
    eventsOfProblem(alarm).some((event) => measure.events.includes(event)),
  );
  return judgeDue({ ...measure, to }, due, facts, nowMs);
}

/** The alarms of a watch that names no audience itself: told to anybody within the time. */
export function judgeWatchAlarms(
  withinMs: number,
  promise: Promised,
  facts: PromiseFacts,
  nowMs: EpochMs,
): Verdict {
  const due = inPeriod(promise, facts.alarms ?? []).filter(
    (alarm) => alarm.state !== "warning" && alarm.clauses.includes(promise.clause),
  );
  return judgeDue({ withinMs, to: [], fixedInstead: false }, due, facts, nowMs);
}

function inPeriod(promise: Promised, alarms: readonly AlarmFact[]): readonly AlarmFact[] {
  return alarms.filter(({ hardAtMs }) => hardAtMs >= promise.fromMs && hardAtMs < promise.toMs);
}

function judgeDue(
  duty: Duty,
  alarms: readonly AlarmFact[],
  facts: PromiseFacts,
  nowMs: EpochMs,
): Verdict {
  if (alarms.length === 0) return nothingToAlarm(facts);
  const bad: Verdict[] = [];
  const refs: string[] = [];
  let slowestMs = 0;
  for (const alarm of alarms) {
    const tookMs = tookToTell(duty, alarm, nowMs);
    if (typeof tookMs !== "number") bad.push(tookMs);
    else {
      slowestMs = Math.max(slowestMs, tookMs);
      refs.push(alarm.id);
    }
  }
  return (
    worstOf(bad) ??
    verdict("kept", "alarms-kept", { count: alarms.length, tookMs: slowestMs }, refs)
  );
}

function nothingToAlarm({ coverage }: PromiseFacts): Verdict {
  return coverage !== undefined && coverage.seenMs === 0
    ? verdict("pending", "not-reported")
    : verdict("kept", "alarms-none");
}

/** How long it took, or why that is not good enough. */
function tookToTell(duty: Duty, alarm: AlarmFact, nowMs: EpochMs): number | Verdict {
  const { withinMs } = duty;
  const dueMs = alarm.hardAtMs + withinMs;
  const doneMs = doneAtMs(duty, alarm);
  if (doneMs !== null && doneMs <= dueMs) return Math.max(0, doneMs - alarm.hardAtMs);
  const refs = [alarm.id];
  const said = { what: alarm.check, atMs: alarm.hardAtMs, withinMs };
  if (doneMs === null && nowMs <= dueMs) {
    return verdict("at-risk", "alarm-due", { ...said, dueMs }, refs);
  }
  if (alarm.waivedBy !== undefined) return waived(alarm.waivedBy, refs);
  return doneMs === null
    ? verdict("broken", "alarm-missing", said, refs)
    : verdict("broken", "alarm-late", { ...said, tookMs: doneMs - alarm.hardAtMs }, refs);
}

/** When the last of those to be told was, or the fault was put right where that counts as well. */
function doneAtMs({ to, fixedInstead }: Duty, alarm: AlarmFact): EpochMs | null {
  const { told, recoveredAtMs } = alarm;
  const toldMs = told === undefined || to.length === 0 ? alarm.toldAtMs : lastTold(told, to);
  if (!fixedInstead || recoveredAtMs === undefined || recoveredAtMs === null) return toldMs;
  return toldMs === null ? recoveredAtMs : Math.min(toldMs, recoveredAtMs);
}

function lastTold(told: NonNullable<AlarmFact["told"]>, to: readonly Audience[]): EpochMs | null {
  let lastMs = Number.NEGATIVE_INFINITY;
  for (const audience of to) {
    const times = told.filter((one) => one.to === audience).map((one) => one.atMs);
    if (times.length === 0) return null;
    lastMs = Math.max(lastMs, Math.min(...times));
  }
  return lastMs;
}
