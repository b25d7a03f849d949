import type { EpochMs } from "../interval/index.ts";
import { matchesUnit } from "../monitoring/index.ts";
import type { Coverage, ProblemFact, PromiseFacts } from "./facts.ts";
import { judgeWatchAlarms } from "./judge-alarms.ts";
import { eventsOfProblem } from "./problem-events.ts";
import type { Measure, Promised } from "./promise.ts";
import type { Verdict } from "./verdict.ts";
import { verdict, waived, worstOf } from "./verdict.ts";

type WatchMeasure = Extract<Measure, { kind: "watch" }>;

/** Whether somebody looked all the time, and whether what is watched is well now (se-02, se-04, msp-05, srv-01). */
export function judgeWatch(
  measure: WatchMeasure,
  promise: Promised,
  facts: PromiseFacts,
  nowMs: EpochMs,
): Verdict {
  const coverage = coverageOf(measure, facts);
  if (coverage === undefined) return verdict("pending", "no-source");
  const looked = judgeCoverage(coverage, measure.toleratedGapMs, nowMs);
  const verdicts = [looked];
  if (measure.problems) {
    const problem = (facts.openProblems ?? []).find((one) => concerns(one, measure, promise));
    if (problem) verdicts.push(atRisk(problem));
  }
  if (measure.alarmWithinMs !== undefined && looked.state !== "pending") {
    verdicts.push(judgeWatchAlarms(measure.alarmWithinMs, promise, facts, nowMs));
  }
  return worstOf(verdicts) ?? looked;
}

function coverageOf({ by }: WatchMeasure, facts: PromiseFacts): Coverage | undefined {
  if (by === "agent") return facts.coverage;
  return by === "probe" ? facts.probeCoverage : undefined;
}

function concerns(problem: ProblemFact, { events }: WatchMeasure, { clause }: Promised): boolean {
  if (problem.state === "warning") return false;
  if (problem.clauses.includes(clause)) return true;
  return events.length > 0 && eventsOfProblem(problem).some((event) => events.includes(event));
}

function atRisk({ check, sinceMs }: ProblemFact): Verdict {
  return verdict("at-risk", "problem-open", { what: check, atMs: sinceMs }, [check]);
}

/** Whether anybody looked without a longer gap than tolerated; gaps that are explained do not count. */
export function judgeCoverage(coverage: Coverage, toleratedMs: number, nowMs: EpochMs): Verdict {
  if (coverage.seenMs === 0) return verdict("pending", "not-reported");
  const verdicts: Verdict[] = [];
  for (const gap of coverage.gaps) {
    const tookMs = Math.min(gap.toMs, nowMs) - gap.fromMs;
    if (gap.explainedBy !== undefined || tookMs <= toleratedMs) continue;
    verdicts.push(
      gap.waivedBy === undefined
        ? verdict("broken", "gap", { atMs: gap.fromMs, tookMs })
        : waived(gap.waivedBy),
    );
  }
  return worstOf(verdicts) ?? verdict("kept", "watched", { percent: percentSeen(coverage) });
}

function percentSeen({ seenMs, expectedMs }: Coverage): string {
  if (expectedMs <= 0) return "100.0";
  return (Math.floor((Math.min(seenMs, expectedMs) / expectedMs) * 1000) / 10).toFixed(1);
}

type ServicesMeasure = Extract<Measure, { kind: "services" }>;

/** Whether the services of a set that are on the machine run (se-17). */
export function judgeServices(measure: ServicesMeasure, facts: PromiseFacts): Verdict {
  if (facts.coverage === undefined) return verdict("pending", "no-source");
  if (facts.coverage.seenMs === 0) return verdict("pending", "not-reported");
  const down = (facts.openProblems ?? []).find(
    ({ check, state }) =>
      state !== "warning" &&
      check.startsWith("service:") &&
      matchesUnit(measure.units, check.slice("service:".length)),
  );
  return down === undefined ? verdict("kept", "services-run") : atRisk(down);
}
