export type { QuarantineEvent, QuarantineReading, QuarantineRules } from "./quarantine-rules.ts";
export { readQuarantine } from "./read-quarantine.ts";
