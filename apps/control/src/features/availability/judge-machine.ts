import {
  creditFor,
  creditOfResult,
  judgeMonth,
  judgePeriod,
  type Credit,
  type Fees,
  type LimitedCredit,
  type MonthAvailability,
} from "@driftvakt/domain/availability";
import { monthInterval } from "@driftvakt/domain/calendar";
import type { AvailabilityPromise } from "@driftvakt/domain/contract";
import type { Interval } from "@driftvakt/domain/interval";
import { zero } from "@driftvakt/domain/money";
import { factsOf, type MachineFacts } from "./facts-of.ts";
import { findPromise, measuredBy, plainRules } from "./find-promise.ts";
import type { Binding } from "./list-bindings.ts";
import type { TimeLine } from "./read-time-lines.ts";

/** A calendar month in the contract's zone, or the days up to now. */
export type Window =
  | { readonly kind: "month"; readonly month: string }
  | { readonly kind: "days"; readonly days: number; readonly month: string };

export type Machine = {
  readonly line: TimeLine;
  /** Its time under the contract that counts; empty where it is under none. */
  readonly bindings: readonly Binding[];
  /** The month as it was reported, where it was. */
  readonly frozen?: MonthAvailability | undefined;
};

export type GivenBack = LimitedCredit & Pick<Credit, "uncapped" | "tier">;

export type JudgedMachine = {
  /** The contract by which it was judged; undefined where it was under none. */
  readonly contractId: string | undefined;
  readonly promise: AvailabilityPromise | undefined;
  readonly judged: MonthAvailability;
  readonly facts: MachineFacts;
  /** What this month would give back if it were claimed; undefined where it gives nothing. */
  readonly credit: GivenBack | undefined;
  /** The currency of what the contract gives back at all. */
  readonly currency: string | undefined;
};

const DAY_MS = 24 * 3600 * 1000;

/** The stretch of time that a window can reach into in any zone. */
export function reachOf(window: Window, nowMs: number): Interval {
  if (window.kind === "days") return { fromMs: nowMs - window.days * DAY_MS, toMs: nowMs };
  const { fromMs, toMs } = monthInterval("UTC", window.month);
  return { fromMs: fromMs - DAY_MS, toMs: toMs + DAY_MS };
}

/**
 * Judges a machine's time by its contract's rules: exact to the millisecond, from state intervals alone. Machines
 * without a promise are measured all the same. Pure.
 */
export function judgeMachine(
  { line, bindings, frozen }: Machine,
  window: Window,
  timeZone: string,
  nowMs: number,
): JudgedMachine {
  const contract = bindings.at(-1);
  const promise = contract && findPromise(contract.catalogue, contract.selection);
  const zone = contract?.catalogue.provider.timeZone ?? timeZone;
  const rules = promise?.rules ?? plainRules(zone);
  const facts = factsOf(line, agreedTime(line, bindings, nowMs), measuredBy(promise));
  const judged =
    frozen ??
    (window.kind === "month"
      ? judgeMonth(rules, facts, window.month, Temporal.Instant.fromEpochMilliseconds(nowMs))
      : judgePeriod(rules, facts, reachOf(window, nowMs), window.month));
  const credit =
    window.kind === "month" && contract && promise && givesAnything(promise, judged)
      ? frozen
        ? creditOfReport(contract, promise, facts, frozen, nowMs)
        : creditOf(contract, promise, facts, window.month, nowMs)
      : undefined;
  const currency =
    window.kind === "month" && promise?.period === "month" && promise.credits.length > 0
      ? contract?.catalogue.provider.currency
      : undefined;
  return { contractId: contract?.contractId, promise, judged, facts, credit, currency };
}

/** What is within the best tier now stays so, since the rest of the month counts as up: nothing need be computed. */
function givesAnything(
  { credits, period }: AvailabilityPromise,
  judged: MonthAvailability,
): boolean {
  const scale = credits[0]?.scale;
  if (!scale || period !== "month" || judged.downMs === 0) return false;
  return (
    scale.kind !== "tiers" || scale.tiers.some(({ atMostPoints }) => judged.points <= atMostPoints)
  );
}

function agreedTime(line: TimeLine, bindings: readonly Binding[], nowMs: number): Interval[] {
  if (bindings.length === 0)
    return line.watchedSinceMs === null ? [] : [{ fromMs: line.watchedSinceMs, toMs: nowMs }];
  return bindings
    .map(({ fromMs, toMs }) => ({ fromMs, toMs: Math.min(toMs, nowMs) }))
    .filter(({ fromMs, toMs }) => toMs > fromMs);
}

/** The monthly fees that a credit is taken of; undefined for a plan that the catalogue does not know. */
export function feesOf({
  catalogue,
  selection,
}: Pick<Binding, "catalogue" | "selection">): Fees | undefined {
  const plan = catalogue.plans.find(({ id }) => id === selection.plan);
  if (!plan) return undefined;
  const level = catalogue.levels.find(({ id }) => id === selection.level);
  return { baseFee: plan.baseFee, otherFees: level?.surcharge ?? zero(plan.baseFee.currency) };
}

/** By what was reported, whatever was found out since; what is known now says only what was claimed in time (R18). */
function creditOfReport(
  contract: Binding,
  promise: AvailabilityPromise,
  facts: MachineFacts,
  frozen: MonthAvailability,
  nowMs: number,
): GivenBack | undefined {
  const ids = new Set([
    ...frozen.counted.flatMap(({ outageIds }) => outageIds),
    ...frozen.excluded.map(({ outageId }) => outageId),
  ]);
  const known = { ...facts, outages: facts.outages.filter(({ id }) => ids.has(id)) };
  const credit = creditOf(contract, promise, known, frozen.month, nowMs);
  const [rules] = promise.credits;
  const fees = feesOf(contract);
  const scaled = rules && fees && creditOfResult(rules, promise.rules, frozen, fees);
  if (!credit || !scaled) return credit;
  const { month, basis } = credit;
  const { uncapped, capped, tier } = scaled;
  // Its outages may have been taken back since: what was given by itself with the report was given.
  const isGiven = rules.claim.kind === "automatic" && scaled.amount.amountMinor > 0;
  const state = isGiven ? "granted" : credit.state;
  const amount = state === "lapsed" ? credit.amount : scaled.amount;
  return { month, state, basis, uncapped, capped, amount, ...(tier && { tier }) };
}

/** Base fee and credit of the month so far; the rest of the month counts as up. */
function creditOf(
  contract: Binding,
  promise: AvailabilityPromise,
  facts: JudgedMachine["facts"],
  month: string,
  nowMs: number,
): Credit | undefined {
  const rules = promise.credits[0];
  if (!rules || promise.period !== "month") return undefined;
  const fees = feesOf(contract);
  if (!fees) return undefined;
  const agreed = facts.agreed?.map((part) =>
    part.toMs === nowMs
      ? { ...part, toMs: monthInterval(promise.rules.timeZone, month).toMs }
      : part,
  );
  const soFar = {
    ...facts,
    ...(agreed && { agreed: agreed.filter(({ fromMs, toMs }) => toMs > fromMs) }),
    outages: facts.outages.map((outage) =>
      outage.endedMs === undefined
        ? { ...outage, endedMs: nowMs, recoveryDetectedMs: nowMs, closedMs: nowMs }
        : outage,
    ),
  };
  const now = Temporal.Instant.fromEpochMilliseconds(nowMs);
  return creditFor(rules, promise.rules, soFar, month, fees, [], now);
}
