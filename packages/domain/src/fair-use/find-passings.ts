import type { EpochMs } from "../interval/index.ts";
import type { FairUseLimit, UsageEvent } from "./fair-use-limit.ts";
import { distinctEvents, windowStart } from "./read-fair-use.ts";

/** The limit was newly passed: when, and what was used then. */
export type Passing = { readonly atMs: EpochMs; readonly used: number };

/**
 * Every moment at which a limit was newly passed, in order: for the record, also of windows long
 * gone (ba-25: the customer is shown his own statistics). A sliding window that was over until the
 * very moment is not newly passed; a new calendar window is, and so is each single event alone.
 */
export function findPassings(
  limit: FairUseLimit,
  events: readonly UsageEvent[],
): readonly Passing[] {
  const ordered = distinctEvents(limit, events);
  switch (limit.over.kind) {
    case "single":
      return ordered
        .filter((event) => event.amount > limit.atMost)
        .map(({ atMs, amount }) => ({ atMs, used: amount }));
    case "level":
      return ordered
        .filter(({ amount }, index) => {
          const before = ordered[index - 1]?.amount ?? 0;
          return amount > limit.atMost && before <= limit.atMost;
        })
        .map(({ atMs, amount }) => ({ atMs, used: amount }));
    case "sliding":
    case "calendar":
      return sumPassings(limit, ordered);
  }
}

/** Two ends that only move forward, so that a year of messages is read once. */
function sumPassings(limit: FairUseLimit, ordered: readonly UsageEvent[]): readonly Passing[] {
  const instants = sumPerInstant(ordered);
  const passings: Passing[] = [];
  let used = 0;
  let oldest = 0;
  const dropBefore = (fromMs: EpochMs): void => {
    for (; (instants[oldest]?.atMs ?? Infinity) < fromMs; oldest += 1) {
      used -= instants[oldest]?.used ?? 0;
    }
  };
  for (const { atMs, used: added } of instants) {
    // What leaves a sliding window at this very moment was in it a millisecond ago.
    dropBefore(windowStart(limit, limit.over.kind === "sliding" ? atMs - 1 : atMs));
    const before = used;
    dropBefore(windowStart(limit, atMs));
    used += added;
    if (used > limit.atMost && before <= limit.atMost) passings.push({ atMs, used });
  }
  return passings;
}

function sumPerInstant(ordered: readonly UsageEvent[]): readonly Passing[] {
  const sums = new Map<EpochMs, number>();
  for (const { atMs, amount } of ordered) sums.set(atMs, (sums.get(atMs) ?? 0) + amount);
  return [...sums].map(([atMs, used]) => ({ atMs, used }));
}
