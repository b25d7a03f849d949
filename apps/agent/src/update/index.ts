export * from "./updater.ts";
