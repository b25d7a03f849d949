import type { TermOf } from "../../catalogue/index.ts";
import { countRenewals, scale } from "../../money/index.ts";
import { countWork } from "../compile-time-rate.ts";
import type { Answer } from "./answer.ts";
import { allowed, refused } from "./answer.ts";
import type { DecisionCharge } from "./decision.ts";
import type { Entitlements } from "./entitlements.ts";
import type { DecisionFacts } from "./facts.ts";
import type { Wish } from "./judge-exclusions.ts";
import { afterNeeds } from "./judge-exclusions.ts";
import { chargeOf, findPrice, hourly } from "./price-of.ts";
import { standingOf } from "./quota-standing.ts";

const MINUTE_MS = 60_000;

/**
 * Hours of the period, and what lives on of earlier ones, that are paid for already; beyond them the overage. Where their
 * use is on record the answer says how they stand, and which of the contract's warning points is reached (dk-23).
 */
export function fromQuota(
  entitlements: Entitlements,
  wish: Wish,
  facts: DecisionFacts,
): Answer | undefined {
  const found = entitlements
    .terms("hourQuota")
    .find(({ term }) => term.covers.some((topic) => wish.topics.includes(topic)));
  if (found === undefined) return undefined;
  const { clause, term } = found;
  const grantedMinutes = minutesOf(term.hours) + minutesOf(facts.quotaHoursCarried ?? 0);
  const usedMinutes = minutesOf(facts.quotaHoursUsed ?? 0);
  const leftMinutes = Math.max(0, grantedMinutes - usedMinutes);
  const answer = quotaAnswer(entitlements, clause.id, term, wish, leftMinutes);
  if (facts.quotaHoursUsed === undefined) return answer;
  const drawnMinutes = Math.min(leftMinutes, wish.minutes ?? 0);
  const minutes = { grantedMinutes, usedMinutes, drawnMinutes };
  return { ...answer, quota: standingOf(clause.id, term, minutes) };
}

function quotaAnswer(
  entitlements: Entitlements,
  clause: string,
  { overage }: TermOf<"hourQuota">,
  wish: Wish,
  leftMinutes: number,
): Answer {
  if (leftMinutes > 0 && leftMinutes >= (wish.minutes ?? 0)) return allowed(clause, "within-limit");
  const charge = chargeOf(entitlements, overage, beyond(wish, leftMinutes));
  return charge === undefined ? refused(clause, "limit-reached") : afterNeeds([], clause, charge);
}

/**
 * Prepaid hours: enough of them are left, or what is missing is charged at the rate without a block; a block that renews
 * itself is charged as soon as this work brings that about. Where no account of blocks is on record there is none.
 */
export function fromBlock(
  entitlements: Entitlements,
  wish: Wish,
  facts: DecisionFacts,
): Answer | undefined {
  const found = entitlements
    .terms("hourBlock")
    .find(({ term }) => term.covers.some((topic) => wish.topics.includes(topic)));
  if (found === undefined || facts.blockHoursLeft === undefined) return undefined;
  const { clause, term } = found;
  const leftMinutes = Math.max(0, minutesOf(facts.blockHoursLeft));
  const renewals = renewalsFor(entitlements, term, wish, leftMinutes);
  if (renewals > 0) return afterNeeds([], clause.id, blocksFor(entitlements, term, renewals));
  if (leftMinutes === 0) return undefined;
  if ((wish.minutes ?? 0) <= leftMinutes) return allowed(clause.id, "within-limit");
  return afterNeeds(
    [],
    clause.id,
    hourly(entitlements, "byTime", undefined, beyond(wish, leftMinutes)),
  );
}

function renewalsFor(
  { terms }: Entitlements,
  { hours, autoRenewBelowHours }: TermOf<"hourBlock">,
  wish: Wish,
  leftMinutes: number,
): number {
  if (autoRenewBelowHours === undefined) return 0;
  const wanted =
    wish.minutes === undefined ? 0 : countWork(wish.minutes, terms("timeUnits")[0]?.term);
  const renewal = { belowMinutes: autoRenewBelowHours * 60, minutes: hours * 60 };
  return countRenewals(renewal, leftMinutes, wanted);
}

function blocksFor(
  entitlements: Entitlements,
  term: TermOf<"hourBlock">,
  blocks: number,
): DecisionCharge {
  const price = findPrice(entitlements, term.price);
  const estimate = price && scale(price.amount, blocks, 1, "half-up");
  return { mode: "fixed", ...(price && { price }), ...(estimate && { estimate }) };
}

/** What is left of the work once so many minutes of it are paid for: it begins when those are over. */
function beyond(wish: Wish, paidMinutes: number): Wish {
  const { startMs, minutes } = wish;
  if (minutes === undefined) return wish;
  return { ...wish, startMs: startMs + paidMinutes * MINUTE_MS, minutes: minutes - paidMinutes };
}

/** Hours on record are fractions; minutes are not, but for what the division left: (2 − 35/60) × 60 is 84.99999999999999. */
function minutesOf(hours: number): number {
  return Math.round(hours * 60_000) / 1000;
}
