export type { EventSinks } from "./event-sinks.ts";
export { listReadingTimes } from "./list-reading-times.ts";
export { openMonitoring, type Monitoring } from "./open-monitoring.ts";
export { DEFAULT_RETENTION, type Retention } from "./keep-samples.ts";
