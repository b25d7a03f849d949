import type { EpochMs } from "../interval/index.ts";
import type { FairUseLimit, FairUseReading, UsageEvent } from "./fair-use-limit.ts";
import { calendarWindow } from "./calendar-window.ts";

/**
 * How a customer stands with a limit now (ba-19, ba-20, ba-21). The limit itself may be reached; it
 * is passed by what goes beyond. In a sliding window an event leaves exactly when the window's
 * length has gone by. Order and repeats of events (same `id`) change nothing; later events have
 * not happened.
 */
export function readFairUse(
  limit: FairUseLimit,
  events: readonly UsageEvent[],
  now: Temporal.Instant,
): FairUseReading {
  const window = eventsInWindow(limit, events, now.epochMilliseconds);
  const used = usedOf(limit, window);
  const passedMs = used > limit.atMost ? firstPassing(limit, window) : undefined;
  const withinAgainMs = passedMs === undefined ? undefined : withinAgain(limit, window, used, now);
  return {
    clause: limit.clause,
    metric: limit.metric,
    atMost: limit.atMost,
    used,
    state: stateOf(limit, used),
    ...(passedMs !== undefined && { passedMs }),
    ...(withinAgainMs !== undefined && { withinAgainMs }),
  };
}

/** Whether so much more may be used now without passing the limit (ba-21: a message with 80 recipients). */
export function fitsFairUse(
  limit: FairUseLimit,
  events: readonly UsageEvent[],
  amount: number,
  now: Temporal.Instant,
): boolean {
  if (limit.over.kind === "single") return amount <= limit.atMost;
  return readFairUse(limit, events, now).used + amount <= limit.atMost;
}

function stateOf(limit: FairUseLimit, used: number): FairUseReading["state"] {
  if (used > limit.atMost) return "over";
  const warnAt = (limit.atMost * (limit.warnAtPercent ?? 100)) / 100;
  return used >= warnAt ? "near" : "within";
}

/** The events of the limit's metric, each once, in order. */
export function distinctEvents(
  limit: FairUseLimit,
  events: readonly UsageEvent[],
): readonly UsageEvent[] {
  const ours = events.filter((event) => event.metric === limit.metric);
  return [...new Map(ours.map((event) => [event.id, event])).values()].toSorted(
    (a, b) => a.atMs - b.atMs || a.amount - b.amount,
  );
}

function eventsInWindow(
  limit: FairUseLimit,
  events: readonly UsageEvent[],
  nowMs: EpochMs,
): readonly UsageEvent[] {
  return windowOf(limit, distinctEvents(limit, events), nowMs);
}

function windowOf(
  limit: FairUseLimit,
  ordered: readonly UsageEvent[],
  nowMs: EpochMs,
): readonly UsageEvent[] {
  const fromMs = windowStart(limit, nowMs);
  return ordered.filter((event) => event.atMs >= fromMs && event.atMs <= nowMs);
}

/** First millisecond that belongs to the window. */
export function windowStart(limit: FairUseLimit, nowMs: EpochMs): EpochMs {
  switch (limit.over.kind) {
    case "sliding":
      return nowMs - limit.over.windowMs + 1;
    case "calendar":
      return calendarWindow(limit.over.unit, limit.over.timeZone, nowMs).fromMs;
    case "level":
    case "single":
      return Number.NEGATIVE_INFINITY;
  }
}

function usedOf(limit: FairUseLimit, window: readonly UsageEvent[]): number {
  switch (limit.over.kind) {
    case "sliding":
    case "calendar":
      return window.reduce((sum, event) => sum + event.amount, 0);
    case "level":
      return window.at(-1)?.amount ?? 0;
    case "single":
      return window.reduce((most, event) => Math.max(most, event.amount), 0);
  }
}

function firstPassing(limit: FairUseLimit, window: readonly UsageEvent[]): EpochMs | undefined {
  let sum = 0;
  const adds = limit.over.kind === "sliding" || limit.over.kind === "calendar";
  // A level is passed since the last time it was not.
  const from =
    limit.over.kind === "level"
      ? window.findLastIndex((event) => event.amount <= limit.atMost) + 1
      : 0;
  return window.slice(from).find((event) => {
    sum = adds ? sum + event.amount : event.amount;
    return sum > limit.atMost;
  })?.atMs;
}

function withinAgain(
  limit: FairUseLimit,
  window: readonly UsageEvent[],
  used: number,
  now: Temporal.Instant,
): EpochMs | undefined {
  switch (limit.over.kind) {
    case "level":
    case "single":
      return undefined;
    case "calendar":
      return calendarWindow(limit.over.unit, limit.over.timeZone, now.epochMilliseconds).toMs;
    case "sliding": {
      let left = used;
      const leaver = window.find((event) => {
        left -= event.amount;
        return left <= limit.atMost;
      });
      return leaver === undefined ? undefined : leaver.atMs + limit.over.windowMs;
    }
  }
}
