export * from "./handlers.ts";
export * from "./server.ts";
export { describeApi } from "./openapi.ts";
export { OBJECT_TABLES } from "./object-tables.ts";
export { parseStrictJson } from "./strict-json.ts";
export { problemOf } from "./problem.ts";
