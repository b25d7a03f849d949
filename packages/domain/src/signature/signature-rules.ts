import type { EpochMs } from "../interval/index.ts";

/** srv-37: every working day at 9:00, alarm once older than 2 working days. */
export type SignatureRules = {
  readonly clause: string;
  readonly checkAt: string;
  readonly olderThanWorkingDays: number;
};

export type SignatureReading = {
  readonly clause: string;
  readonly state: "current" | "old" | "unknown";
  /** Absent when no signature was seen. */
  readonly ageWorkingDays?: number;
  readonly checkedMs: EpochMs;
  readonly nextCheckMs: EpochMs;
  /** The first check that finds these signatures too old, unless newer ones came before. */
  readonly alarmMs?: EpochMs;
};
