import type { Interval } from "@driftvakt/domain/interval";
import { intersectIntervals, mergeIntervals, totalMs } from "@driftvakt/domain/interval";
import { judgeNotice } from "@driftvakt/domain/notice";
import type {
  AlarmFact,
  Coverage,
  ProblemFact,
  Promised,
  PromiseFacts,
} from "@driftvakt/domain/promises";
import { operationNames } from "@driftvakt/protocol/mandate";
import { AGENT_CHECK, HOST_CHECK } from "../alerting/index.ts";
import type { JudgedMachine, TimeLine } from "../availability/index.ts";
import type { IncidentRecord, MachineRecord, OperationRecord } from "./read-record.ts";

/** All that is on record about one machine under one contract in one period. */
export type MachineLedger = {
  readonly line: TimeLine;
  /** Its time under the contract. */
  readonly bound: readonly Interval[];
  readonly incidents: readonly IncidentRecord[];
  readonly operations: readonly OperationRecord[];
  readonly machine: MachineRecord | undefined;
  readonly hasRecipients: boolean;
  readonly judged: JudgedMachine | undefined;
};

/** What the domain judges promises by. What nothing here observes is left out, so that it stays pending. Pure. */
export function factsOf(
  promises: readonly Promised[],
  ledger: MachineLedger,
  period: Interval,
  nowMs: number,
): PromiseFacts {
  const { hasRecipients, judged, machine } = ledger;
  return {
    alarms: ledger.incidents.filter((one) => one.openedMs >= period.fromMs).map(alarmOf),
    openProblems: ledger.incidents.flatMap(problemOf),
    coverage: coverageOf(ledger, period, nowMs),
    recipients: { technicians: hasRecipients, customer: hasRecipients },
    ...(judged?.promise && {
      availability: [{ judged: judged.judged, running: isRunning(judged) }],
      probeCoverage: coverageOf(ledger, period, nowMs),
    }),
    graphs: { newestMs: machine?.lastSeenMs ?? null },
    agent: {
      enrolled: machine?.enrolledMs == null ? 0 : 1,
      lastSeenMs: machine?.lastSeenMs ?? null,
      ...(machine?.listens != null && { listens: machine.listens }),
    },
    notices: promises.flatMap((promise) => noticesOf(promise, ledger, period, nowMs)),
    operable: operationNames,
    operations: ledger.operations.flatMap(operationOf),
  };
}

/**
 * When a problem was found: for what agents judge, when it became hard; for what we judge, and for what reached us late,
 * when we could first know. Incidents' ids (UUIDv7) carry that moment.
 */
export function foundMs(incident: IncidentRecord): number {
  const central = incident.check === HOST_CHECK || incident.check === AGENT_CHECK;
  if (!incident.late && !central) return incident.openedMs;
  return Math.max(incident.openedMs, parseInt(incident.id.replaceAll("-", "").slice(0, 12), 16));
}

function alarmOf(incident: IncidentRecord): AlarmFact {
  const { id, check, clauses, worst, toldMs, closedMs } = incident;
  return {
    id,
    check,
    clauses,
    state: worst,
    hardAtMs: foundMs(incident),
    toldAtMs: toldMs,
    recoveredAtMs: closedMs,
  };
}

function problemOf({ check, clauses, state, openedMs, closedMs }: IncidentRecord): ProblemFact[] {
  return closedMs === null && state !== "ok" ? [{ check, clauses, state, sinceMs: openedMs }] : [];
}

/** Time in which somebody should have looked: under contract and enrolled, until now. */
export function coverageOf(ledger: MachineLedger, period: Interval, nowMs: number): Coverage {
  const { line, bound, incidents } = ledger;
  const since = line.watchedSinceMs ?? Number.POSITIVE_INFINITY;
  const until = Math.min(period.toMs, nowMs);
  const expected = intersectIntervals(mergeIntervals(bound), [
    {
      fromMs: Math.max(period.fromMs, since),
      toMs: Math.max(until, Math.max(period.fromMs, since)),
    },
  ]);
  const gaps = line.stretches
    .filter(
      ({ check, state, cause }) =>
        check === HOST_CHECK && state !== "warning" && cause !== "connection",
    )
    .flatMap(({ fromMs, toMs }) => {
      const explainedBy = explanationOf(fromMs, incidents);
      const part = { fromMs, toMs: Math.min(toMs ?? nowMs, nowMs) };
      return intersectIntervals(expected, part.toMs > part.fromMs ? [part] : []).map((gap) => ({
        ...gap,
        ...(explainedBy !== undefined && { explainedBy }),
      }));
    });
  const expectedMs = totalMs(expected);
  return { expectedMs, seenMs: expectedMs - totalMs(mergeIntervals(gaps)), gaps };
}

/** A silence that was told is no gap in the watching: somebody looked and saw that nothing spoke. */
function explanationOf(fromMs: number, incidents: readonly IncidentRecord[]): string | undefined {
  const silent = incidents.find(
    ({ check, openedMs, closedMs }) =>
      (check === HOST_CHECK || check === AGENT_CHECK) &&
      openedMs <= fromMs &&
      (closedMs === null || closedMs > fromMs),
  );
  return silent?.id;
}

function isRunning({ judged, facts }: JudgedMachine): boolean {
  const last = judged.counted.at(-1);
  if (!last || last.toMs < judged.toMs) return false;
  return facts.outages.some(
    ({ id, endedMs }) => endedMs === undefined && last.outageIds.includes(id),
  );
}

function noticesOf(
  promise: Promised,
  { line }: MachineLedger,
  period: Interval,
  nowMs: number,
): NonNullable<PromiseFacts["notices"]> {
  const now = Temporal.Instant.fromEpochMilliseconds(nowMs);
  const works = line.works.filter(
    ({ fromMs, cancelled }) => !cancelled && fromMs >= period.fromMs && fromMs < period.toMs,
  );
  return promise.measures
    .filter((measure) => measure.kind === "notice")
    .flatMap(({ rules }) =>
      works
        .filter(({ cause }) => cause !== "attack")
        .map(({ id, fromMs, toMs, cause, announcedMs: atMs }) => {
          const interruption = { fromMs, toMs, emergency: cause === "emergency-work" };
          // Announcing publishes and writes to everybody concerned in one transaction.
          const given = (["mail", "portal"] as const).map((channel) => ({ channel, atMs }));
          return { id, judgement: judgeNotice(rules, interruption, given, now) };
        }),
    );
}

const OUTCOMES: Readonly<Record<string, "done" | "failed" | "running">> = {
  issued: "running",
  delivered: "running",
  accepted: "running",
  running: "running",
  succeeded: "done",
  failed: "failed",
  refused: "failed",
  expired: "failed",
};

/** What was taken back by whoever asked was not asked for. */
function operationOf({
  id,
  operation,
  issuedMs,
  state,
}: OperationRecord): NonNullable<PromiseFacts["operations"]>[number][] {
  const outcome = OUTCOMES[state];
  return outcome ? [{ id, operation, atMs: issuedMs, outcome }] : [];
}
