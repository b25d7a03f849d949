export type * from "./rollout-curve.ts";
import type { RolloutFacts, RolloutReading, RolloutStep } from "./rollout-curve.ts";
export declare function readRollout(
  steps: readonly RolloutStep[],
  facts: RolloutFacts,
  timeZone: string,
  now: Temporal.Instant,
): readonly RolloutReading[];
