import type { CheckEvent } from "@driftvakt/protocol/agent";

/** The check under which two agents with one identity are told. */
export const CLONE_CHECK = "agent-identity";

/** The event that opens the alarm of a clone: an operator ends it by releasing the machine. */
export function cloneEvent(nowMs: number): CheckEvent {
  return {
    type: "check",
    seq: 1,
    atMs: nowMs,
    check: CLONE_CHECK,
    change: "hard",
    from: "ok",
    to: "critical",
    attempt: 1,
    output: "two agents sign in with this machine's identity; both are in quarantine",
    value: null,
    clauses: [],
  };
}
