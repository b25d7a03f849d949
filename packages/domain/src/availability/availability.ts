import type { CalendarSpec } from "../calendar/index.ts";
import type { EpochMs, Interval } from "../interval/index.ts";

/** Why a service was down, as far as some contract makes a difference. */
export const outageCauses = [
  "unclassified",
  "hardware",
  "software",
  "network",
  "upstream-network",
  "power",
  "environment",
  "dns",
  "planned-work",
  "emergency-work",
  "requested-work",
  "third-party-work",
  "attack",
  "ddos",
  "malware",
  "customer",
  "application",
  "supplier",
  "force-majeure",
  "suspended",
  "over-quota",
  "beta-service",
] as const;
export type OutageCause = (typeof outageCauses)[number];

/**
 * One interruption with every moment that some contract counts from. The same outage told twice
 * (same `id`) counts once; of two versions the one with the higher `revision` stands.
 */
export type Outage = {
  readonly id: string;
  readonly revision?: number;
  readonly service: string;
  readonly cause: OutageCause;
  /** When it really began, as far as known. */
  readonly beganMs: EpochMs;
  /** When monitoring found it. */
  readonly detectedMs?: EpochMs;
  /** When the customer reported it. */
  readonly reportedMs?: EpochMs;
  /** When the service was back; absent while it lasts. */
  readonly endedMs?: EpochMs;
  /** When monitoring saw it back. */
  readonly recoveryDetectedMs?: EpochMs;
  /** When the customer was told, or the ticket closed. */
  readonly closedMs?: EpochMs;
  /** The announcement that covers it (`Announcement.id`). */
  readonly announcementId?: string;
};

/** Planned work as it was really announced. */
export type Announcement = Interval & {
  readonly id: string;
  /** When it had reached the customers by every channel the contract names: the latest of them. */
  readonly publishedMs: EpochMs;
  /** Withdrawn announcements excuse nothing. */
  readonly withdrawn?: boolean;
  /** Services it covers; all when absent. */
  readonly services?: readonly string[];
};

/** Downtime that does not count against the provider. */
export type Exclusion =
  | {
      readonly kind: "cause";
      readonly clause: string;
      readonly causes: readonly OutageCause[];
      /** At most so much per judged period; the rest counts. */
      readonly atMostMsPerPeriod?: number;
    }
  | {
      /** Announced work: only that part of an outage which lies inside the announced window (ba-05). */
      readonly kind: "announced";
      readonly clause: string;
      readonly noticeMs: number;
      readonly causes: readonly OutageCause[];
      /** At most so much per month; the rest counts. */
      readonly atMostMsPerMonth?: number;
      /** At most so much per judged period, where that is no month. */
      readonly atMostMsPerPeriod?: number;
      /** Only the part inside this standing window. */
      readonly inside?: CalendarSpec;
    }
  | {
      /** A standing maintenance window. */
      readonly kind: "window";
      readonly clause: string;
      readonly window: CalendarSpec;
      readonly causes?: readonly OutageCause[];
      /** At most so much per judged period; the rest counts. */
      readonly atMostMsPerPeriod?: number;
    }
  | { readonly kind: "interval"; readonly clause: string; readonly intervals: readonly Interval[] };

export type AvailabilityRules = {
  readonly clause: string;
  /** IANA zone in which calendar months are cut. */
  readonly timeZone: string;
  /**
   * `union`: down when any service is down · `all-down`: only while all of them are · `average`: the
   * services' times are pooled.
   */
  readonly services: "union" | "all-down" | "average";
  /** Only these hours are promised and counted; all hours when absent. */
  readonly serviceHours?: CalendarSpec;
  readonly unknownTime: "up" | "down" | "excluded";
  /** Excluded downtime stays in the agreed time as if up, or leaves it. */
  readonly excludedTime: "up" | "leaves";
  /**
   * The moment downtime is counted from. `detected` falls back on the customer's report;
   * `reported` has no fallback: what nobody reported is not downtime under such a contract.
   */
  readonly starts: "began" | "detected" | "reported";
  /** `recovery-detected` falls back on the real end; `closed` runs until the customer was told. */
  readonly stops: "ended" | "recovery-detected" | "closed";
  /**
   * Interruptions (touching outages are one) shorter than this do not count at all, or of each only
   * what goes beyond it counts. Judged on the whole interruption, also across months.
   */
  readonly minimum?: { readonly ms: number; readonly counts: "whole" | "beyond" };
  /** Each outage's length is rounded to a multiple of this, from its start, before anything else. */
  readonly roundOutage?: { readonly toMs: number; readonly direction: "up" | "down" | "nearest" };
  readonly exclusions: readonly Exclusion[];
  /** Digits after the point of the published percentage, 0–6, and how the rest is rounded. */
  readonly decimals: number;
  readonly rounding: "down" | "half-up" | "up";
  /** The promised percentage in points of 10^-decimals percent: 99.9 % with two decimals is 9990. */
  readonly targetPoints: number;
};

/** What is known about a month. Outages may reach beyond it. */
export type AvailabilityFacts = {
  readonly services: readonly string[];
  readonly outages: readonly Outage[];
  readonly announcements: readonly Announcement[];
  /** Stretches for which no counted evidence exists, per service (absent service: all of them). */
  readonly unknown: readonly (Interval & { readonly service?: string })[];
  /** The contract's own life: time outside is not agreed time. */
  readonly agreed?: readonly Interval[];
  /** When the period's report and invoice went out, for contracts whose claims run from there. */
  readonly reportSentMs?: EpochMs;
  readonly invoiceSentMs?: EpochMs;
};

/** `up` of `of` milliseconds: the exact percentage. `of` 0 means nothing was promised. */
export type Share = { readonly up: number; readonly of: number };

export type ExcludedPart = Interval & {
  readonly service: string;
  readonly outageId: string;
  readonly clause: string;
  readonly why: "cause" | "announced" | "window" | "interval" | "short";
};

export type CountedPart = Interval & {
  readonly service: string;
  readonly outageIds: readonly string[];
};

export type MonthAvailability = {
  readonly clause: string;
  /** `YYYY-MM` in the contract's zone. */
  readonly month: string;
  readonly timeZone: string;
  readonly fromMs: EpochMs;
  readonly toMs: EpochMs;
  readonly agreedMs: number;
  readonly downMs: number;
  readonly unknownMs: number;
  readonly excludedMs: number;
  readonly share: Share;
  /** Rounded as the rules say, in points of 10^-decimals percent; 100 % when nothing was promised. */
  readonly points: number;
  /** The same as text, e.g. `99.87`. */
  readonly percent: string;
  readonly met: boolean;
  readonly counted: readonly CountedPart[];
  readonly excluded: readonly ExcludedPart[];
};
