export type * from "./suspension-rules.ts";
import type { SuspensionEvent, SuspensionReading, SuspensionRules } from "./suspension-rules.ts";
export declare function readSuspension(
  rules: SuspensionRules,
  events: readonly SuspensionEvent[],
  now: Temporal.Instant,
): SuspensionReading;
