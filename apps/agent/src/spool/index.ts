export * from "./spool.ts";
export type { NewEvent, NewReport, SpoolRecord } from "./records.ts";
export { wireText } from "./records.ts";
export { openDurable, transact } from "./database.ts";
export type { StandingRow } from "./notes.ts";
