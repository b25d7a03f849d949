export type * from "./fair-use-limit.ts";
import type { FairUseLimit, FairUseReading, UsageEvent } from "./fair-use-limit.ts";
export declare function readFairUse(
  limit: FairUseLimit,
  events: readonly UsageEvent[],
  now: Temporal.Instant,
): FairUseReading;
/** Whether so much more may be used now without passing the limit. */
export declare function fitsFairUse(
  limit: FairUseLimit,
  events: readonly UsageEvent[],
  amount: number,
  now: Temporal.Instant,
): boolean;
