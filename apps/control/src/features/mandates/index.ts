export { applyMandateEvent, type SpeakingServer } from "./apply-mandate-event.ts";
export { issueMandate, type MandateRequest } from "./issue-mandate.ts";
export { storeJournalEntry } from "./store-journal-entry.ts";
