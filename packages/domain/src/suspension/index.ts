export type { SuspensionEvent, SuspensionReading, SuspensionRules } from "./suspension-rules.ts";
export { readSuspension } from "./read-suspension.ts";
