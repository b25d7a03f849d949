export * from "./host.ts";
export * from "./local-host.ts";
export * from "./recorded-host.ts";
