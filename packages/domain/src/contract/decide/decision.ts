import type { PriceUnit } from "../../catalogue/index.ts";
import type { Money } from "../../money/index.ts";
import type { EpochMs } from "../../interval/index.ts";
import type { DecisionReason } from "./decision-reason.ts";

export type Outcome = "allowed" | "charged" | "needs" | "refused";

/** What is missing before it can be done. */
export type Need = {
  readonly kind:
    | "order"
    | "quote"
    | "feasibility"
    | "approval"
    | "second-person"
    | "confirmation"
    | "consent"
    | "agreement"
    | "window"
    | "appointment"
    | "credentials"
    | "analysis"
    | "acceptance"
    | "waiting";
  readonly clause: string;
  /** Whose approval, which consent, which documents. */
  readonly of?: string;
  /** From when on it can be done. */
  readonly fromMs?: EpochMs;
};

/** What it costs. */
export type DecisionCharge = {
  readonly mode: "byTime" | "fixed" | "quote" | "atCost" | "licence" | "customerBears";
  readonly price?: { readonly id: string; readonly amount: Money; readonly per: PriceUnit };
  readonly unitMinutes?: number;
  /** Percent added at this time. */
  readonly surchargePercent?: number;
  /** Prepaid hours pay for the work; only the surcharge on the price costs. */
  readonly surchargeOnly?: true;
  /** For the minutes or pieces that were asked for. */
  readonly estimate?: Money;
};

/** How the hours in the fee stand where the work draws on them (dk-23), before that work. */
export type QuotaStanding = {
  readonly clause: string;
  readonly period: "month" | "quarter" | "year";
  /** The hours of the period with those that live on of earlier ones. */
  readonly grantedMinutes: number;
  readonly usedMinutes: number;
  /** What the work takes of them: at most what is left. */
  readonly drawnMinutes: number;
  /** The highest of the contract's warning points that is reached, and whether it is this work that reaches it. */
  readonly warning?: { readonly percent: number; readonly by: "before" | "thisWork" };
  readonly sentence: Decision["sentence"];
};

/** What the contract says to a request. The clause is always there; the sentence is for the customer. */
export type Decision = {
  readonly outcome: Outcome;
  readonly reason: DecisionReason;
  readonly clause: string;
  readonly sentence: Readonly<Record<"en" | "sv" | "da" | "de" | "bs", string>>;
  readonly charge?: DecisionCharge;
  /** Everything that is missing, where the outcome is `needs`. */
  readonly needs?: readonly Need[];
  /** Clauses that the customer is to be told of before he orders, such as what is not included. */
  readonly notes?: readonly string[];
  /** Only where the use of the hours is on record. */
  readonly quota?: QuotaStanding;
};
