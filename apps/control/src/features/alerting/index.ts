export {
  applyCheckEvent,
  LATE_AFTER_MS,
  type AlertingParts,
  type WatchedServer,
} from "./apply-check-event.ts";
