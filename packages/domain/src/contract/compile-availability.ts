import type {
  AvailabilityRules,
  CreditRules,
  EvidenceRules,
  Exclusion,
  ProbeSource,
} from "../availability/index.ts";
import { listTerms } from "../catalogue/index.ts";
import type { Catalogue, ClauseTerm, EvidenceSource, Selection } from "../catalogue/index.ts";
import { calendarSpecOf } from "./calendar-spec.ts";
import { compileCredit } from "./compile-credit.ts";
import { outageCauseOf } from "./outage-cause.ts";
import { pointsOfPercent } from "./percent-points.ts";

type AvailabilityTerm = ClauseTerm<"availability">["term"];

/** One promise of availability (ba-06) with all that hangs on it: what is no downtime, what counts as evidence, what is given back. */
export type AvailabilityPromise = {
  /** The clause that promises it. */
  readonly clause: string;
  readonly of: AvailabilityTerm["of"];
  readonly period: AvailabilityTerm["period"];
  readonly rules: AvailabilityRules;
  readonly evidence: EvidenceRules;
  readonly credits: readonly CreditRules[];
};

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** A sample is good for so many beats of the probe; after that nothing is known. */
const BEATS_A_SAMPLE_HOLDS = 3;
const DEFAULT_SAMPLE_HOLDS_MS = 3 * MINUTE_MS;

/** Every availability that a contract with this selection has been promised, in the catalogue's order. */
export function compileAvailability(
  catalogue: Catalogue,
  selection: Selection,
): readonly AvailabilityPromise[] {
  return listTerms(catalogue, selection, "availability").map(({ clause, term }) => {
    const rules = rulesOf(catalogue, selection, clause.id, term);
    return {
      clause: clause.id,
      of: term.of,
      period: term.period,
      rules,
      evidence: evidenceOf(catalogue, selection, clause.id, term),
      credits: listTerms(catalogue, selection, "credit")
        .filter((credit) => credit.term.availability === clause.id)
        .map((credit) => compileCredit(catalogue, selection, credit, rules, term.period)),
    };
  });
}

const STARTS = {
  firstFailedProbe: "began",
  detection: "detected",
  customerReport: "reported",
  ticketOpened: "reported",
  providerConfirmed: "detected",
} as const;

const STOPS = {
  firstGoodProbe: "recovery-detected",
  serviceRestored: "ended",
  ticketResolved: "closed",
  customerConfirmed: "closed",
} as const;

const SERVICES = {
  anyDown: "union",
  allDown: "all-down",
  average: "average",
  single: "union",
} as const;

function rulesOf(
  catalogue: Catalogue,
  selection: Selection,
  clause: string,
  term: AvailabilityTerm,
): AvailabilityRules {
  const { decimals } = term;
  return {
    clause,
    timeZone: term.timeZone ?? catalogue.provider.timeZone,
    services: SERVICES[term.services],
    ...(term.calendar !== undefined && { serviceHours: calendarSpecOf(catalogue, term.calendar) }),
    unknownTime: term.unknownTime === "leftOut" ? "excluded" : term.unknownTime,
    excludedTime: "up",
    starts: STARTS[term.downtimeStarts],
    stops: STOPS[term.downtimeEnds],
    ...(term.minimumOutageSeconds > 0 && {
      minimum: { ms: term.minimumOutageSeconds * 1000, counts: "whole" as const },
    }),
    ...(term.roundOutage && {
      roundOutage: {
        toMs: term.roundOutage.toSeconds * 1000,
        direction: term.roundOutage.direction,
      },
    }),
    exclusions: exclusionsOf(catalogue, selection, clause, term),
    decimals,
    rounding: term.rounding === "nearest" ? "half-up" : term.rounding,
    targetPoints: pointsOfPercent(term.percent, decimals, "up"),
  };
}

type ExcusedCause = {
  readonly cause: Parameters<typeof outageCauseOf>[0];
  readonly noticeHours?: number | undefined;
  readonly maximumMinutes?: number | undefined;
  readonly insideCalendar?: string | undefined;
};

function exclusionsOf(
  catalogue: Catalogue,
  selection: Selection,
  clause: string,
  term: AvailabilityTerm,
): readonly Exclusion[] {
  const own = (term.excludedCauses ?? []).map((excused) =>
    exclusionOf(catalogue, clause, term.period, excused),
  );
  const others = listTerms(catalogue, selection, "downtimeExclusion").flatMap((exclusion) =>
    exclusion.term.causes.map(({ maximumMinutesPerPeriod: maximumMinutes, ...excused }) =>
      exclusionOf(catalogue, exclusion.clause.id, term.period, { ...excused, maximumMinutes }),
    ),
  );
  return [...own, ...others];
}

function exclusionOf(
  catalogue: Catalogue,
  clause: string,
  period: AvailabilityTerm["period"],
  excused: ExcusedCause,
): Exclusion {
  const { noticeHours, maximumMinutes, insideCalendar } = excused;
  const causes = [outageCauseOf(excused.cause)];
  const inside =
    insideCalendar === undefined ? undefined : calendarSpecOf(catalogue, insideCalendar);
  const allowedMs = maximumMinutes === undefined ? undefined : maximumMinutes * MINUTE_MS;
  if (noticeHours !== undefined) {
    return {
      kind: "announced",
      clause,
      causes,
      noticeMs: noticeHours * HOUR_MS,
      ...(allowedMs !== undefined &&
        (period === "month" ? { atMostMsPerMonth: allowedMs } : { atMostMsPerPeriod: allowedMs })),
      ...(inside && { inside }),
    };
  }
  const atMost = allowedMs === undefined ? {} : { atMostMsPerPeriod: allowedMs };
  if (inside) return { kind: "window", clause, causes, window: inside, ...atMost };
  return { kind: "cause", clause, causes, ...atMost };
}

const SOURCES: Readonly<Record<EvidenceSource, readonly ProbeSource[]>> = {
  providerMonitoring: ["provider-wan", "central", "agent"],
  providerWanMonitoring: ["provider-wan"],
  independentMonitor: ["external"],
  agentReports: ["agent"],
  hypervisor: ["central"],
  customerMonitoring: ["customer"],
  customerReport: [],
  ticketTimes: [],
  operationJournal: [],
};

function evidenceOf(
  catalogue: Catalogue,
  selection: Selection,
  clause: string,
  term: AvailabilityTerm,
): EvidenceRules {
  const said = listTerms(catalogue, selection, "evidence")[0];
  const rejected = new Set((said?.term.rejects ?? []).flatMap((source) => SOURCES[source]));
  const accepted = (said?.term.accepts ?? term.evidence).flatMap((source) => SOURCES[source]);
  return {
    clause: said?.clause.id ?? clause,
    sources: [...new Set(accepted)].filter((source) => !rejected.has(source)),
    downWhen: said?.term.agreement ?? "any",
    sampleHoldsMs: sampleHoldsMs(catalogue, selection),
  };
}

/** Three beats of the quickest watch by probes, so that one lost look is no gap. */
function sampleHoldsMs(catalogue: Catalogue, selection: Selection): number {
  const beats = listTerms(catalogue, selection, "watch").flatMap(({ term }) =>
    term.observedBy === "probe" && term.schedule.every === "beat" ? [term.schedule.seconds] : [],
  );
  if (beats.length === 0) return DEFAULT_SAMPLE_HOLDS_MS;
  return Math.min(...beats) * 1000 * BEATS_A_SAMPLE_HOLDS;
}
