export { applyCheckEvent, LATE_AFTER_MS, type WatchedServer } from "./apply-check-event.ts";
export { openAlerting, type Alerting } from "./open-alerting.ts";
