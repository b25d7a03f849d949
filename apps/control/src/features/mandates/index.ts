export type { SpeakingServer } from "./apply-mandate-event.ts";
export { openMandates, type Mandates } from "./open-mandates.ts";
