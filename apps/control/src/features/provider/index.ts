export * from "./installation.ts";
