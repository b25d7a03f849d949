import type { LocalText } from "../catalogue/index.ts";
import type { Money } from "../money/index.ts";
import { toDecimal } from "../money/index.ts";
import type { EpochMs } from "../interval/index.ts";

/**
 * What one line of the timeline is: something `decision` said, a `deadline` that runs, a `promise` that changed its state,
 * an `availability` at the end of its period, a `credit`, a `charge`, an `act` of the provider, a `clock` of a ticket,
 * an `invoice`.
 */
export const lineKinds = [
  "decision",
  "deadline",
  "clock",
  "act",
  "availability",
  "promise",
  "credit",
  "charge",
  "invoice",
] as const;
export type LineKind = (typeof lineKinds)[number];

/** What a line says, as one of a closed list, so that a reader's language can be put to it. */
export const lineCodes = [
  "decided",
  "suspends-unless-stopped",
  "claimable-until",
  "clock-runs",
  "clock-warning",
  "clock-missed",
  "clock-met",
  "escalated",
  "not-told",
  "told-in-time",
  "told-late",
  "not-suspended",
  "suspended",
  "restored",
  "may-be-restored",
  "prohibited",
  "restarted",
  "lives-again",
  "people-must-look",
  "availability-kept",
  "availability-missed",
  "promise",
  "credit-granted",
  "credit-claimable",
  "credit-lapsed",
  "charged",
  "quota-warning",
  "drawn-from-block",
  "block-renewed",
  "invoiced",
] as const;
export type LineCode = (typeof lineCodes)[number];
export type LineFacts = Readonly<Record<string, string | number | boolean>>;

/** One thing that a contract said or did at a moment, with the clause. */
export type Line = {
  readonly atMs: EpochMs;
  readonly kind: LineKind;
  readonly clause: string;
  /** Short and stable: what tests and programs look at. */
  readonly what: string;
  readonly code: LineCode;
  /** What the code speaks of: the ticket, the outage, the period, the percentage. */
  readonly facts: LineFacts;
  /** Until when it holds, where it is a deadline or a clock that runs. */
  readonly untilMs?: EpochMs;
  /** The sentence for people, where there is one. */
  readonly sentence?: string;
  /** The same sentence in every language that the catalogue speaks. */
  readonly sentences?: LocalText;
  readonly machine?: number;
  readonly amount?: Money;
};

/** By time; lines of one moment in the order of the kinds, then as they came. */
export function sortLines(lines: readonly Line[]): readonly Line[] {
  return lines.toSorted(
    (a, b) => a.atMs - b.atMs || lineKinds.indexOf(a.kind) - lineKinds.indexOf(b.kind),
  );
}

export function moneyText(amount: Money): string {
  return `${toDecimal(amount)} ${amount.currency}`;
}
