export * from "./state.ts";
export * from "./check.ts";
export * from "./advance.ts";
export * from "./metrics.ts";
export * from "./reachability.ts";
export * from "./name-check.ts";
