export * from "./schema.ts";
export * from "./scope.ts";
