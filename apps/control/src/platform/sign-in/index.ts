export * from "./auth.ts";
export * from "./find-caller.ts";
export * from "./links.ts";
export * from "./second-factor.ts";
export * from "./secret-token.ts";
export * from "./tables.ts";
