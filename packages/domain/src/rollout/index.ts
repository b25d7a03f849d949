export type { RolloutFacts, RolloutReading, RolloutStep } from "./rollout-curve.ts";
export { readRollout } from "./read-rollout.ts";
