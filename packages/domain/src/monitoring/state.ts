/** Check states with the numbers that monitoring plug-ins use as exit codes. */
export const CHECK_STATES = ["ok", "warning", "critical", "unknown"] as const;
export type CheckState = (typeof CHECK_STATES)[number];

/** The one-digit code of a state on the wire: 0 ok, 1 warning, 2 critical, 3 unknown. */
export function stateCode(state: CheckState): number {
  return CHECK_STATES.indexOf(state);
}

/** Reads a one-digit code back; anything outside 0–3 is `unknown`. */
export function stateOfCode(code: number): CheckState {
  return CHECK_STATES[code] ?? "unknown";
}
