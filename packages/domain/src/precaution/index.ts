export type * from "./precaution-rules.ts";
import type { PrecautionFacts, PrecautionReading, PrecautionRules } from "./precaution-rules.ts";
export declare function judgePrecaution(
  rules: PrecautionRules,
  facts: PrecautionFacts,
  now: Temporal.Instant,
): PrecautionReading;
