import type { TermOf } from "../../catalogue/index.ts";
import { add, countRenewals, scale } from "../../money/index.ts";
import type { PrepaidTerm } from "../prepaid-hours.ts";
import { countPrepaid, coveredMinutes, weighWork } from "../prepaid-hours.ts";
import type { Answer } from "./answer.ts";
import { allowed, charged, refused } from "./answer.ts";
import type { DecisionCharge } from "./decision.ts";
import type { Entitlements } from "./entitlements.ts";
import type { DecisionFacts } from "./facts.ts";
import type { Wish } from "./judge-exclusions.ts";
import { chargeOf, findPrice, hourly, surchargeAlone } from "./price-of.ts";
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
  const wanted = Math.round(weighWork(entitlements, term, { ...wish, minutes: wish.minutes ?? 0 }));
  const drawnMinutes = Math.min(leftMinutes, wanted);
  const minutes = { grantedMinutes, usedMinutes, drawnMinutes };
  return { ...answer, quota: standingOf(clause.id, term, minutes) };
}

function quotaAnswer(
  entitlements: Entitlements,
  clause: string,
  term: TermOf<"hourQuota">,
  wish: Wish,
  leftMinutes: number,
): Answer {
  const paid = paidFor(entitlements, term, wish, leftMinutes);
  if (leftMinutes > 0 && paid.isWhole) return outOfPaid(clause, paid);
  const charge = chargeOf(entitlements, term.overage, beyond(wish, paid.minutes));
  return charge === undefined
    ? refused(clause, "limit-reached")
    : charged(clause, plus(charge, paid.surcharge));
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
  const paid = paidFor(entitlements, term, wish, leftMinutes);
  const renewals = renewalsFor(entitlements, term, wish, leftMinutes);
  if (renewals > 0) {
    const all = paidFor(entitlements, term, wish, Number.POSITIVE_INFINITY);
    return charged(clause.id, plus(blocksFor(entitlements, term, renewals), all.surcharge));
  }
  if (leftMinutes === 0) return undefined;
  if (paid.isWhole) return outOfPaid(clause.id, paid);
  const rest = hourly(entitlements, "byTime", undefined, beyond(wish, paid.minutes));
  return charged(clause.id, plus(rest, paid.surcharge));
}

/** What prepaid time pays for. */
type Paid = {
  /** Of the work, from its beginning on. */
  readonly minutes: number;
  readonly isWhole: boolean;
  /** What the surcharge on it costs, where that is invoiced. */
  readonly surcharge?: DecisionCharge | undefined;
};

/** Where nobody knows how long the work takes, what is left is taken to be enough. */
function paidFor(
  entitlements: Entitlements,
  term: PrepaidTerm,
  wish: Wish,
  leftMinutes: number,
): Paid {
  const isInvoiced = term.surcharges === "invoiced";
  const surchargeOn = (work: Wish) => (isInvoiced ? surchargeAlone(entitlements, work) : undefined);
  if (wish.minutes === undefined) {
    return { minutes: 0, isWhole: true, surcharge: surchargeOn(wish) };
  }
  const work = { ...wish, minutes: wish.minutes };
  const minutes = coveredMinutes(entitlements, term, work, leftMinutes);
  const surcharge = surchargeOn({ ...wish, minutes });
  return { minutes, isWhole: minutes === wish.minutes, surcharge };
}

function outOfPaid(clause: string, { surcharge }: Paid): Answer {
  return surcharge === undefined
    ? allowed(clause, "within-limit")
    : { ...charged(clause, surcharge), reason: "surcharge-only" };
}

/** The surcharge on what is paid for comes on top of what is charged besides. */
function plus(charge: DecisionCharge, surcharge: DecisionCharge | undefined): DecisionCharge {
  const rest = charge.estimate ?? charge.price?.amount;
  if (rest === undefined || surcharge?.estimate === undefined) return charge;
  return { ...charge, estimate: add(rest, surcharge.estimate) };
}

function renewalsFor(
  entitlements: Entitlements,
  term: TermOf<"hourBlock">,
  { topics, startMs, minutes }: Wish,
  leftMinutes: number,
): number {
  if (term.autoRenewBelowHours === undefined) return 0;
  const renewal = { belowMinutes: term.autoRenewBelowHours * 60, minutes: term.hours * 60 };
  if (minutes === undefined) return countRenewals(renewal, leftMinutes, 0);
  const entry = { id: "", ticket: "", technician: "", activity: "other" as const };
  const worked = { ...entry, fromMs: startMs, toMs: startMs + minutes * MINUTE_MS };
  const wanted = countPrepaid(entitlements, term, topics, [worked]);
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
