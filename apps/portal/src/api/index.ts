export * from "./client.ts";
export * from "./problem.ts";
export * from "./queries.ts";
export { setProofAsker } from "./step-up.ts";
export type * from "./types.ts";
