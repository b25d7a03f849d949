export type {
  KeepWithin,
  KeptSnapshot,
  RetentionGap,
  RetentionPlan,
  RetentionPolicy,
  Snapshot,
} from "./retention-policy.ts";
export { retentionGaps } from "./find-gaps.ts";
export { planRetention } from "./plan-retention.ts";
