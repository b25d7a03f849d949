import { listTerms } from "../catalogue/index.ts";
import type { Catalogue, Clause, EventName, Selection, Term, TermOf } from "../catalogue/index.ts";
import { calendarSpecOf, compileAvailability, compileChecks } from "../contract/index.ts";
import type { AvailabilityPromise } from "../contract/index.ts";
import { lookMeasure, recordMeasureOf } from "./compile-records.ts";
import type { CalendarOf } from "./compile-records.ts";
import type { Audience, Measure } from "./promise.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** A gap is told by the host check; this much more is given to telling it where no alarm clause names a time. */
const DEFAULT_GAP_MS = 5 * MINUTE_MS;

/** What a contract has besides the one clause, worked out once for all its clauses. */
export type Surroundings = {
  readonly availability: readonly AvailabilityPromise[];
  /** `clause check` for each check that no part of this release can make. */
  readonly unobserved: ReadonlySet<string>;
  readonly alarms: readonly TermOf<"alarm">[];
  /** The clause that promises nothing while the customer has named nothing to back up. */
  readonly nothingChosenBy?: string;
  readonly hostDownAfterMs?: number;
  readonly calendarOf: CalendarOf;
};

export function surroundingsOf(catalogue: Catalogue, selection: Selection): Surroundings {
  const watches = listTerms(catalogue, selection, "watch").flatMap(({ term }) => term.checks);
  const hosts = watches.flatMap((check) =>
    check.check === "host" ? [check.downAfterSeconds] : [],
  );
  const chosen = listTerms(catalogue, selection, "backup").find(
    ({ term }) => term.emptyChoice === "nothingPromised",
  );
  return {
    availability: compileAvailability(catalogue, selection),
    unobserved: new Set(
      compileChecks(catalogue, selection).unobserved.map(
        ({ clause, check }) => `${clause} ${check}`,
      ),
    ),
    alarms: listTerms(catalogue, selection, "alarm").map(({ term }) => term),
    calendarOf: (id) => calendarSpecOf(catalogue, id),
    ...(chosen && { nothingChosenBy: chosen.clause.id }),
    ...(hosts.length > 0 && { hostDownAfterMs: Math.min(...hosts) * 1000 }),
  };
}

/** What would have to be true, and observed, for this clause to be kept. */
export function compileMeasures(
  clause: Clause,
  terms: readonly Term[],
  around: Surroundings,
): readonly Measure[] {
  const events = terms.flatMap((term) => (term.type === "alarm" ? term.events : []));
  return terms.flatMap((term) =>
    term.type === "watch"
      ? watchMeasures(clause, term, events, around)
      : measuresOf(clause, term, around),
  );
}

function measuresOf(clause: Clause, term: Term, around: Surroundings): readonly Measure[] {
  switch (term.type) {
    case "alarm":
      return [
        {
          kind: "alarms",
          events: term.events,
          withinMs: term.withinSeconds * 1000,
          to: audiencesOf(term),
          fixedInstead: term.fixedInstead === true,
        },
      ];
    case "availability":
      return around.availability
        .filter((promised) => promised.clause === clause.id)
        .map((promised) => ({ kind: "availability", promised }));
    case "softwareSet":
      return [servicesMeasure(term)];
    case "retention":
    case "certificateRenewal":
      return backupOrCertificates(term);
    default:
      return documentMeasures(clause, term, around);
  }
}

/** A set without a unit by which it could be found is not watched by anything. */
function servicesMeasure(term: TermOf<"softwareSet">): Measure {
  const units = term.items.flatMap((item) => item.products.flatMap((product) => product.units));
  return units.length === 0
    ? { kind: "not-observed", what: "softwareSet" }
    : { kind: "services", units };
}

/** What is told, reported, asked for or installed, rather than watched. */
function documentMeasures(
  clause: Clause,
  term: Term,
  { calendarOf }: Surroundings,
): readonly Measure[] {
  switch (term.type) {
    case "graphs":
      return [{ kind: "graphs", liveMs: term.liveSeconds * 1000, historyDays: term.historyDays }];
    case "agentFootprint":
      return [{ kind: "agent", agentsPerMachine: term.agentsPerMachine, listens: term.listens }];
    case "notice":
      return [noticeMeasure(clause, term)];
    case "responseClock":
      return [{ kind: "clock", measure: term.kind }];
    case "rollout":
      return [{ kind: "rollout" }];
    case "report":
      return [{ kind: "report", name: term.name, onDemand: term.onDemand }];
    case "notifyCustomer":
      return [{ kind: "told", events: term.on, withinMs: term.withinHours * HOUR_MS }];
    case "restore":
      return restoreMeasures(term, calendarOf);
    case "operation":
    case "selfService":
    case "accountManagement":
      return [{ kind: "operations", operations: term.operations }];
    // These say what other terms mean; they promise nothing that could be seen by itself.
    case "definition":
    case "severityRule":
    case "serviceHours":
    case "escalation":
    case "auditRecord":
    case "customerDuty":
    case "exclusion":
    case "requirement":
      return [];
    default:
      return [recordMeasureOf(term, calendarOf) ?? { kind: "not-observed", what: term.type }];
  }
}

/** That it can be asked for, and where the clause says how often that is tried out, that it is. */
function restoreMeasures(term: TermOf<"restore">, calendarOf: CalendarOf): readonly Measure[] {
  const asked: Measure = { kind: "operations", operations: term.operations };
  if (term.testedEvery === undefined) return [asked];
  const tried = lookMeasure("restores", term.testedEvery, true, calendarOf);
  return [asked, tried ?? { kind: "not-observed", what: "restore" }];
}

function noticeMeasure(clause: Clause, term: TermOf<"notice">): Measure {
  const channels = [
    ...(term.channels.includes("mail") ? (["mail"] as const) : []),
    ...(term.publishOn.length > 0 ? (["portal"] as const) : []),
  ];
  return {
    kind: "notice",
    rules: {
      clause: clause.id,
      noticeMs: term.noticeHours * HOUR_MS,
      longerThanMs: term.longerThanMinutes * MINUTE_MS,
      channels,
      emergencyExempt: term.emergencies === "repairFirst",
    },
  };
}

function backupOrCertificates(
  term: TermOf<"retention"> | TermOf<"certificateRenewal">,
): readonly Measure[] {
  if (term.type === "retention") return [{ kind: "not-observed", what: "retention" }];
  return [
    {
      kind: "certificates",
      renewBeforeMs: term.renewBeforeDays * DAY_MS,
      alarmBeforeMs: term.alarmBeforeDays * DAY_MS,
    },
  ];
}

function watchMeasures(
  clause: Clause,
  term: TermOf<"watch">,
  events: readonly EventName[],
  around: Surroundings,
): readonly Measure[] {
  const measures: Measure[] = [];
  for (const check of term.checks) {
    if (check.check === "backupOutcome") {
      measures.push({
        kind: "backup",
        maximumAgeMs: check.maximumAgeHours * HOUR_MS,
        ...(around.nothingChosenBy !== undefined && { nothingChosenBy: around.nothingChosenBy }),
      });
    } else if (check.check === "certificateExpiry") {
      measures.push({
        kind: "certificates",
        renewBeforeMs: check.warnDays * DAY_MS,
        alarmBeforeMs: check.critDays * DAY_MS,
      });
    } else if (isUnobserved(clause, term, check.check, around)) {
      measures.push(
        lookMeasure(check.check, term.schedule, term.alarms, around.calendarOf) ?? {
          kind: "not-observed",
          what: check.check,
        },
      );
    }
  }
  return measures.length === term.checks.length
    ? measures
    : [watchMeasure(term, events, around), ...measures];
}

function isUnobserved(
  clause: Clause,
  term: TermOf<"watch">,
  check: TermOf<"watch">["checks"][number]["check"],
  around: Surroundings,
): boolean {
  if (term.observedBy === "probe") return check !== "website" && check !== "host";
  return term.observedBy !== "agent" || around.unobserved.has(`${clause.id} ${check}`);
}

function watchMeasure(
  term: TermOf<"watch">,
  events: readonly EventName[],
  around: Surroundings,
): Measure {
  const within = alarmWithinMs(term, around);
  return {
    kind: "watch",
    by: term.observedBy,
    toleratedGapMs:
      term.schedule.every === "beat"
        ? (around.hostDownAfterMs ?? DEFAULT_GAP_MS) + (within ?? DEFAULT_GAP_MS)
        : DAY_MS,
    problems: term.alarms,
    events,
    ...(term.alarms && within !== undefined && { alarmWithinMs: within }),
  };
}

/** The tightest alarm clause that names an event of this watch; else the slowest there is, since a hard state alarms. */
function alarmWithinMs(term: TermOf<"watch">, { alarms }: Surroundings): number | undefined {
  const raised: readonly EventName[] = term.raises ?? [];
  const seconds = alarms
    .filter((alarm) => alarm.events.some((event) => raised.includes(event)))
    .map((alarm) => alarm.withinSeconds);
  if (seconds.length > 0) return Math.min(...seconds) * 1000;
  if (alarms.length === 0) return undefined;
  return Math.max(...alarms.map((alarm) => alarm.withinSeconds)) * 1000;
}

function audiencesOf(term: TermOf<"alarm">): readonly Audience[] {
  const audiences: Audience[] = [];
  if (term.to.includes("technicians")) audiences.push("technicians");
  if (term.to.some((to) => to !== "technicians" && to !== "public")) audiences.push("customer");
  return audiences;
}
