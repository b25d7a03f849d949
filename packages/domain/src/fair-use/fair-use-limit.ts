import type { EpochMs } from "../interval/index.ts";

/** A limit on something used over time, or on a level held at a moment. */
export type FairUseLimit = {
  readonly clause: string;
  readonly metric: string;
  readonly atMost: number;
  /**
   * `sliding`: any stretch of that length (ba-21: 100 messages per 60 minutes) · `calendar`: from
   * midnight, Monday or the first in the zone (ba-19: 65 GB traffic a month) · `level`: the latest
   * value (10 GB disk) · `single`: one event alone (25 MB a message).
   */
  readonly over:
    | { readonly kind: "sliding"; readonly windowMs: number }
    | {
        readonly kind: "calendar";
        readonly unit: "hour" | "day" | "week" | "month";
        readonly timeZone: string;
      }
    | { readonly kind: "level" }
    | { readonly kind: "single" };
  /** Percent of the limit at which the customer hears of it first; 100 when absent. */
  readonly warnAtPercent?: number;
};

export type UsageEvent = {
  readonly id: string;
  readonly metric: string;
  readonly atMs: EpochMs;
  readonly amount: number;
};

export type FairUseReading = {
  readonly clause: string;
  readonly metric: string;
  readonly atMost: number;
  readonly used: number;
  readonly state: "within" | "near" | "over";
  /** First moment at which the limit was passed in the window judged. */
  readonly passedMs?: EpochMs;
  /** When enough use will have left the window, if nothing more is used. */
  readonly withinAgainMs?: EpochMs;
};
