export type * from "./retention-policy.ts";
import type { RetentionGap, RetentionPlan, RetentionPolicy, Snapshot } from "./retention-policy.ts";
/** Which snapshots stay and why; periods are local to the zone, weeks are ISO weeks. */
export declare function planRetention(
  policy: RetentionPolicy,
  snapshots: readonly Snapshot[],
  timeZone: string,
): RetentionPlan;
/** Periods of the policy, back from `now`, without a snapshot (`since`: nothing is owed before). */
export declare function retentionGaps(
  policy: RetentionPolicy,
  snapshots: readonly Snapshot[],
  timeZone: string,
  since: Temporal.Instant,
  now: Temporal.Instant,
): readonly RetentionGap[];
