export { applyCheckEvent, LATE_AFTER_MS, type WatchedServer } from "./apply-check-event.ts";
export { openAlerting, type Alerting } from "./open-alerting.ts";
export { CLONE_CHECK, cloneEvent } from "./clone-alarm.ts";
export { countOpenAlerts } from "./count-open-alerts.ts";
