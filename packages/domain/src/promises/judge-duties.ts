import type { EpochMs } from "../interval/index.ts";
import type { PromiseFacts } from "./facts.ts";
import type { Measure, Promised } from "./promise.ts";
import type { Verdict } from "./verdict.ts";
import { verdict, worstOf } from "./verdict.ts";

type MeasureOf<Kind extends Measure["kind"]> = Extract<Measure, { kind: Kind }>;

/** Planned interruptions were told long enough ahead (ba-04, ba-16). */
export function judgeNotices(measure: MeasureOf<"notice">, facts: PromiseFacts): Verdict {
  if (facts.notices === undefined) return verdict("pending", "no-source");
  const ours = facts.notices.filter(({ judgement }) => judgement.clause === measure.rules.clause);
  const verdicts = ours.map(({ id, judgement }) => {
    const dueMs = judgement.latestMs;
    const withinMs = measure.rules.noticeMs;
    switch (judgement.outcome) {
      case "too-late":
      case "missing":
        return verdict("broken", "notice-late", { dueMs, withinMs }, [id]);
      case "pending":
        return verdict("pending", "notice-due", { dueMs, withinMs }, [id]);
      default:
        return verdict("kept", "notices-kept", { count: ours.length }, [id]);
    }
  });
  return worstOf(verdicts) ?? verdict("kept", "nothing-due");
}

/** Work on tickets began, or ended, in the time that the contract counts (se-03, srv-28). */
export function judgeClocks(
  measure: MeasureOf<"clock">,
  promise: Promised,
  facts: PromiseFacts,
): Verdict {
  if (facts.clocks === undefined) return verdict("pending", "no-source");
  const ours = facts.clocks.filter(
    (clock) => clock.clause === promise.clause && clock.measure === measure.measure,
  );
  const verdicts = ours.map((clock) => {
    const refs = [clock.ticket];
    const said = {
      what: clock.ticket,
      ...(clock.dueMs !== undefined && { dueMs: clock.dueMs }),
    };
    if (clock.state === "breached" || clock.breachedMs !== undefined) {
      return verdict("broken", "clock-breached", said, refs);
    }
    if (clock.state === "warned") return verdict("at-risk", "clock-warned", said, refs);
    if (clock.state === "met") return verdict("kept", "clocks-met", { count: ours.length }, refs);
    return verdict("pending", "clock-running", said, refs);
  });
  return worstOf(verdicts) ?? verdict("kept", "nothing-due");
}

/** The share of machines that should have an update has it (srv-20). */
export function judgeRollout(promise: Promised, facts: PromiseFacts): Verdict {
  if (facts.rollouts === undefined) return verdict("pending", "no-source");
  const ours = facts.rollouts.filter(({ clause }) => clause === promise.clause);
  const verdicts = ours.map((step) => {
    const said = { count: step.inTime, of: step.needed, dueMs: step.dueMs };
    if (step.state === "broken") return verdict("broken", "rollout-late", said);
    return step.state === "kept"
      ? verdict("kept", "rollout-kept", said, ["rollout"])
      : verdict("pending", "rollout-running", said);
  });
  return worstOf(verdicts) ?? verdict("kept", "nothing-due");
}

/** Reports of the period were sent when they were due (srv-14, srv-19). */
export function judgeReports(
  measure: MeasureOf<"report">,
  facts: PromiseFacts,
  nowMs: EpochMs,
): Verdict {
  if (facts.reports === undefined) return verdict("pending", "no-source");
  const verdicts = facts.reports
    .filter(({ name }) => name === measure.name)
    .map(({ name, dueMs, sentMs }) => {
      const said = { what: name, dueMs };
      if (sentMs !== null) {
        return sentMs <= dueMs
          ? verdict("kept", "report-sent", { ...said, atMs: sentMs }, [name])
          : verdict("broken", "report-late", { ...said, atMs: sentMs }, [name]);
      }
      return nowMs > dueMs
        ? verdict("broken", "report-missing", said, [name])
        : verdict("pending", "report-due", said);
    });
  return worstOf(verdicts) ?? verdict("kept", "nothing-due");
}

/** The customer was told of what the clause names (ba-03, ba-25, ba-32). */
export function judgeTold(
  measure: MeasureOf<"told">,
  facts: PromiseFacts,
  nowMs: EpochMs,
): Verdict {
  if (facts.told === undefined) return verdict("pending", "no-source");
  const verdicts = facts.told
    .filter(({ event }) => measure.events.includes(event))
    .map(({ event, atMs, toldAtMs }) => {
      const dueMs = atMs + measure.withinMs;
      const said = { what: event, atMs, dueMs };
      if (toldAtMs !== null && toldAtMs <= dueMs) {
        return verdict("kept", "told-kept", { ...said, tookMs: Math.max(0, toldAtMs - atMs) }, [
          event,
        ]);
      }
      return toldAtMs === null && nowMs <= dueMs
        ? verdict("at-risk", "told-due", said, [event])
        : verdict("broken", "told-late", said, [event]);
    });
  return worstOf(verdicts) ?? verdict("kept", "nothing-due");
}
