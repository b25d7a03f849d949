export type * from "./money.ts";
export type * from "./time-billing.ts";
import type { Interval } from "../interval/index.ts";
import type { InvoiceLine, InvoiceTotals, Money, Rounding, VatRate } from "./money.ts";
import type {
  BilledTime,
  QuotaMonth,
  QuotaRules,
  QuotaUse,
  TimeEntry,
  TimeRate,
} from "./time-billing.ts";
import type { Calendar } from "../calendar/index.ts";
/** Digits after the point: 2 for most, 0 for JPY/ISK, 3 for KWD. Throws RangeError for no currency. */
export declare function currencyExponent(currency: string): number;
export declare function money(amountMinor: number, currency: string): Money;
export declare function zero(currency: string): Money;
export declare function add(a: Money, b: Money): Money;
export declare function sum(amounts: readonly Money[], currency: string): Money;
export declare function negate(a: Money): Money;
/** amount × numerator / denominator, exact, rounded once. */
export declare function scale(
  a: Money,
  numerator: number,
  denominator: number,
  rounding: Rounding,
): Money;
/** Parts in proportion to the weights that add up to the amount to the smallest unit. */
export declare function allocate(a: Money, weights: readonly number[]): readonly Money[];
/** `1295.00`, no grouping, no currency sign. */
export declare function toDecimal(a: Money): string;
export declare function fromDecimal(text: string, currency: string): Money;
export declare function billTime(
  rate: TimeRate,
  serviceHours: Calendar,
  entries: readonly TimeEntry[],
): readonly BilledTime[];
export declare function drawDownQuota(
  rules: QuotaRules,
  uses: readonly QuotaUse[],
  fromMonth: string,
  toMonth: string,
): readonly QuotaMonth[];
/** Part of a monthly fee for the agreed part of a month (by the second, so 28–31 days and DST come out right). */
export declare function prorate(
  fee: Money,
  month: Interval,
  agreed: readonly Interval[],
  rounding: Rounding,
): Money;
/** Pieces beyond the included count (se-16). */
export declare function countBeyond(used: number, included: number): number;
export declare function invoiceLine(
  line: Omit<InvoiceLine, "net">,
  rounding: Rounding,
): InvoiceLine;
export declare function invoiceTotals(
  lines: readonly InvoiceLine[],
  currency: string,
  rounding: Rounding,
): InvoiceTotals;
export declare function taxOn(net: Money, vat: VatRate, rounding: Rounding): Money;
