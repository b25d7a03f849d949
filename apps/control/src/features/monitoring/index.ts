export type { EventSinks } from "./event-sinks.ts";
export { listReadingStretches } from "./list-reading-stretches.ts";
export { openMonitoring, type Monitoring } from "./open-monitoring.ts";
export { DEFAULT_RETENTION, type Retention } from "./keep-samples.ts";
