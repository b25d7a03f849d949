import type { CalendarSpec } from "../calendar/index.ts";
import type { EpochMs } from "../interval/index.ts";
import type { Money, Rounding } from "../money/index.ts";

/** What a tier gives. Percent in basis points (500 = 5 %); days of a month with its real length. */
export type CreditGrant =
  | { readonly kind: "percent"; readonly basisPoints: number }
  | { readonly kind: "days"; readonly days: number }
  | { readonly kind: "hours"; readonly hours: number }
  | { readonly kind: "amount"; readonly amountMinor: number };

/** Both ends belong to the tier, in the availability rules' points (ba-07: 9980–9989 → 5 %). */
export type CreditTier = {
  readonly atLeastPoints: number;
  readonly atMostPoints: number;
  readonly grant: CreditGrant;
};

export type CreditScale =
  | { readonly kind: "tiers"; readonly tiers: readonly CreditTier[] }
  | {
      /** So much for each unit of downtime (beyond what the target allows, if so). */
      readonly kind: "per-downtime";
      readonly unitMs: number;
      readonly started: "whole-units" | "started-units";
      readonly beyondTarget: boolean;
      /** Counted over the whole period's downtime unless each interruption is counted for itself. */
      readonly per?: "period" | "interruption";
      /** Downtime (of the period, or of each interruption) that gives nothing yet. */
      readonly afterMs?: number;
      readonly grant: CreditGrant;
    }
  /** So much for each so many whole points below the target. */
  | { readonly kind: "per-missed"; readonly unitPoints: number; readonly grant: CreditGrant }
  /** The same whenever the target was missed. */
  | { readonly kind: "flat"; readonly grant: CreditGrant }
  /** The fee of the downtime, so many times, whenever the target was missed. */
  | { readonly kind: "downtime-fee"; readonly times: number };

export type ClaimRule =
  | { readonly kind: "automatic" }
  | {
      /**
       * `days` after the local day on which the interruption was established, began or ended (or
       * the month did), or on which the month's report or
       * invoice went out; the last day counts in full. Established: when monitoring found it, else when
       * the customer reported it, else when it began (ba-08).
       */
      readonly kind: "days";
      readonly days: number;
      readonly from: "established" | "began" | "ended" | "month-end" | "report" | "invoice";
      /** Count working days of this calendar; calendar days when absent. */
      readonly workingDaysOf?: CalendarSpec;
    }
  | {
      readonly kind: "end-of-next-month";
      /** After the month in which the interruption began or ended; in which the judged period ends when absent. */
      readonly from?: "began" | "ended" | "month-end";
    }
  /** Must be asked for, but at any time. */
  | { readonly kind: "any-time" };

export type CreditRules = {
  readonly clause: string;
  readonly scale: CreditScale;
  /** Fees the percentage is taken of; ba-07: the base fee alone. */
  readonly of: "base-fee" | "all-fees";
  readonly capBasisPoints?: number;
  /** The fee of so many days at most. */
  readonly capDays?: number;
  readonly capAmountMinor?: number;
  /** A cap over several judged periods, kept by `limitCredits`: percent of that time's fees, days of a month's, or a sum. */
  readonly capPeriod?: { readonly length: "quarter" | "year" } & (
    | { readonly of: "percent"; readonly basisPoints: number }
    | { readonly of: "days"; readonly days: number }
    | { readonly of: "amount"; readonly amountMinor: number }
  );
  /** Only the interruption that gives most is credited, each judged as if it had been the only one. */
  readonly worstOnly?: boolean;
  readonly claim: ClaimRule;
  readonly claimClause: string;
  /**
   * `each`: an interruption is credited only if it was claimed in time itself · `month`: one timely
   * claim opens the whole month.
   */
  readonly severalIncidents: "each" | "month";
  readonly rounding: Rounding;
};

export type Fees = { readonly baseFee: Money; readonly otherFees: Money };

/** A written request for credit. `outageIds` absent: for the month as a whole. */
export type Claim = {
  readonly id: string;
  readonly atMs: EpochMs;
  readonly outageIds?: readonly string[];
};

export type Credit = {
  readonly clause: string;
  readonly month: string;
  /**
   * `none`: nothing is due · `claimable`: due if claimed in time · `granted` · `lapsed`: would have
   * been due, but every deadline passed without a claim.
   */
  readonly state: "none" | "claimable" | "granted" | "lapsed";
  /** What is granted; while claimable, what a claim for everything would give; else zero. */
  readonly amount: Money;
  readonly uncapped: Money;
  readonly capped: boolean;
  /** The fee that the credit is taken of. */
  readonly basis: Money;
  /** Points of the interruptions credited (or, while claimable, of all). */
  readonly points: number;
  readonly tier?: CreditTier;
  /** Units of downtime, for `per-downtime`. */
  readonly units?: number;
  readonly claimedOutageIds: readonly string[];
  readonly openOutageIds: readonly string[];
  readonly lapsedOutageIds: readonly string[];
  /** The next deadline still open, exclusive; absent when there is none or credit is automatic. */
  readonly claimByMs?: EpochMs;
};
