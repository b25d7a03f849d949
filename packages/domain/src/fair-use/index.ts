export type { FairUseLimit, FairUseReading, UsageEvent } from "./fair-use-limit.ts";
export { findPassings, fitsFairUse, readFairUse } from "./read-fair-use.ts";
