export * from "./charter.ts";
export * from "./target.ts";
export * from "./verify-mandate.ts";
export * from "./carry-out.ts";
