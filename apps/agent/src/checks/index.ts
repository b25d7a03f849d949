export * from "./standings.ts";
export * from "./judge-sample.ts";
export * from "./unit-keeper.ts";
export * from "./package-manager.ts";
