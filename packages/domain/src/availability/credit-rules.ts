import type { EpochMs } from "../interval/index.ts";
import type { Money, Rounding } from "../money/index.ts";

/** What a tier gives. Percent in basis points (500 = 5 %); days of a month with its real length. */
export type CreditGrant =
  | { readonly kind: "percent"; readonly basisPoints: number }
  | { readonly kind: "days"; readonly days: number }
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
      readonly grant: CreditGrant;
    };

export type ClaimRule =
  | { readonly kind: "automatic" }
  | {
      /**
       * `days` after the local day on which the interruption was established or happened; the last
       * day counts in full. `working` counts working days of the contract's calendar.
       */
      readonly kind: "days";
      readonly days: number;
      readonly from: "established" | "began" | "ended" | "month-end";
      readonly working: boolean;
    }
  | { readonly kind: "end-of-next-month" };

export type CreditRules = {
  readonly clause: string;
  readonly scale: CreditScale;
  /** Fees the percentage is taken of; ba-07: the base fee alone. */
  readonly of: "base-fee" | "all-fees";
  readonly capBasisPoints?: number;
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
  readonly state: "none" | "claimable" | "granted" | "lapsed";
  readonly amount: Money;
  readonly uncapped: Money;
  /** Points after leaving out interruptions that nobody claimed in time. */
  readonly points: number;
  readonly capped: boolean;
  /** Last instant (exclusive) for a claim; absent when credit is automatic. */
  readonly claimByMs?: EpochMs;
  readonly claimedMs?: EpochMs;
  readonly steps: readonly string[];
};
