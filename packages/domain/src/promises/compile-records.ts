import type { CalendarSpec, Recurrence } from "../calendar/index.ts";
import type { Schedule, Term } from "../catalogue/index.ts";
import type { LookedAt, RecordMeasure } from "./record-measure.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** A calendar of the catalogue by its id. */
export type CalendarOf = (id: string) => CalendarSpec;

/** The measure of a term that is judged by records; undefined for terms that are not. */
export function recordMeasureOf(term: Term, calendarOf: CalendarOf): RecordMeasure | undefined {
  switch (term.type) {
    case "backupStorage":
      return { kind: "storage", term };
    case "firewallPolicy":
      // Only where nothing is open but what the customer named is there something to hold it against.
      return term.default === "deny" && term.open === "namedByCustomer"
        ? { kind: "firewall", appliedWithinMs: term.appliedWithinMinutes * MINUTE_MS }
        : undefined;
    case "provisioning":
      return { kind: "provisioning", steps: term.steps };
    case "intake":
      return { kind: "intake", channels: term.channels };
    case "mailFiltering":
      return term.measured ? { kind: "filtering", term } : undefined;
    case "patching":
      return { kind: "patching", term };
    case "verification":
      return lookMeasure(term.of, term.schedule, true, calendarOf);
    default:
      return undefined;
  }
}

/** How often a check must have been made; undefined for schedules that name no times. */
export function lookMeasure(
  what: LookedAt,
  schedule: Schedule,
  problems: boolean,
  calendarOf: CalendarOf,
): RecordMeasure | undefined {
  if (schedule.every === "beat") {
    // A few beats may be lost on the way; five minutes of silence are a gap.
    const toleratedGapMs = Math.max(schedule.seconds * 3_000, 5 * MINUTE_MS);
    return { kind: "beats", what, toleratedGapMs, problems };
  }
  if (schedule.every === "hours") {
    return { kind: "beats", what, toleratedGapMs: schedule.hours * HOUR_MS, problems };
  }
  const due = recurrenceOf(schedule);
  return (
    due && {
      kind: "looks",
      what,
      due,
      problems,
      ...(schedule.every === "workingDay" && { calendar: calendarOf(schedule.calendar) }),
    }
  );
}

function recurrenceOf(schedule: Schedule): Recurrence | undefined {
  switch (schedule.every) {
    case "day":
      return { every: "day", at: schedule.at ?? "00:00" };
    case "workingDay":
      return { every: "working-day", at: schedule.at };
    case "week":
      return { every: "week", on: schedule.weekday ?? "mon", at: schedule.at ?? "00:00" };
    case "month":
      return { every: "month", onDay: schedule.day, at: schedule.at ?? "00:00" };
    case "quarter":
    case "year":
      return { every: schedule.every, at: "00:00" };
    default:
      return undefined;
  }
}
