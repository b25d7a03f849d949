import type { Interval } from "../interval/index.ts";
import {
  intersectIntervals,
  mergeIntervals,
  subtractIntervals,
  totalMs,
} from "../interval/index.ts";
import type {
  AvailabilityFacts,
  AvailabilityRules,
  CountedPart,
  ExcludedPart,
  MonthAvailability,
} from "./availability.ts";
import { percentText, pointsOf } from "./percentage.ts";

/** Times of one service, or of all together where any of them down means down; merged stretches. */
type Pool = {
  readonly down: readonly Interval[];
  readonly excluded: readonly Interval[];
  readonly unknown: readonly Interval[];
};

/** Stretches without evidence, of one service or (without a name) of all. */
export type UnknownTime = readonly (Interval & { readonly service?: string })[];

/** All that was found, of all services. */
export type Found = {
  readonly counted: readonly CountedPart[];
  readonly excluded: readonly ExcludedPart[];
  readonly unknown: UnknownTime;
};

/** One pool for each service, or one for all of them. */
export function poolsOf(
  rules: AvailabilityRules,
  facts: AvailabilityFacts,
  found: Found,
): readonly Pool[] {
  switch (rules.services) {
    case "union":
      return [settlePool(rules, stretchesOf(found))];
    case "average":
      return eachService(facts, found).map((pool) => settlePool(rules, pool));
    case "all-down":
      return [settlePool(rules, whileAll(eachService(facts, found)))];
  }
}

function eachService(facts: AvailabilityFacts, found: Found): readonly Pool[] {
  return [...new Set(facts.services)].map((service) => stretchesOf(found, service));
}

/** Stretches of one service, or of any of them; what was too short to count is simply up. */
function stretchesOf(found: Found, service?: string): Pool {
  const ours = (parts: UnknownTime): readonly Interval[] =>
    mergeIntervals(
      service === undefined
        ? parts
        : parts.filter((part) => part.service === undefined || part.service === service),
    );
  return {
    down: ours(found.counted),
    excluded: ours(found.excluded.filter((part) => part.why !== "short")),
    unknown: ours(found.unknown),
  };
}

/**
 * All services at once: down while each of them is; not known to be up while each is down or
 * unknown; excused while each is down or excused.
 */
function whileAll(pools: readonly Pool[]): Pool {
  const all = (pick: (pool: Pool) => readonly Interval[]): readonly Interval[] =>
    pools.length === 0 ? [] : pools.map(pick).reduce(intersectIntervals);
  return {
    down: all((pool) => pool.down),
    excluded: all((pool) => mergeIntervals([...pool.down, ...pool.excluded])),
    unknown: all((pool) => mergeIntervals([...pool.down, ...pool.unknown])),
  };
}

/** Downtime seen overrules time unknown; unknown time overrules an excuse (it stays unknown). */
function settlePool(rules: AvailabilityRules, pool: Pool): Pool {
  const unknown = subtractIntervals(pool.unknown, pool.down);
  const down =
    rules.unknownTime === "down" ? mergeIntervals([...pool.down, ...unknown]) : pool.down;
  const excluded = subtractIntervals(pool.excluded, down);
  return {
    down,
    excluded: rules.unknownTime === "excluded" ? subtractIntervals(excluded, unknown) : excluded,
    unknown,
  };
}

/** The figures of a period: pools added up, the percentage rounded once from their exact sum. */
export function sumPools(
  rules: AvailabilityRules,
  agreed: readonly Interval[],
  pools: readonly Pool[],
): Pick<
  MonthAvailability,
  "agreedMs" | "downMs" | "unknownMs" | "excludedMs" | "share" | "points" | "percent" | "met"
> {
  const sum = (pick: (pool: Pool) => readonly Interval[]): number =>
    pools.reduce((total, pool) => total + totalMs(pick(pool)), 0);
  const agreedMs = totalMs(agreed) * pools.length;
  const downMs = sum((pool) => pool.down);
  const unknownMs = sum((pool) => pool.unknown);
  const excludedMs = sum((pool) => pool.excluded);
  const leavesMs =
    (rules.excludedTime === "leaves" ? excludedMs : 0) +
    (rules.unknownTime === "excluded" ? unknownMs : 0);
  const of = agreedMs - leavesMs;
  const share = { up: of - downMs, of };
  const points = pointsOf(share, rules);
  return {
    agreedMs,
    downMs,
    unknownMs,
    excludedMs,
    share,
    points,
    percent: percentText(points, rules.decimals),
    met: points >= rules.targetPoints,
  };
}
