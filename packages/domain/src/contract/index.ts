export * from "./compile-checks.ts";
export * from "./compile-grants.ts";
