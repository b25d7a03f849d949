import { CLONE_CHECK } from "./clone-alarm.ts";
import { OOM_CHECK } from "./take-machine-event.ts";

/** Ids of what the control plane judges itself, as checks. */
export const HOST_CHECK = "host";
export const AGENT_CHECK = "agent";

export const CENTRAL_CHECKS: ReadonlySet<string> = new Set([
  HOST_CHECK,
  AGENT_CHECK,
  CLONE_CHECK,
  OOM_CHECK,
]);
