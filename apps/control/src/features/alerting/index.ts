export {
  applyCheckEvent,
  applyStaleCheckEvent,
  type CheckStanding,
  type OnTurn,
  type WatchedServer,
} from "./apply-check-event.ts";
export { AGENT_CHECK, HOST_CHECK } from "./central-checks.ts";
export { CLONE_CHECK, cloneEvent } from "./clone-alarm.ts";
export { countOpenAlerts } from "./count-open-alerts.ts";
export { findMachineFacts } from "./find-machine-facts.ts";
export { listCentralChecks } from "./list-central-checks.ts";
export { openAlerting, type Alerting } from "./open-alerting.ts";
export { noteOnAlert } from "./note-on-alert.ts";
export { LATE_AFTER_MS } from "./plan-turn.ts";
export { turnInterval, type IntervalState, type IntervalTurn } from "./state-intervals.ts";
export { findFarewell, listPowerWords } from "./take-machine-event.ts";
