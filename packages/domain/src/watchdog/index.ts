export type * from "./watchdog-rules.ts";
import type { WatchdogDecision, WatchdogFacts, WatchdogRules } from "./watchdog-rules.ts";
export declare function judgeWatchdog(
  rules: WatchdogRules,
  facts: WatchdogFacts,
  now: Temporal.Instant,
): WatchdogDecision;
