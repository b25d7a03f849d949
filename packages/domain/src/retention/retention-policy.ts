import type { EpochMs } from "../interval/index.ts";

/** restic's words. Absent means 0. Durations in milliseconds. `keepTags`: any of them keeps. */
export type RetentionPolicy = {
  readonly keepLast?: number;
  readonly keepHourly?: number;
  readonly keepDaily?: number;
  readonly keepWeekly?: number;
  readonly keepMonthly?: number;
  readonly keepYearly?: number;
  readonly keepWithin?: KeepWithin;
  readonly keepWithinHourly?: KeepWithin;
  readonly keepWithinDaily?: KeepWithin;
  readonly keepWithinWeekly?: KeepWithin;
  readonly keepWithinMonthly?: KeepWithin;
  readonly keepWithinYearly?: KeepWithin;
  readonly keepTags?: readonly string[];
};

/** Calendar duration counted back from the newest snapshot, as restic does: `2y5m7d3h`. */
export type KeepWithin = {
  readonly years?: number;
  readonly months?: number;
  readonly days?: number;
  readonly hours?: number;
};

export type Snapshot = {
  readonly id: string;
  readonly atMs: EpochMs;
  readonly tags?: readonly string[];
};

export type KeptSnapshot = {
  readonly id: string;
  readonly atMs: EpochMs;
  readonly reasons: readonly string[];
};

export type RetentionPlan = {
  /** Newest first. */
  readonly kept: readonly KeptSnapshot[];
  readonly removed: readonly Snapshot[];
};

/** Periods that should hold a snapshot and do not. `period`: `2026-03-01`, `2026-W09`, `2026-03` … */
export type RetentionGap = {
  readonly rule: "daily" | "weekly" | "monthly" | "yearly";
  readonly period: string;
};
