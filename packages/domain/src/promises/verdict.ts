import type { EpochMs } from "../interval/index.ts";
import type { ReasonCode } from "./reason-codes.ts";

/** What one measure says. The sentence is made from `code` and `values` when somebody reads it. */
export type Verdict = {
  readonly state: "kept" | "pending" | "at-risk" | "broken" | "waived";
  readonly code: ReasonCode;
  readonly values: VerdictValues;
  /** Ids of the facts that it rests on: alarms, outages, tickets. */
  readonly refs: readonly string[];
  /** When it came to be so, where that is one moment. */
  readonly atMs?: EpochMs;
  readonly waivedBy?: string;
};

/** Filled into a sentence: words as they are, numbers by what they measure. */
export type VerdictValues = {
  readonly what?: string;
  readonly clause?: string;
  readonly count?: number;
  readonly of?: number;
  readonly atMs?: EpochMs;
  readonly dueMs?: EpochMs;
  readonly tookMs?: number;
  readonly withinMs?: number;
  /** Written with a point; shown as the language writes it. */
  readonly percent?: string;
  readonly target?: string;
};

const NO_REFS: readonly string[] = [];

export function verdict(
  state: Verdict["state"],
  code: ReasonCode,
  values: VerdictValues = {},
  refs: readonly string[] = NO_REFS,
): Verdict {
  return { state, code, values, refs, ...(values.atMs !== undefined && { atMs: values.atMs }) };
}

/** A breach that a clause excuses. */
export function waived(by: string, refs: readonly string[] = NO_REFS): Verdict {
  return { state: "waived", code: "waived", values: { clause: by }, refs, waivedBy: by };
}

const WEIGHT: Readonly<Record<Verdict["state"], number>> = {
  broken: 5,
  "at-risk": 4,
  pending: 3,
  waived: 2,
  kept: 1,
};

/** The verdict that decides; of equally bad ones the one with something to show, then the earlier: order decides nothing. */
export function worstOf(verdicts: readonly Verdict[]): Verdict | undefined {
  let worst: Verdict | undefined;
  for (const one of verdicts) {
    if (worst === undefined || isWorse(one, worst)) worst = one;
  }
  return worst;
}

function isWorse(a: Verdict, b: Verdict): boolean {
  const byWeight = weightOf(a) - weightOf(b);
  if (byWeight !== 0) return byWeight > 0;
  const byTime = (a.atMs ?? Infinity) - (b.atMs ?? Infinity);
  if (byTime !== 0 && !Number.isNaN(byTime)) return byTime < 0;
  return (a.refs[0] ?? "") < (b.refs[0] ?? "");
}

function weightOf({ state, refs }: Verdict): number {
  return WEIGHT[state] + (refs.length > 0 ? 0.5 : 0);
}
