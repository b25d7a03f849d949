export { calendarSpecOf } from "./calendar-spec.ts";
export type { FeedEvents } from "./calendar-spec.ts";
export { compileAvailability } from "./compile-availability.ts";
export type { AvailabilityPromise } from "./compile-availability.ts";
export * from "./compile-checks.ts";
export * from "./compile-grants.ts";
export { outageCauseOf } from "./outage-cause.ts";
