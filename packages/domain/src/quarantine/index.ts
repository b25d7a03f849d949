export type * from "./quarantine-rules.ts";
import type { QuarantineEvent, QuarantineReading, QuarantineRules } from "./quarantine-rules.ts";
export declare function readQuarantine(
  rules: QuarantineRules,
  events: readonly QuarantineEvent[],
  now: Temporal.Instant,
): QuarantineReading;
