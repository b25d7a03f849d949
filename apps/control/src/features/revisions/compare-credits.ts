import {
  correctCredit,
  creditBasis,
  creditOfResult,
  monthsOfCap,
  type MonthAvailability,
  type ReportedCredit,
} from "@driftvakt/domain/availability";
import type { AvailabilityPromise } from "@driftvakt/domain/contract";
import type { Tx } from "../../platform/database/index.ts";
import {
  feesOf,
  listReports,
  noCredit,
  type Binding,
  type MonthReport,
} from "../availability/index.ts";
import type { AdjustmentEvidence } from "./tables.ts";

export type ComparedCredit = {
  readonly credit: NonNullable<AdjustmentEvidence["credit"]>;
  /** A cap that other months share leaves another sum than was found last, whatever the month itself does. */
  readonly isOtherwise: boolean;
  /** By the month itself more is due than was given so far. */
  readonly isMoreDue: boolean;
};

/**
 * What the report gives back and what the month as it is judged now does, both held against a cap that it shares with other
 * months of a quarter or a year: what their reports gave and what was found about them since has used it up.
 * Undefined where the contract gives nothing by the month's sum.
 */
export async function compareCredits(
  tx: Tx,
  promise: AvailabilityPromise,
  binding: Binding,
  reported: { readonly server_id: string; readonly month: string },
  corrected: MonthAvailability,
): Promise<ComparedCredit | undefined> {
  const [rules] = promise.credits;
  if (!rules || promise.period !== "month") return undefined;
  const { month } = reported;
  const reports = await listReports(tx, [reported.server_id], monthsOfCap(rules, month));
  const series = reports
    .filter(({ contractId }) => contractId === binding.contractId)
    .flatMap((report) => creditOfReport(promise, binding, report) ?? []);
  const due = scaledCredit(promise, binding, corrected);
  if (!due || !series.some((one) => one.month === month)) return undefined;
  const { reported: before, given, amount } = correctCredit(rules, series, month, due.amount);
  return {
    credit: {
      reportedMinor: before.amountMinor,
      correctedMinor: amount.amountMinor,
      currency: amount.currency,
      beforeCapMinor: due.uncapped.amountMinor,
    },
    isOtherwise: rules.capPeriod !== undefined && amount.amountMinor !== given.amountMinor,
    isMoreDue: due.amount.amountMinor > given.amountMinor,
  };
}

function creditOfReport(
  promise: AvailabilityPromise,
  binding: Binding,
  { month, result, reportedMs, corrections }: MonthReport,
): ReportedCredit | undefined {
  const scaled = scaledCredit(promise, binding, result);
  const [rules] = promise.credits;
  if (!scaled || !rules) return undefined;
  const { amount, capped, basis } = scaled;
  const state = rules.claim.kind === "automatic" ? "granted" : "claimable";
  return {
    ...noCredit(month, basis),
    ...(amount.amountMinor > 0 && { state, amount, capped }),
    reportedMs,
    corrections,
  };
}

/** By the scale alone, whoever claimed what; undefined where each interruption is looked at by itself. */
function scaledCredit(
  { credits, rules }: AvailabilityPromise,
  binding: Binding,
  judged: MonthAvailability,
) {
  const [credit] = credits;
  const fees = feesOf(binding);
  const scaled = credit && fees && creditOfResult(credit, rules, judged, fees);
  return scaled && { ...scaled, basis: creditBasis(credit, fees) };
}
