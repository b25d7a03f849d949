import type { Interval } from "@driftvakt/domain/interval";
import {
  eventsOfProblem,
  type Measure,
  type Promised,
  type Texts,
} from "@driftvakt/domain/promises";
import { viewOutages } from "../availability/index.ts";
import { evidenceText, type EvidenceSentence, type EvidenceValues } from "./evidence-texts.ts";
import { coverageOf, foundMs, type MachineLedger } from "./facts-of.ts";
import type { IncidentRecord } from "./read-record.ts";
import type { EvidenceKind } from "./tables.ts";

/** One thing that shows how a promise stands; `source` names it once, however often it is judged. */
export type Evidence = {
  readonly source: string;
  readonly atMs: number;
  readonly kind: EvidenceKind;
  readonly summary: Texts;
  readonly refs: Readonly<Record<string, string>>;
};

/** What shows how a promise stands, by what it measures. Pure; the same record gives the same evidence. */
export function evidenceOf(
  promise: Promised,
  ledger: MachineLedger,
  period: Interval,
  nowMs: number,
): Evidence[] {
  const found = promise.measures.flatMap((measure) =>
    ofMeasure(measure, promise, ledger, period, nowMs),
  );
  return [...new Map(found.map((one) => [one.source, one])).values()];
}

function ofMeasure(
  measure: Measure,
  promise: Promised,
  ledger: MachineLedger,
  period: Interval,
  nowMs: number,
): Evidence[] {
  const { timeZone } = promise;
  switch (measure.kind) {
    case "alarms":
      return incidents(ledger, period, timeZone, (one) =>
        eventsOfProblem({ check: one.check, state: one.worst }).some((event) =>
          measure.events.includes(event),
        ),
      );
    case "watch":
      return [
        ...watched(ledger, period, timeZone, nowMs),
        ...incidents(ledger, period, timeZone, (one) => one.clauses.includes(promise.clause)),
      ];
    case "services":
    case "graphs":
      return watched(ledger, period, timeZone, nowMs);
    case "availability":
      return availability(ledger, promise);
    case "operations":
      return operations(ledger, measure.operations, timeZone);
    case "agent":
      return agent(ledger, timeZone);
    case "notice":
      return announced(ledger, period, timeZone);
    default:
      return [];
  }
}

function make(
  kind: EvidenceKind,
  source: string,
  atMs: number,
  [sentence, values, timeZone]: readonly [EvidenceSentence, EvidenceValues, string],
  refs: Readonly<Record<string, string>> = {},
): Evidence {
  return { source, atMs, kind, refs, summary: evidenceText(sentence, values, timeZone) };
}

function incidents(
  ledger: MachineLedger,
  period: Interval,
  timeZone: string,
  concerns: (incident: IncidentRecord) => boolean,
): Evidence[] {
  return ledger.incidents
    .filter((one) => one.openedMs >= period.fromMs && one.openedMs < period.toMs && concerns(one))
    .flatMap((one) => incident(one, timeZone));
}

/** Who was alarmed when after which state change. */
function incident(one: IncidentRecord, timeZone: string): Evidence[] {
  const { id, check, openedMs, closedMs, toldMs, worst } = one;
  const refs = { alert: id };
  const said = { what: check, state: worst.toUpperCase(), atMs: openedMs };
  const rows = [make("state-change", `alert:${id}`, openedMs, ["problem", said, timeZone], refs)];
  if (toldMs !== null) {
    const told = {
      what: check,
      count: one.toldCount,
      atMs: toldMs,
      tookMs: Math.max(0, toldMs - foundMs(one)),
    };
    rows.push(make("alarm-sent", `alert:${id}:told`, toldMs, ["told", told, timeZone], refs));
  }
  if (closedMs !== null) {
    const over = { what: check, atMs: closedMs, tookMs: closedMs - openedMs };
    rows.push(
      make("state-change", `alert:${id}:over`, closedMs, ["recovered", over, timeZone], refs),
    );
  }
  return rows;
}

function watched(
  ledger: MachineLedger,
  period: Interval,
  timeZone: string,
  nowMs: number,
): Evidence[] {
  const { watchedSinceMs } = ledger.line;
  const coverage = coverageOf(ledger, period, nowMs);
  if (watchedSinceMs === null || coverage.expectedMs === 0) return [];
  const atMs = Math.max(watchedSinceMs, period.fromMs);
  const ended = coverage.gaps.filter(({ toMs }) => toMs < nowMs);
  const tookMs = ended.reduce((sum, gap) => sum + gap.toMs - gap.fromMs, 0);
  const said = { atMs, count: ended.length, tookMs };
  return [make("samples", "watched", atMs, ["watched", said, timeZone])];
}

function availability({ judged }: MachineLedger, { timeZone, clause }: Promised): Evidence[] {
  if (!judged || judged.judged.clause !== clause) return [];
  const { percent, fromMs } = judged.judged;
  const rows = viewOutages(judged)
    .filter(({ toMs }) => toMs !== null)
    .map((one) => {
      const said = {
        atMs: one.fromMs,
        tookMs: one.toMs! - one.fromMs,
        clause: one.excludedByClause ?? clause,
      };
      const refs: Record<string, string> = one.alertId === null ? {} : { alert: one.alertId };
      const sentence = one.counted ? "counted" : "excluded";
      return make(
        "outage",
        `outage:${one.fromMs}:${sentence}`,
        one.fromMs,
        [sentence, said, timeZone],
        refs,
      );
    });
  return [
    make("availability", "availability", fromMs, ["available", { percent }, timeZone]),
    ...rows,
  ];
}

function operations(ledger: MachineLedger, names: readonly string[], timeZone: string): Evidence[] {
  return ledger.operations
    .filter(({ operation }) => names.includes(operation))
    .map(({ id, operation, issuedMs, state }) =>
      make(
        "operation",
        `mandate:${id}`,
        issuedMs,
        ["operation", { what: operation, atMs: issuedMs, state }, timeZone],
        { mandate: id },
      ),
    );
}

function agent({ machine }: MachineLedger, timeZone: string): Evidence[] {
  if (!machine || machine.enrolledMs === null || machine.listens !== false) return [];
  const atMs = machine.enrolledMs;
  return [
    make("agent", "agent", atMs, ["agent", { atMs }, timeZone], { server: machine.serverId }),
  ];
}

function announced({ line }: MachineLedger, period: Interval, timeZone: string): Evidence[] {
  return line.works
    .filter(
      ({ cancelled, fromMs }) => !cancelled && fromMs >= period.fromMs && fromMs < period.toMs,
    )
    .map(({ id, announcedMs: atMs, fromMs }) =>
      make(
        "announcement",
        `announcement:${id}`,
        atMs,
        ["announced", { atMs, tookMs: Math.max(0, fromMs - atMs) }, timeZone],
        { announcement: id },
      ),
    );
}
