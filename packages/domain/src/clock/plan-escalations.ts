import type { Calendar } from "../calendar/index.ts";
import { isOpen, nextOpening } from "../calendar/index.ts";
import type { EpochMs } from "../interval/index.ts";
import type { ClockRules, EscalationStep, PlannedEscalation, TicketEvent } from "./clock-rules.ts";
import type { ClockCalendars, RunningTarget } from "./read-clocks.ts";
import { momentAtPercent, runningTargets } from "./read-clocks.ts";

/**
 * Who is to hear of a ticket's clocks, and when, in the order of sending. A page outside the
 * recipient's hours waits for their next opening unless the contract lets it ring at night. What
 * would leave only after its target was met is left out. `hoursOf` gives a recipient's hours.
 */
export function planEscalations(
  rules: ClockRules,
  calendars: ClockCalendars,
  events: readonly TicketEvent[],
  now: Temporal.Instant,
  hoursOf: (to: string) => Calendar,
): readonly PlannedEscalation[] {
  return runningTargets(rules, calendars, events, now.epochMilliseconds)
    .flatMap((running) =>
      rules.escalations
        .filter((step) => step.measure === running.target.measure)
        .flatMap((step) => planStep(running, step, hoursOf)),
    )
    .toSorted((a, b) => (a.sendMs ?? a.dueMs) - (b.sendMs ?? b.dueMs) || a.atPercent - b.atPercent);
}

function planStep(
  running: RunningTarget,
  step: EscalationStep,
  hoursOf: (to: string) => Calendar,
): readonly PlannedEscalation[] {
  const dueMs = momentAtPercent(running, step.atPercent);
  if (dueMs === undefined) return [];
  const sendMs = sendMoment(step, dueMs, hoursOf);
  if (running.metMs !== undefined && (sendMs ?? dueMs) > running.metMs) return [];
  const { clause, measure, to, by, atPercent } = step;
  const heldBack = sendMs !== dueMs;
  return [
    {
      clause,
      measure,
      to,
      by,
      atPercent,
      dueMs,
      ...(sendMs !== undefined && { sendMs }),
      heldBack,
    },
  ];
}

function sendMoment(
  step: EscalationStep,
  dueMs: EpochMs,
  hoursOf: (to: string) => Calendar,
): EpochMs | undefined {
  if (step.by === "message" || step.ringsAtNight) return dueMs;
  const due = Temporal.Instant.fromEpochMilliseconds(dueMs);
  const hours = hoursOf(step.to);
  return isOpen(hours, due) ? dueMs : nextOpening(hours, due)?.epochMilliseconds;
}
