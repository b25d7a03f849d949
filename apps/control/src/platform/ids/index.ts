export * from "./uuid.ts";
