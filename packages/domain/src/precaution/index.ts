export type { PrecautionFacts, PrecautionReading, PrecautionRules } from "./precaution-rules.ts";
export { judgePrecaution } from "./judge-precaution.ts";
