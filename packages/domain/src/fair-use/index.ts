export type { FairUseLimit, FairUseReading, UsageEvent } from "./fair-use-limit.ts";
export type { Passing } from "./find-passings.ts";
export { findPassings } from "./find-passings.ts";
export { fitsFairUse, readFairUse } from "./read-fair-use.ts";
