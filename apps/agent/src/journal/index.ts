export * from "./journal.ts";
export * from "./verify-chain.ts";
