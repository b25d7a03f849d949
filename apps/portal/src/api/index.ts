export * from "./client.ts";
export * from "./problem.ts";
export * from "./queries.ts";
export type * from "./types.ts";
