import type { TermOf, Topic } from "../catalogue/index.ts";
import { billTime, money, weighTime } from "../money/index.ts";
import type { TimeEntry } from "../money/index.ts";
import { atOnce, surchargesOn, timeRulesOf } from "./compile-time-rate.ts";
import type { Entitlements } from "./decide/entitlements.ts";

const MINUTE_MS = 60_000;

/** Hours that are paid for beforehand, in the fee (dk-23) or in a block, as far as surcharges bear on them. */
export type PrepaidTerm = Pick<TermOf<"hourBlock">, "surcharges">;

/** Work that draws on them. */
export type PrepaidWork = {
  readonly topics: readonly Topic[];
  readonly startMs: number;
  readonly minutes: number;
};

/** Minutes of prepaid time that work takes, not counted in units: with its surcharges where they are drawn. */
export function weighWork(
  entitlements: Entitlements,
  { surcharges: means = "drawn" }: PrepaidTerm,
  { topics, startMs, minutes }: PrepaidWork,
): number {
  if (means !== "drawn") return minutes;
  const worked = { fromMs: startMs, toMs: startMs + minutes * MINUTE_MS };
  const surcharges = surchargesOn(entitlements, topics);
  return weighTime(surcharges, atOnce(entitlements.catalogue), [worked]) / MINUTE_MS;
}

/** Minutes of the work that so much prepaid time pays for, from its beginning on; to the millisecond. */
export function coveredMinutes(
  entitlements: Entitlements,
  term: PrepaidTerm,
  work: PrepaidWork,
  leftMinutes: number,
): number {
  const isCovered = (ms: number): boolean =>
    weighWork(entitlements, term, { ...work, minutes: ms / MINUTE_MS }) <= leftMinutes;
  const wholeMs = work.minutes * MINUTE_MS;
  if (isCovered(wholeMs)) return work.minutes;
  let [coveredMs, beyondMs] = [0, wholeMs];
  while (beyondMs - coveredMs > 1) {
    const middleMs = Math.floor((coveredMs + beyondMs) / 2);
    if (isCovered(middleMs)) coveredMs = middleMs;
    else beyondMs = middleMs;
  }
  return coveredMs / MINUTE_MS;
}

/**
 * Whole minutes that worked time takes of a block: in the contract's units and never fewer than the least, as an invoice
 * counts them, and with what surcharges add where they are drawn.
 */
export function countPrepaid(
  entitlements: Entitlements,
  { surcharges: means = "drawn" }: PrepaidTerm,
  topics: readonly Topic[],
  entries: readonly TimeEntry[],
): number {
  const units = entitlements.terms("timeUnits")[0]?.term;
  const rules = timeRulesOf(entitlements, "", topics, units);
  // At sixty an hour one of the smallest unit of money is one minute.
  const perHour = money(60, entitlements.catalogue.provider.currency);
  return billTime({ ...rules, perHour }, entries)
    .filter(({ kind }) => kind === "work" || means === "drawn")
    .reduce((minutes, { net }) => minutes + net.amountMinor, 0);
}
