import type { Calendar } from "../calendar/index.ts";
import { isOpen, nextOpening } from "../calendar/index.ts";
import type { EpochMs, Interval } from "../interval/index.ts";
import { mergeIntervals, subtractIntervals } from "../interval/index.ts";
import type { ClockRules, ResponseTarget, TicketEvent } from "./clock-rules.ts";

/** Events of one instant are taken in this order, so that their order of arrival cannot matter. */
const RANK: Readonly<Record<TicketEvent["kind"], number>> = {
  reported: 0,
  recorded: 1,
  "priority-set": 2,
  reopened: 3,
  resumed: 4,
  paused: 5,
  acknowledged: 6,
  scheduled: 7,
  "work-began": 8,
  solved: 9,
};

/** What had happened by a moment, each event once, in order. */
export function historyUntil(
  events: readonly TicketEvent[],
  nowMs: EpochMs,
): readonly TicketEvent[] {
  const byId = new Map(events.map((event) => [event.id, event]));
  return [...byId.values()]
    .filter((event) => event.atMs <= nowMs)
    .toSorted((a, b) => a.atMs - b.atMs || RANK[a.kind] - RANK[b.kind] || (a.id < b.id ? -1 : 1));
}

/** The priority set last; undefined before the first. */
export function priorityOf(history: readonly TicketEvent[]): string | undefined {
  return history.findLast((event) => event.kind === "priority-set")?.priority;
}

/** When the clock starts: the earliest start that any notice gives by its channel. */
export function startOf(
  rules: ClockRules,
  intake: Calendar,
  history: readonly TicketEvent[],
): EpochMs | undefined {
  const recordedMs = history.find((event) => event.kind === "recorded")?.atMs;
  const starts: EpochMs[] = [];
  for (const event of history) {
    if (event.kind !== "reported") continue;
    const channel = rules.channels.find((one) => one.channel === event.channel);
    const startMs = noticeStart(
      channel?.starts ?? rules.otherChannels,
      event.atMs,
      intake,
      recordedMs,
    );
    if (startMs !== undefined) starts.push(startMs);
  }
  return starts.length === 0 ? undefined : Math.min(...starts);
}

function noticeStart(
  starts: ClockRules["otherChannels"],
  atMs: EpochMs,
  intake: Calendar,
  recordedMs: EpochMs | undefined,
): EpochMs | undefined {
  switch (starts) {
    case "receipt":
      return atMs;
    case "recorded":
      return recordedMs;
    case "never":
      return undefined;
    case "intake": {
      const at = Temporal.Instant.fromEpochMilliseconds(atMs);
      return isOpen(intake, at) ? atMs : nextOpening(intake, at)?.epochMilliseconds;
    }
  }
}

/** When a target was met; a solution that was reopened was none. */
export function metAt(
  target: ResponseTarget,
  history: readonly TicketEvent[],
): EpochMs | undefined {
  let metMs: EpochMs | undefined;
  for (const event of history) {
    if (event.kind === "reopened" && target.measure === "solution") metMs = undefined;
    else if (isMeeting(target, event)) metMs ??= event.atMs;
  }
  return metMs;
}

function isMeeting(target: ResponseTarget, event: TicketEvent): boolean {
  return (target.metBy as readonly string[]).includes(event.kind);
}

/**
 * The stretches in which a target's clock runs, from its start on without end. It stands still
 * while the ticket is paused for a reason that stops this target, and, for a solution, between
 * being solved and being reopened. A pause that still lasts is taken to end now.
 */
export function runningStretches(
  target: ResponseTarget,
  history: readonly TicketEvent[],
  startMs: EpochMs,
  nowMs: EpochMs,
): readonly Interval[] {
  const endless = { fromMs: startMs, toMs: Number.POSITIVE_INFINITY };
  const still = [...pauses(target, history, nowMs), ...solvedTimes(target, history)];
  return subtractIntervals([endless], mergeIntervals(still));
}

/** Whether the ticket is paused, at the end of its history, for a reason that stops this target. */
export function isPaused(target: ResponseTarget, history: readonly TicketEvent[]): boolean {
  const last = history.findLast((event) => event.kind === "paused" || event.kind === "resumed");
  return last?.kind === "paused" && target.pausedBy.includes(last.reason);
}

function pauses(
  target: ResponseTarget,
  history: readonly TicketEvent[],
  nowMs: EpochMs,
): readonly Interval[] {
  const found: Interval[] = [];
  let sinceMs: EpochMs | undefined;
  for (const event of history) {
    if (event.kind !== "paused" && event.kind !== "resumed") continue;
    if (sinceMs !== undefined) found.push({ fromMs: sinceMs, toMs: event.atMs });
    const stops = event.kind === "paused" && target.pausedBy.includes(event.reason);
    sinceMs = stops ? event.atMs : undefined;
  }
  if (sinceMs !== undefined) found.push({ fromMs: sinceMs, toMs: nowMs });
  return found;
}

function solvedTimes(target: ResponseTarget, history: readonly TicketEvent[]): readonly Interval[] {
  if (target.measure !== "solution") return [];
  const found: Interval[] = [];
  let solvedMs: EpochMs | undefined;
  for (const event of history) {
    if (isMeeting(target, event)) solvedMs ??= event.atMs;
    if (event.kind !== "reopened" || solvedMs === undefined) continue;
    found.push({ fromMs: solvedMs, toMs: event.atMs });
    solvedMs = undefined;
  }
  return found;
}
