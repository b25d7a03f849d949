export * from "./embedded-postgres.ts";
export * from "./install-program.ts";
export { APP_ROLE, OWNER_ROLE } from "./make-roles.ts";
export { ReachError } from "./run-program.ts";
