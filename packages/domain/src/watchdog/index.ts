export type { WatchdogDecision, WatchdogFacts, WatchdogRules } from "./watchdog-rules.ts";
export { judgeWatchdog } from "./judge-watchdog.ts";
