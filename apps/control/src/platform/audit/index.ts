export * from "./record-audit.ts";
export * from "./record-security-event.ts";
