export { markEffect } from "./hold.ts";
export * from "./run-once.ts";
