export type {
  ChannelStart,
  ClockReading,
  ClockRules,
  ClockState,
  EscalationStep,
  Level,
  Measure,
  PauseReason,
  PlannedEscalation,
  PriorityRules,
  ResponseTarget,
  Severity,
  TicketEvent,
} from "./clock-rules.ts";
export { judgePriority } from "./judge-priority.ts";
export { planEscalations } from "./plan-escalations.ts";
export type { ClockCalendars } from "./read-clocks.ts";
export { readClocks } from "./read-clocks.ts";
