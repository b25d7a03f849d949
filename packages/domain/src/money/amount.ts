import { currencyExponent } from "./currency.ts";
import type { Money, Rounding } from "./money.ts";
import { roundRatio } from "./round-ratio.ts";

/** An amount; RangeError when it is not a whole number of minor units or too large to be exact. */
export function money(amountMinor: number, currency: string): Money {
  currencyExponent(currency);
  if (!Number.isSafeInteger(amountMinor)) throw new RangeError(`not an amount: ${amountMinor}`);
  // No minus zero: it would differ from zero in comparisons of results.
  return { amountMinor: amountMinor === 0 ? 0 : amountMinor, currency };
}

export function zero(currency: string): Money {
  return money(0, currency);
}

/** RangeError when the currencies differ: we never convert. */
export function add(a: Money, b: Money): Money {
  if (a.currency !== b.currency) throw new RangeError(`${a.currency} and ${b.currency} do not add`);
  return money(a.amountMinor + b.amountMinor, a.currency);
}

/** The sum in `currency`, which is also the answer for no amounts at all. */
export function sum(amounts: readonly Money[], currency: string): Money {
  let total = zero(currency);
  for (const amount of amounts) total = add(total, amount);
  return total;
}

export function negate(a: Money): Money {
  return money(-a.amountMinor, a.currency);
}

/** amount × numerator / denominator (whole numbers), exact, rounded once. */
export function scale(
  a: Money,
  numerator: number | bigint,
  denominator: number | bigint,
  rounding: Rounding,
): Money {
  const top = BigInt(a.amountMinor) * BigInt(numerator);
  return money(Number(roundRatio(top, BigInt(denominator), rounding)), a.currency);
}

/**
 * Parts in proportion to whole, non-negative weights that add up to the amount to the smallest
 * unit: the units left over go to the largest remainders, of equal ones to the first. Without any
 * weight all parts are equal. RangeError when there is nothing to divide among.
 */
export function allocate(a: Money, weights: readonly number[]): readonly Money[] {
  if (weights.length === 0) throw new RangeError("nothing to allocate to");
  if (weights.some((weight) => weight < 0)) throw new RangeError("weights are not negative");
  const given = weights.map(BigInt);
  const weighed = given.some((weight) => weight > 0n) ? given : given.map(() => 1n);
  const total = weighed.reduce((x, y) => x + y, 0n);
  const sign = a.amountMinor < 0 ? -1 : 1;
  const amount = BigInt(Math.abs(a.amountMinor));
  const parts = weighed.map((weight, index) => ({
    index,
    units: (amount * weight) / total,
    rest: (amount * weight) % total,
  }));
  let left = Number(amount - parts.reduce((x, part) => x + part.units, 0n));
  const byRest = parts.toSorted((x, y) =>
    x.rest === y.rest ? x.index - y.index : x.rest > y.rest ? -1 : 1,
  );
  for (const part of byRest) {
    if (left === 0) break;
    part.units += 1n;
    left -= 1;
  }
  return parts.map((part) => money(sign * Number(part.units), a.currency));
}

/** `1295.00`: point, no grouping, no sign of the currency. */
export function toDecimal(a: Money): string {
  const exponent = currencyExponent(a.currency);
  const digits = String(Math.abs(a.amountMinor)).padStart(exponent + 1, "0");
  const sign = a.amountMinor < 0 ? "-" : "";
  if (exponent === 0) return sign + digits;
  return `${sign}${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
}

/** The amount that a decimal text says; RangeError when it has more digits than the currency. */
export function fromDecimal(text: string, currency: string): Money {
  const exponent = currencyExponent(currency);
  const match = /^(-?)(\d{1,13})(?:\.(\d+))?$/u.exec(text);
  const fraction = match?.[3] ?? "";
  if (match === null || fraction.length > exponent) {
    throw new RangeError(`not an amount in ${currency}: ${text}`);
  }
  const minor = Number(`${match[2]}${fraction.padEnd(exponent, "0")}`);
  return money(match[1] === "-" ? -minor : minor, currency);
}
