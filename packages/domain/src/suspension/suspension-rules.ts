import type { EpochMs } from "../interval/index.ts";

/**
 * ba-41: no delisting request within 72 h of the report → suspended until clean, then restored.
 * ba-42/ba-15: `afterMs` 0 suspends at once.
 */
export type SuspensionRules = {
  readonly clause: string;
  readonly afterMs: number;
  /** Whether the customer's own step (a delisting request) stops the timer. */
  readonly stoppedByRequest: boolean;
  readonly endsWhenSolved: boolean;
};

export type SuspensionEvent = {
  readonly id: string;
  readonly atMs: EpochMs;
  /** `reported`: the customer was told; `requested`: he asked for delisting; `listed`/`clean`: the state seen. */
  readonly kind: "listed" | "reported" | "requested" | "clean";
};

export type SuspensionReading = {
  readonly clause: string;
  readonly state: "none" | "to-report" | "counting" | "stopped" | "suspended";
  readonly suspendMs?: EpochMs;
  readonly restoreMs?: EpochMs;
};
