export * from "./require-time-zone.ts";
