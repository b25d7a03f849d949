export * from "./handlers.ts";
