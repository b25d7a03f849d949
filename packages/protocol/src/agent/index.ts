export * from "./enrolment.ts";
export * from "./session.ts";
export * from "./report.ts";
export * from "./order.ts";
export * from "./layout.ts";
export * from "./journal.ts";
export * from "./release.ts";
export * from "./agent-version.ts";
