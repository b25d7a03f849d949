import type { EpochMs } from "../interval/index.ts";

/** srv-20: 95 % within 7 days, 99 % within 14. */
export type RolloutStep = {
  readonly clause: string;
  readonly basisPoints: number;
  readonly withinDays: number;
};

export type RolloutFacts = {
  readonly releasedMs: EpochMs;
  readonly servers: readonly {
    readonly server: string;
    readonly installedMs?: EpochMs;
    /** Left out of the sum: ended, exempted, or end-of-life; with the clause. */
    readonly exemptBy?: string;
  }[];
};

export type RolloutReading = {
  readonly clause: string;
  readonly dueMs: EpochMs;
  readonly basisPoints: number;
  /** Servers needed, had in time, and counted. */
  readonly needed: number;
  readonly inTime: number;
  readonly of: number;
  readonly state: "pending" | "kept" | "broken";
  /** When the needed number was reached, in time or not. */
  readonly reachedMs?: EpochMs;
  readonly missing: readonly string[];
};
