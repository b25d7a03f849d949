import type { EpochMs } from "../interval/index.ts";

/** msp-24, msp-11: silent for more than 3 days or imminent danger, and only while alerting is active. */
export type PrecautionRules = {
  readonly clause: string;
  readonly silentMoreThanMs: number;
  readonly needsActiveAlerting: boolean;
  readonly imminentDangerSuffices: boolean;
};

export type PrecautionFacts = {
  /** Alarms and enquiries sent to the customer about this matter. */
  readonly askedMs: readonly EpochMs[];
  readonly answeredMs: readonly EpochMs[];
  readonly imminentDanger: boolean;
  readonly alertingActive: boolean;
};

export type PrecautionReading = {
  readonly clause: string;
  readonly may: boolean;
  readonly why:
    | "silent"
    | "imminent-danger"
    | "alerting-inactive"
    | "not-asked"
    | "answered"
    | "waiting";
  /** From when the silence suffices, if nobody answers. */
  readonly mayFromMs?: EpochMs;
};
