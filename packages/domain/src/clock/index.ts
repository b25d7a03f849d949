export type * from "./clock-rules.ts";
import type { Calendar } from "../calendar/index.ts";
import type {
  ClockReading,
  ClockRules,
  PlannedEscalation,
  PriorityRules,
  Severity,
  TicketEvent,
} from "./clock-rules.ts";
export declare function judgePriority(
  rules: PriorityRules,
  severity: Severity,
): { readonly priority: string; readonly clause: string };
export type ClockCalendars = { readonly service: Calendar; readonly intake: Calendar };
/** One reading per target that applies to the ticket's priority; order and repeats of events do not matter. */
export declare function readClocks(
  rules: ClockRules,
  calendars: ClockCalendars,
  events: readonly TicketEvent[],
  now: Temporal.Instant,
): readonly ClockReading[];
/** Steps not yet made unnecessary by the target being met; `onDuty` gives the recipient's hours. */
export declare function planEscalations(
  rules: ClockRules,
  calendars: ClockCalendars,
  reading: ClockReading,
  onDuty: (to: string) => Calendar,
): readonly PlannedEscalation[];
