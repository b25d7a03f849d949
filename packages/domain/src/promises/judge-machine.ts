import type { EpochMs } from "../interval/index.ts";
import type { PromiseFacts } from "./facts.ts";
import type { Measure } from "./promise.ts";
import type { Verdict } from "./verdict.ts";
import { verdict, waived, worstOf } from "./verdict.ts";

type MeasureOf<Kind extends Measure["kind"]> = Extract<Measure, { kind: Kind }>;

/** Live values are no older than promised while the machine can be heard (msp-06). */
export function judgeGraphs(
  measure: MeasureOf<"graphs">,
  facts: PromiseFacts,
  nowMs: EpochMs,
): Verdict {
  if (facts.graphs === undefined) return verdict("pending", "no-source");
  const { newestMs } = facts.graphs;
  if (newestMs === null) return verdict("pending", "not-reported");
  const ageMs = nowMs - newestMs;
  if (ageMs <= measure.liveMs) return verdict("kept", "graphs-live", { withinMs: measure.liveMs });
  return verdict("at-risk", "graphs-stale", { tookMs: ageMs, withinMs: measure.liveMs });
}

/** One agent for each machine, that talks outwards only (srv-11). */
export function judgeAgent(measure: MeasureOf<"agent">, facts: PromiseFacts): Verdict {
  const { agent } = facts;
  if (agent === undefined) return verdict("pending", "no-source");
  if (agent.enrolled > measure.agentsPerMachine) {
    return verdict("broken", "agent-many", { count: agent.enrolled, of: measure.agentsPerMachine });
  }
  if (agent.listens === true && !measure.listens) return verdict("broken", "agent-listens");
  if (agent.lastSeenMs === null) return verdict("pending", "not-reported");
  return verdict("kept", "agent-one");
}

/** A good backup is never older than promised; nothing is promised while nothing is chosen (se-22, se-24). */
export function judgeBackup(
  measure: MeasureOf<"backup">,
  facts: PromiseFacts,
  nowMs: EpochMs,
): Verdict {
  const { backups } = facts;
  if (backups === undefined) return verdict("pending", "no-source");
  if (!backups.chosen && measure.nothingChosenBy !== undefined) {
    return waived(measure.nothingChosenBy);
  }
  const ageMs = nowMs - (backups.lastGoodMs ?? backups.sinceMs);
  const longestMs = Math.max(ageMs, backups.longestGapMs ?? 0);
  const said = { tookMs: longestMs, withinMs: measure.maximumAgeMs };
  if (longestMs > measure.maximumAgeMs) return verdict("broken", "backup-old", said);
  if (backups.lastGoodMs === null) return verdict("pending", "backup-none", said);
  return verdict("kept", "backup-fresh", { ...said, tookMs: ageMs });
}

/** Certificates are renewed before they run out (msp-08). */
export function judgeCertificates(
  measure: MeasureOf<"certificates">,
  facts: PromiseFacts,
  nowMs: EpochMs,
): Verdict {
  if (facts.certificates === undefined) return verdict("pending", "no-source");
  const verdicts = facts.certificates.map(({ name, expiresMs }) => {
    const said = { what: name, atMs: expiresMs };
    if (expiresMs <= nowMs) return verdict("broken", "certificate-expired", said, [name]);
    return expiresMs - nowMs <= measure.alarmBeforeMs
      ? verdict("at-risk", "certificate-expires", said, [name])
      : verdict("kept", "certificates-valid", { count: facts.certificates?.length ?? 0 });
  });
  return worstOf(verdicts) ?? verdict("kept", "nothing-due");
}

/**
 * What was asked for under the clause was done (se-07, se-11, se-12). Where nothing of it can be carried out here,
 * nobody could ask, and that nobody asked shows nothing.
 */
export function judgeOperations(measure: MeasureOf<"operations">, facts: PromiseFacts): Verdict {
  const { operable } = facts;
  const names: readonly string[] = measure.operations;
  const canBeAsked = operable === undefined || names.some((name) => operable.includes(name));
  if (facts.operations === undefined || !canBeAsked) return verdict("pending", "no-source");
  const asked = facts.operations.filter(({ operation }) => names.includes(operation));
  const failed = asked.find(({ outcome }) => outcome === "failed");
  if (failed) {
    const said = { what: failed.operation, atMs: failed.atMs };
    return verdict("at-risk", "operation-failed", said, [failed.id]);
  }
  const done = asked.filter(({ outcome }) => outcome === "done");
  if (done.length === 0) return verdict("kept", "nothing-asked");
  return verdict(
    "kept",
    "operations-done",
    { count: done.length },
    done.map(({ id }) => id),
  );
}
