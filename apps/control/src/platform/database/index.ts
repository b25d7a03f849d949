export { askInOrder } from "./ask-in-order.ts";
export * from "./assert-separation.ts";
export * from "./connect-database.ts";
export * from "./migrate.ts";
export { prepared } from "./prepared.ts";
export * from "./schema.ts";
export * from "./scope.ts";
export { JOB_SCHEMA } from "./install-jobs.ts";
