import { compileCalendar } from "../calendar/index.ts";
import type { Calendar } from "../calendar/index.ts";
import { listTerms } from "../catalogue/index.ts";
import type { Catalogue, ClauseTerm, Selection, TermOf } from "../catalogue/index.ts";
import type { ClockCalendars, ClockRules, EscalationStep, ResponseTarget } from "../clock/index.ts";
import { calendarSpecOf } from "./calendar-spec.ts";
import type { JudgedSeverity } from "./judge-severity.ts";

/** One promised time for one fault: the rules, the hours it counts in, and whose hours keep a page waiting. */
export type CompiledClock = {
  readonly clause: string;
  readonly kind: TermOf<"responseClock">["kind"];
  readonly rules: ClockRules;
  readonly calendars: ClockCalendars;
  readonly escalationHours: Calendar;
};

type ClockTerm = TermOf<"responseClock">;
type Target = ClockTerm["targets"][number];

const MINUTE_MS = 60_000;
/** The name under which a judged fault goes through the rules; they need nothing but a word that matches. */
export const CLOCK_PRIORITY = "judged";

const MET_BY = {
  workBegun: "work-began",
  scheduled: "scheduled",
  answered: "acknowledged",
  workaround: "solved",
  solved: "solved",
} as const;

const PAUSED_BY = {
  waitingForCustomer: "waiting-for-customer",
  customerUnreachable: "waiting-for-customer",
  waitingForThirdParty: "waiting-for-supplier",
  appointmentAgreed: "appointment",
} as const;

/**
 * The clocks that run for a fault as it was judged (se-03, msp-16, srv-28, srv-29): of each clause the first target that
 * fits level, severity and priority. Faults that monitoring found start clocks that may start without anybody's notice.
 */
export function compileClocks(
  catalogue: Catalogue,
  selection: Selection,
  judged: Partial<JudgedSeverity>,
): readonly CompiledClock[] {
  const intake = intakeOf(catalogue, selection);
  return listTerms(catalogue, selection, "responseClock").flatMap((found) => {
    const target = found.term.targets.find((one) => fits(one, selection, judged));
    return target === undefined ? [] : [compileClock(catalogue, selection, found, target, intake)];
  });
}

function fits(target: Target, selection: Selection, judged: Partial<JudgedSeverity>): boolean {
  return (
    (target.level === undefined || target.level === selection.level) &&
    (target.severity === undefined || target.severity === judged.severity) &&
    (target.priority === undefined || target.priority === judged.priority)
  );
}

function compileClock(
  catalogue: Catalogue,
  selection: Selection,
  { clause, term }: ClauseTerm<"responseClock">,
  target: Target,
  intake: Intake | undefined,
): CompiledClock {
  const service = compileCalendar(calendarSpecOf(catalogue, target.calendar));
  const withinMs = target.targetMinutes * MINUTE_MS;
  const escalation = listTerms(catalogue, selection, "escalation")[0];
  const rules: ClockRules = {
    targets: [responseTarget(clause.id, term, withinMs)],
    channels: [
      ...term.startsBy.map((channel) => ({ channel, starts: startOf(term, channel, intake) })),
      ...(term.startsOn === undefined
        ? []
        : [{ channel: "monitoring", starts: "receipt" as const }]),
    ],
    otherChannels: "never",
    warnAtPercent: term.warnAtPercent,
    escalations: escalation === undefined ? [] : stepsOf(escalation, term, withinMs),
  };
  return {
    clause: clause.id,
    kind: term.kind,
    rules,
    calendars: { service, intake: intake?.calendar ?? service },
    escalationHours:
      escalation === undefined
        ? service
        : compileCalendar(calendarSpecOf(catalogue, escalation.term.calendar)),
  };
}

function responseTarget(clause: string, term: ClockTerm, withinMs: number): ResponseTarget {
  return {
    clause,
    measure: term.kind === "solution" ? "solution" : "reaction",
    priority: CLOCK_PRIORITY,
    withinMs,
    // A calendar that never closes counts every hour by itself.
    counts: "service-time",
    metBy: [...new Set(term.fulfilledBy.map((word) => MET_BY[word]))],
    pausedBy: [...new Set(term.pausesWhile.map((word) => PAUSED_BY[word]))],
  };
}

type Intake = { readonly calendar: Calendar; readonly channels: readonly string[] };

/** srv-23: faults are taken in during these hours; a notice outside them counts from the next opening. */
function intakeOf(catalogue: Catalogue, selection: Selection): Intake | undefined {
  const found = listTerms(catalogue, selection, "serviceHours").find(
    ({ term }) => term.purpose === "faultIntake",
  );
  return (
    found && {
      calendar: compileCalendar(calendarSpecOf(catalogue, found.term.calendar)),
      channels: found.term.channels,
    }
  );
}

function startOf(
  { startsAt }: ClockTerm,
  channel: string,
  intake: Intake | undefined,
): "receipt" | "intake" | "recorded" {
  if (startsAt === "confirmed") return "recorded";
  return intake?.channels.includes(channel) ? "intake" : "receipt";
}

/** Minutes after the start as percent of the target, which is what the clock counts in. */
function stepsOf(
  { clause, term }: ClauseTerm<"escalation">,
  clock: ClockTerm,
  withinMs: number,
): readonly EscalationStep[] {
  return term.steps.map((step) => ({
    clause: clause.id,
    measure: clock.kind === "solution" ? "solution" : "reaction",
    to: step.to,
    atPercent: (step.afterMinutes * MINUTE_MS * 100) / withinMs,
    by: step.channels.some((channel) => channel === "phone" || channel === "sms")
      ? "page"
      : "message",
    ringsAtNight: term.ringsOutside,
  }));
}
