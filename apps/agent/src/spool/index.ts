export * from "./spool.ts";
export type { NewEvent, NewReport, SpoolRecord } from "./records.ts";
export { wireText } from "./records.ts";
export { openDurable, sqliteCode, transact } from "./database.ts";
