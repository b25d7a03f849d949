import type { Topic } from "../catalogue/index.ts";
import type { Decision, DecisionFacts } from "../contract/index.ts";
import type { BlockLedger, Money, TimeEntry } from "../money/index.ts";
import type { SuspendedStretch } from "./play-suspensions.ts";
import type { Line } from "./timeline.ts";
import { moneyText } from "./timeline.ts";
import type { World } from "./world.ts";

/** Time that somebody worked and that the customer pays for, under the clause that says so. */
export type BillableWork = {
  readonly clause: string;
  /** Absent: the line that an hour of such work is charged at. */
  readonly priceId?: string;
  /** Prepaid hours pay for the work itself. */
  readonly surchargeOnly?: true;
  readonly topics: readonly Topic[];
  readonly entry: TimeEntry;
};

/** A counted thing or measured amount from a moment on. */
export type CountedUse = {
  readonly atMs: number;
  readonly thing?: string;
  readonly metric?: string;
  readonly amount: number;
};

/** A block of hours and what it costs, or what comes back of it. */
export type ChargedBlock = {
  readonly id: string;
  readonly atMs: number;
  readonly clause: string;
  readonly text: string;
  readonly price: Money;
};

/** Prepaid hours of a contract: the blocks, what was paid for them, and time counted together. */
export type BlockAccount = {
  readonly ledger: BlockLedger;
  readonly charged: ChargedBlock[];
  /** What was worked so far and how many minutes it counts, by what is rounded together. */
  readonly counted: Map<string, { worked: readonly TimeEntry[]; minutes: number }>;
};

export type PlayedDecisions = {
  readonly lines: readonly Line[];
  /** Blocks of hours that were bought, renewed themselves, or were given back. */
  readonly blocks: readonly ChargedBlock[];
  readonly work: readonly BillableWork[];
  readonly uses: readonly CountedUse[];
};

/** What is known while the scenario is played, event by event. */
export type Course = {
  readonly world: World;
  readonly suspended: readonly SuspendedStretch[];
  facts: DecisionFacts;
  asked: number[];
  answered: number[];
  counts: Record<string, number>;
  /** Minutes of the hours in the fee that are used up, by clause and first month of the period. */
  readonly quotaMinutes: Map<string, Map<string, number>>;
  /** Minutes worked under a flat rate, by month. */
  readonly flatMinutes: Map<string, number>;
  readonly blocks: BlockAccount;
  readonly lines: Line[];
  readonly work: BillableWork[];
  readonly uses: CountedUse[];
};

/** What is on record at a moment. */
export function factsAt(
  { facts, asked, answered, counts, suspended }: Course,
  atMs: number,
): DecisionFacts {
  const stretch = suspended.find(({ fromMs, toMs }) => fromMs <= atMs && atMs < toMs);
  return {
    ...facts,
    askedMs: asked,
    answeredMs: answered,
    counts: { ...facts.counts, ...counts },
    ...(stretch && { suspendedBy: stretch.clause }),
  };
}

/** What a line of the timeline holds of a decision beside its moment and clause. */
export function decidedLine(
  asked: string,
  { outcome, reason, sentence }: Decision,
): Pick<Line, "code" | "facts" | "sentence" | "sentences"> {
  return {
    code: "decided",
    facts: { asked, outcome, reason },
    sentence: sentence.en,
    sentences: sentence,
  };
}

/** A decision in short, with what is missing and what it costs. */
export function said(decision: Decision): string {
  const missing = (decision.needs ?? []).map(({ kind }) => kind).join(", ");
  const { charge } = decision;
  const amount = charge?.estimate ?? charge?.price?.amount;
  const price = amount === undefined ? "" : ` ${moneyText(amount)}`;
  return `${decision.outcome}${missing === "" ? "" : ` ${missing}`}${price} (${decision.reason})`;
}
