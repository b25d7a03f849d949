import type { ClockReading, TicketEvent } from "../clock/index.ts";
import { planEscalations, readClocks } from "../clock/index.ts";
import { CLOCK_PRIORITY, compileClocks, judgeSeverity, momentText } from "../contract/index.ts";
import type { CompiledClock } from "../contract/index.ts";
import type { EventOf } from "./scenario-event.ts";
import type { Line, LineCode } from "./timeline.ts";
import { eventsOf } from "./world.ts";
import type { Timed, World } from "./world.ts";

/** A ticket with the clocks that its contract starts, and all that happened to it. */
export type PlayedTicket = {
  readonly id: string;
  readonly clocks: readonly CompiledClock[];
  readonly events: readonly TicketEvent[];
};

const STEP = {
  recorded: "recorded",
  acknowledged: "acknowledged",
  workBegun: "work-began",
  scheduled: "scheduled",
  solved: "solved",
  reopened: "reopened",
  resumed: "resumed",
} as const;

const PAUSE = {
  waitingForCustomer: "waiting-for-customer",
  waitingForThirdParty: "waiting-for-supplier",
  appointmentAgreed: "appointment",
} as const;

export function playedTickets(world: World): readonly PlayedTicket[] {
  const steps = eventsOf(world, "step");
  return eventsOf(world, "ticket").map((ticket) => {
    const judged = judgeSeverity(world.catalogue, world.selection, ticket);
    const priority = ticket.priority ?? judged?.priority;
    return {
      id: ticket.id,
      clocks: compileClocks(world.catalogue, world.selection, {
        ...judged,
        ...(priority !== undefined && { priority }),
      }),
      events: [
        { id: "reported", atMs: ticket.atMs, kind: "reported", channel: ticket.channel },
        { id: "recorded", atMs: ticket.atMs, kind: "recorded" },
        { id: "priority", atMs: ticket.atMs, kind: "priority-set", priority: CLOCK_PRIORITY },
        ...steps.filter((step) => step.ticket === ticket.id).map(stepEvent),
      ],
    };
  });
}

function stepEvent({ step, atMs, index }: Timed<EventOf<"step">>): TicketEvent {
  const id = `step-${index}`;
  if (step in PAUSE) {
    return { id, atMs, kind: "paused", reason: PAUSE[step as keyof typeof PAUSE] };
  }
  return { id, atMs, kind: STEP[step as keyof typeof STEP] };
}

/** Clocks of tickets: when they start, warn, are met or run out, and who is called (se-03, srv-28). */
export function playTickets(world: World): readonly Line[] {
  return playedTickets(world).flatMap((ticket) =>
    ticket.clocks.flatMap((clock) => clockLines(world, ticket, clock)),
  );
}

/** How a clock of a ticket stands at a moment. */
export function readingAt(
  { events }: PlayedTicket,
  { rules, calendars }: CompiledClock,
  atMs: number,
): ClockReading | undefined {
  return readClocks(rules, calendars, events, Temporal.Instant.fromEpochMilliseconds(atMs))[0];
}

function clockLines(world: World, ticket: PlayedTicket, clock: CompiledClock): readonly Line[] {
  const { toMs } = world.span;
  const reading = readingAt(ticket, clock, toMs);
  if (reading?.startedMs === undefined) return [];
  const named = { ticket: ticket.id, clock: clock.kind };
  const line = (atMs: number, code: LineCode, what: string, more: Partial<Line> = {}): Line => ({
    atMs,
    kind: "clock",
    clause: clock.clause,
    what: `${ticket.id} ${clock.kind} ${what}`,
    code,
    facts: named,
    ...more,
  });
  const { dueMs, stoppedMs, breachedMs } = reading;
  const due = dueMs === undefined ? "never" : momentText(dueMs, world.timeZone);
  const runs = dueMs === undefined ? {} : { untilMs: dueMs };
  const inTime = stoppedMs !== undefined && breachedMs === undefined;
  return [
    line(reading.startedMs, "clock-runs", `runs, due ${due}`, runs),
    ...reading.warnings
      .filter(({ atMs }) => atMs <= toMs)
      .map(({ atMs, percent }) =>
        line(atMs, "clock-warning", `warning at ${percent} %`, { facts: { ...named, percent } }),
      ),
    ...(breachedMs === undefined ? [] : [line(breachedMs, "clock-missed", "missed")]),
    ...(inTime ? [line(stoppedMs, "clock-met", "met")] : []),
    ...escalationLines(world, ticket, clock),
  ];
}

function escalationLines(
  world: World,
  ticket: PlayedTicket,
  clock: CompiledClock,
): readonly Line[] {
  const { rules, calendars, escalationHours } = clock;
  const end = Temporal.Instant.fromEpochMilliseconds(world.span.toMs);
  return planEscalations(rules, calendars, ticket.events, end, () => escalationHours)
    .filter(({ sendMs }) => sendMs !== undefined && sendMs < world.span.toMs)
    .map(({ sendMs, dueMs, to, by, clause, heldBack }) => ({
      atMs: sendMs ?? dueMs,
      kind: "act",
      clause,
      what: `${ticket.id} ${by} to ${to}${heldBack ? ", held back until the hours open" : ""}`,
      code: "escalated",
      facts: { ticket: ticket.id, by, to, heldBack },
    }));
}
