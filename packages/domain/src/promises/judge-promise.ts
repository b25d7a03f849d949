import type { PromiseFacts } from "./facts.ts";
import { judgeAlarms } from "./judge-alarms.ts";
import { judgeAvailability } from "./judge-availability.ts";
import {
  judgeClocks,
  judgeNotices,
  judgeReports,
  judgeRollout,
  judgeTold,
} from "./judge-duties.ts";
import {
  judgeAgent,
  judgeBackup,
  judgeCertificates,
  judgeGraphs,
  judgeOperations,
} from "./judge-machine.ts";
import { judgeRecords } from "./judge-records.ts";
import { judgeServices, judgeWatch } from "./judge-watch.ts";
import type { Measure, Promised, PromiseState } from "./promise.ts";
import { recordSourceOf } from "./record-source.ts";
import { sentenceOf } from "./sentences.ts";
import type { Texts } from "./sentences.ts";
import type { Verdict } from "./verdict.ts";
import { verdict, waived, worstOf } from "./verdict.ts";

/** How a promise stands: the state, the one sentence that says why, and all that was looked at. */
export type JudgedPromise = {
  readonly clause: string;
  readonly period: string;
  readonly state: PromiseState;
  /** The clause that excuses, where the state is `waived`. */
  readonly waivedBy?: string;
  /** One sentence in every language that the portal speaks. */
  readonly summary: Texts;
  /** What decided, first; then the rest. */
  readonly reasons: readonly Verdict[];
  /** Parts of the clause that nothing in this release observes. */
  readonly notObserved: readonly string[];
};

/**
 * Where a promise stands by what is known now. The same facts in any order give the same state; facts that are absent
 * leave it pending, never kept.
 */
export function judgePromise(
  promise: Promised,
  facts: PromiseFacts,
  now: Temporal.Instant,
): JudgedPromise {
  const verdicts = verdictsOf(promise, facts, now.epochMilliseconds);
  const decisive = decide(verdicts, promise, facts);
  return {
    clause: promise.clause,
    period: promise.period,
    state: decisive.state,
    ...(decisive.waivedBy !== undefined && { waivedBy: decisive.waivedBy }),
    summary: sentenceOf(decisive, promise.timeZone),
    reasons: [decisive, ...verdicts.filter((one) => one !== decisive)],
    notObserved: promise.measures.flatMap((measure) => withoutSource(measure, facts)),
  };
}

function withoutSource(measure: Measure, facts: PromiseFacts): readonly string[] {
  if (measure.kind === "not-observed") return [measure.what];
  const named = recordSourceOf(measure, facts);
  return named === undefined || named.given ? [] : [named.what];
}

/** The state alone, without a sentence: for counting ledgers of many contracts. */
export function judgeState(
  promise: Promised,
  facts: PromiseFacts,
  now: Temporal.Instant,
): PromiseState {
  return decide(verdictsOf(promise, facts, now.epochMilliseconds), promise, facts).state;
}

function verdictsOf(promise: Promised, facts: PromiseFacts, nowMs: number): readonly Verdict[] {
  const verdicts: Verdict[] = [];
  for (const measure of promise.measures) {
    if (measure.kind !== "not-observed") verdicts.push(judge(measure, promise, facts, nowMs));
  }
  return verdicts;
}

/** Sources that are missing do not count where others speak: the rest of the clause is named as not observed. */
function decide(verdicts: readonly Verdict[], promise: Promised, facts: PromiseFacts): Verdict {
  const waiver = facts.waivers?.find(({ clause }) => clause === promise.clause);
  if (waiver) return waived(waiver.by);
  const spoken = verdicts.filter(({ code }) => code !== "no-source");
  return worstOf(spoken) ?? verdict("pending", "not-observed");
}

function judge(measure: Measure, promise: Promised, facts: PromiseFacts, nowMs: number): Verdict {
  switch (measure.kind) {
    case "alarms":
      return judgeAlarms(measure, promise, facts, nowMs);
    case "watch":
      return judgeWatch(measure, promise, facts, nowMs);
    case "services":
      return judgeServices(measure, facts);
    case "availability":
      return judgeAvailability(measure, facts, nowMs);
    case "graphs":
      return judgeGraphs(measure, facts, nowMs);
    case "agent":
      return judgeAgent(measure, facts);
    case "notice":
      return judgeNotices(measure, facts);
    case "clock":
      return judgeClocks(measure, promise, facts);
    case "rollout":
      return judgeRollout(promise, facts);
    case "report":
      return judgeReports(measure, facts, nowMs);
    case "told":
      return judgeTold(measure, facts, nowMs);
    case "backup":
      return judgeBackup(measure, facts, nowMs);
    case "certificates":
      return judgeCertificates(measure, facts, nowMs);
    case "operations":
      return judgeOperations(measure, facts);
    case "not-observed":
      return verdict("pending", "not-observed");
    default:
      return judgeRecords(measure, promise, facts, nowMs);
  }
}
