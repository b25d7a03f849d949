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

/** One thing that a contract said or did at a moment, with the clause. */
export type Line = {
  readonly atMs: EpochMs;
  readonly kind: LineKind;
  readonly clause: string;
  /** Short and stable: what tests and programs look at. */
  readonly what: string;
  /** The sentence for people, where there is one. */
  readonly sentence?: string;
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
