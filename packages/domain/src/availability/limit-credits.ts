import { addMonths, daysOfMonth } from "../calendar/index.ts";
import { add, money, negate, scale } from "../money/index.ts";
import type { Money } from "../money/index.ts";
import type { Credit, CreditRules } from "./credit-rules.ts";
import { monthsOfPeriod } from "./judged-period.ts";

/** What a cap over several periods looks at. */
export type LimitedCredit = Pick<Credit, "month" | "state" | "amount" | "basis" | "capped">;

/**
 * Credits of one contract (or machine) held against a cap that is longer than a judged period: at most so much in a
 * quarter or a year. What was granted for earlier months uses it up first; what can still be claimed is shown as what those
 * left of it. Without such a cap nothing changes. Given in any order; returned by period.
 */
export function limitCredits<Limited extends LimitedCredit>(
  rules: CreditRules,
  credits: readonly Limited[],
): readonly Limited[] {
  const inOrder = credits.toSorted((a, b) => (a.month < b.month ? -1 : a.month > b.month ? 1 : 0));
  const { capPeriod } = rules;
  if (capPeriod === undefined) return inOrder;
  const usedMinor = new Map<string, number>();
  return inOrder.map((credit) => {
    const name = capPeriodOf(capPeriod.length, credit.month);
    const used = usedMinor.get(name) ?? 0;
    const cap = capOf(capPeriod, rules, credit);
    const left = Math.max(0, cap.amountMinor - used);
    const isCut = credit.amount.amountMinor > left;
    const limited = isCut
      ? { ...credit, amount: money(left, credit.amount.currency), capped: true }
      : credit;
    if (credit.state === "granted") usedMinor.set(name, used + limited.amount.amountMinor);
    return limited;
  });
}

/** Months before this one that use up the same cap, the oldest first; none where every month has its own. */
export function earlierMonthsOfCap({ capPeriod }: CreditRules, month: string): readonly string[] {
  if (capPeriod === undefined) return [];
  const earlier: string[] = [];
  for (
    let before = addMonths(month, -1);
    capPeriodOf(capPeriod.length, before) === capPeriodOf(capPeriod.length, month);
    before = addMonths(before, -1)
  ) {
    earlier.unshift(before);
  }
  return earlier;
}

type CapPeriod = NonNullable<CreditRules["capPeriod"]>;

/** The quarter or year in which a judged period ends. */
function capPeriodOf(length: CapPeriod["length"], period: string): string {
  const { last } = monthsOfPeriod(period);
  const year = last.slice(0, 4);
  return length === "year" ? year : `${year}-Q${Math.ceil(Number(last.slice(5)) / 3)}`;
}

/** Percent of the fee of the whole quarter or year (as if each period of it cost the same), days of the month's fee. */
function capOf(cap: CapPeriod, { rounding }: CreditRules, { basis, month }: LimitedCredit): Money {
  switch (cap.of) {
    case "percent": {
      const months = cap.length === "year" ? 12 : 3;
      return scale(basis, cap.basisPoints * months, 10_000 * monthsIn(month), rounding);
    }
    case "days":
      return scale(basis, cap.days, daysOfMonth(monthsOfPeriod(month).last), rounding);
    case "amount":
      return money(cap.amountMinor, basis.currency);
  }
}

/** A window of thirty days costs what a month costs. */
function monthsIn(period: string): number {
  if (period.endsWith("/30d")) return 1;
  const { first, last } = monthsOfPeriod(period);
  return Number(last.slice(5)) - Number(first.slice(5)) + 1;
}

/**
 * What a revised month (`reviseMonth`) changes about a credit that was granted already: positive is owed to the customer,
 * negative was given too much. Zero changes nothing. RangeError for credits of different months or clauses.
 */
export function creditChange(granted: Credit, recomputed: Credit): Money {
  if (granted.month !== recomputed.month || granted.clause !== recomputed.clause) {
    throw new RangeError(`${recomputed.month} does not revise the credit of ${granted.month}`);
  }
  const givenOf = ({ state, amount }: Credit): Money =>
    state === "granted" ? amount : money(0, amount.currency);
  return add(givenOf(recomputed), negate(givenOf(granted)));
}
