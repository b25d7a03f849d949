import { addMonths, daysOfMonth } from "../calendar/index.ts";
import type { EpochMs } from "../interval/index.ts";
import { add, money, negate, scale } from "../money/index.ts";
import type { Money } from "../money/index.ts";
import type { Credit, CreditRules } from "./credit-rules.ts";
import { monthsOfPeriod } from "./judged-period.ts";

/** What a cap over several periods looks at. */
export type LimitedCredit = Pick<Credit, "month" | "state" | "amount" | "basis" | "capped">;

/** A credit with the time of its report and what findings after it said that the period gives. */
export type ReportedCredit = LimitedCredit & {
  /** Absent while it was not reported: what was, and every finding, comes before it. */
  readonly reportedMs?: EpochMs;
  readonly corrections?: readonly Correction[];
};

/** What a period gives by what was found at that time, held against the cap already. */
export type Correction = { readonly foundMs: EpochMs; readonly amount: Money };

/**
 * Credits of one contract (or machine) held against a cap that is longer than a judged period: at most so much in a
 * quarter or a year. What was granted for earlier months, and by corrections of them that came before the report, uses it up
 * first; what can still be claimed is shown as what those left of it. Without such a cap nothing changes. Given in any order;
 * returned by period, as reported.
 */
export function limitCredits<Limited extends ReportedCredit>(
  rules: CreditRules,
  credits: readonly Limited[],
): readonly Limited[] {
  return settleCredits(rules, credits).map(({ credit }) => credit);
}

/**
 * What a reported period gives by what is known now (R18): as much of what it would give by itself as the cap leaves after
 * every other report and every finding so far. What was given once is taken back only where less is due. Positive difference
 * to `given` is owed to the customer, also where the period itself did not change but another one freed the cap.
 * @param credits all credits of the contract (or machine), the revised one among them, each with its corrections.
 * @param due what the period would give if there were no cap over several. @throws RangeError where it is not among them.
 */
export function correctCredit(
  rules: CreditRules,
  credits: readonly ReportedCredit[],
  month: string,
  due: Money,
): { readonly reported: Money; readonly given: Money; readonly amount: Money } {
  const settled = settleCredits(rules, credits);
  const own = settled.find(({ credit }) => credit.month === month);
  if (own === undefined) throw new RangeError(`${month} is not among the credits`);
  const reported = own.credit.amount;
  const given = own.given;
  if (rules.capPeriod === undefined) return { reported, given, amount: due };
  const others = settled.filter((one) => one !== own);
  const left = leftOf(rules.capPeriod, rules, own.credit, others);
  const most = Math.max(left, own.usedMinor);
  return { reported, given, amount: money(Math.min(due.amountMinor, most), due.currency) };
}

/** A period's credit as reported, what it gives since the last correction, and how much of the cap that uses up. */
type Settled<Limited> = {
  credit: Limited;
  given: Money;
  usedMinor: number;
};

/** Reports and corrections one after the other as they happened; returned by period. */
function settleCredits<Limited extends ReportedCredit>(
  rules: CreditRules,
  credits: readonly Limited[],
): readonly Settled<Limited>[] {
  const inOrder = credits.toSorted((a, b) => compare(a.month, b.month));
  const settled = new Map<string, Settled<Limited>>();
  for (const { credit, correction } of stepsOf(inOrder)) {
    const known = settled.get(credit.month);
    settled.set(
      credit.month,
      known && correction
        ? correctedBy(rules, known, correction.amount)
        : reportedAs(rules, credit, [...settled.values()]),
    );
  }
  return inOrder.flatMap(({ month }) => settled.get(month) ?? []);
}

type Step<Limited> = {
  readonly atMs: EpochMs;
  readonly credit: Limited;
  readonly correction?: Correction;
};

function stepsOf<Limited extends ReportedCredit>(
  credits: readonly Limited[],
): readonly Step<Limited>[] {
  return credits
    .flatMap((credit): Step<Limited>[] => [
      { atMs: credit.reportedMs ?? Number.POSITIVE_INFINITY, credit },
      ...(credit.corrections ?? []).map((correction) => ({
        atMs: correction.foundMs,
        credit,
        correction,
      })),
    ])
    .toSorted((a, b) => compare(a.atMs, b.atMs));
}

function reportedAs<Limited extends ReportedCredit>(
  rules: CreditRules,
  credit: Limited,
  before: readonly Settled<Limited>[],
): Settled<Limited> {
  const left = rules.capPeriod
    ? leftOf(rules.capPeriod, rules, credit, before)
    : Number.POSITIVE_INFINITY;
  const limited =
    credit.amount.amountMinor > left
      ? { ...credit, amount: money(left, credit.amount.currency), capped: true }
      : credit;
  const { amount, state } = limited;
  return {
    credit: limited,
    given: amount,
    usedMinor: state === "granted" ? amount.amountMinor : 0,
  };
}

/** Nobody claims a correction: it uses the cap up where credit is given without being asked for. */
function correctedBy<Limited>(
  { claim }: CreditRules,
  settled: Settled<Limited>,
  given: Money,
): Settled<Limited> {
  return { ...settled, given, usedMinor: claim.kind === "automatic" ? given.amountMinor : 0 };
}

/** What other periods of the same quarter or year leave of the cap, in minor units. */
function leftOf<Limited extends ReportedCredit>(
  cap: CapPeriod,
  rules: CreditRules,
  credit: LimitedCredit,
  others: readonly Settled<Limited>[],
): number {
  const name = capPeriodOf(cap.length, credit.month);
  const usedMinor = others
    .filter((one) => capPeriodOf(cap.length, one.credit.month) === name)
    .reduce((sum, one) => sum + one.usedMinor, 0);
  return Math.max(0, capOf(cap, rules, credit).amountMinor - usedMinor);
}

function compare<Value extends number | string>(a: Value, b: Value): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Every month of the quarter or year whose cap this one shares, itself included; itself alone where every month has its own. */
export function monthsOfCap(rules: CreditRules, month: string): readonly string[] {
  const { capPeriod } = rules;
  if (capPeriod === undefined) return [month];
  const name = capPeriodOf(capPeriod.length, month);
  const first = addMonths(month, -11);
  return Array.from({ length: 23 }, (_, at) => addMonths(first, at)).filter(
    (one) => capPeriodOf(capPeriod.length, one) === name,
  );
}

/** Months before this one that use up the same cap, the oldest first; none where every month has its own. */
export function earlierMonthsOfCap(rules: CreditRules, month: string): readonly string[] {
  return monthsOfCap(rules, month).filter((one) => one < month);
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
