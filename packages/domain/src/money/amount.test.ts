import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Rounding } from "./index.ts";
import {
  add,
  allocate,
  currencyExponent,
  fromDecimal,
  money,
  negate,
  roundRatio,
  scale,
  sum,
  toDecimal,
  zero,
} from "./index.ts";

describe("currencies", () => {
  it.each([
    ["SEK", 2],
    ["EUR", 2],
    ["DKK", 2],
    ["BAM", 2],
    ["JPY", 0],
    ["ISK", 0],
    ["KRW", 0],
    ["KWD", 3],
    ["TND", 3],
  ])("%s has %d digits", (currency, digits) => {
    expect(currencyExponent(currency)).toBe(digits);
  });

  it("refuses what is none", () => {
    for (const wrong of ["", "eur", "EU", "EURO", "constructor"]) {
      expect(() => currencyExponent(wrong)).toThrow(RangeError);
    }
  });
});

describe("amounts", () => {
  it("are whole and exact", () => {
    expect(money(129_500, "SEK")).toEqual({ amountMinor: 129_500, currency: "SEK" });
    expect(Object.is(money(-0, "SEK").amountMinor, 0)).toBe(true);
    for (const wrong of [0.5, Number.NaN, Number.POSITIVE_INFINITY, Number.MAX_SAFE_INTEGER + 1]) {
      expect(() => money(wrong, "SEK")).toThrow(RangeError);
    }
    expect(() => money(1, "kr")).toThrow("not a currency: kr");
    expect(() => money(0.5, "SEK")).toThrow("not an amount: 0.5");
    expect(() => fromDecimal("1,50", "EUR")).toThrow("not an amount in EUR: 1,50");
  });

  it("add within a currency only", () => {
    expect(add(money(1, "EUR"), money(2, "EUR"))).toEqual(money(3, "EUR"));
    expect(() => add(money(1, "EUR"), money(2, "SEK"))).toThrow("EUR and SEK do not add");
    expect(sum([money(1, "EUR"), money(2, "EUR"), money(-4, "EUR")], "EUR")).toEqual(
      money(-1, "EUR"),
    );
    expect(sum([], "EUR")).toEqual(zero("EUR"));
    expect(() => sum([money(1, "SEK")], "EUR")).toThrow(RangeError);
    expect(negate(money(5, "EUR"))).toEqual(money(-5, "EUR"));
    expect(Object.is(negate(zero("EUR")).amountMinor, 0)).toBe(true);
  });

  it.each([
    ["1295.00", "SEK", 129_500],
    ["1295", "SEK", 129_500],
    ["0.05", "EUR", 5],
    ["-0.05", "EUR", -5],
    ["12.5", "EUR", 1_250],
    ["1200", "JPY", 1_200],
    ["1.234", "KWD", 1_234],
    ["0.001", "KWD", 1],
  ])("%s %s is %d minor units", (text, currency, minor) => {
    expect(fromDecimal(text, currency)).toEqual(money(minor, currency));
  });

  it.each([
    ["1.234", "EUR"],
    ["1.5", "JPY"],
    ["1,50", "EUR"],
    ["1.", "EUR"],
    [".5", "EUR"],
    ["1e3", "EUR"],
    ["", "EUR"],
    ["12345678901234", "EUR"],
    ["+1", "EUR"],
  ])("%s is no amount in %s", (text, currency) => {
    expect(() => fromDecimal(text, currency)).toThrow(RangeError);
  });

  it.each([
    [129_500, "SEK", "1295.00"],
    [5, "EUR", "0.05"],
    [-5, "EUR", "-0.05"],
    [0, "EUR", "0.00"],
    [100, "EUR", "1.00"],
    [-1_200, "JPY", "-1200"],
    [0, "JPY", "0"],
    [1, "KWD", "0.001"],
    [1_234, "KWD", "1.234"],
  ])("%d minor units of %s are written %s", (minor, currency, text) => {
    expect(toDecimal(money(minor, currency))).toBe(text);
  });
});

describe("rounding", () => {
  it.each<[bigint, bigint, Rounding, bigint]>([
    [5n, 2n, "half-up", 3n],
    [-5n, 2n, "half-up", -3n],
    [5n, -2n, "half-up", -3n],
    [-5n, -2n, "half-up", 3n],
    [7n, 3n, "half-up", 2n],
    [8n, 3n, "half-up", 3n],
    [5n, 2n, "half-even", 2n],
    [7n, 2n, "half-even", 4n],
    [10n, 3n, "half-even", 3n],
    [-5n, 2n, "half-even", -2n],
    [-7n, 2n, "half-even", -4n],
    [8n, 3n, "half-even", 3n],
    [7n, 3n, "half-even", 2n],
    [5n, 2n, "down", 2n],
    [-5n, 2n, "down", -2n],
    [8n, 3n, "down", 2n],
    [7n, 3n, "up", 3n],
    [-7n, 3n, "up", -3n],
    [6n, 3n, "up", 2n],
    [6n, 3n, "half-up", 2n],
    [0n, 3n, "up", 0n],
  ])("%d / %d %s → %d", (numerator, denominator, rounding, expected) => {
    expect(roundRatio(numerator, denominator, rounding)).toBe(expected);
  });

  it("does not divide by nothing", () => {
    expect(() => roundRatio(1n, 0n, "down")).toThrow("division by zero");
  });

  it("scales exactly where floating point would not", () => {
    expect(scale(money(1_005, "EUR"), 100, 1_000, "half-up")).toEqual(money(101, "EUR"));
    expect(scale(money(9_007_199_254_740_991, "EUR"), 3, 3, "down").amountMinor).toBe(
      9_007_199_254_740_991,
    );
    expect(scale(money(100, "JPY"), 1, 3, "up")).toEqual(money(34, "JPY"));
    expect(scale(money(-1_005, "EUR"), 100, 1_000, "half-up")).toEqual(money(-101, "EUR"));
  });
});

describe("allocation sums to the cent", () => {
  it.each([
    [100, [1, 1, 1], [34, 33, 33]],
    [101, [1, 1, 1], [34, 34, 33]],
    [-100, [1, 1, 1], [-34, -33, -33]],
    [5, [3, 7], [2, 3]],
    [10, [0, 1, 0], [0, 10, 0]],
    [10, [0, 0], [5, 5]],
    [3, [0, 0], [2, 1]],
    [0, [1, 2], [0, 0]],
    [7, [1], [7]],
    [1_000, [333, 333, 334], [333, 333, 334]],
    // larger remainders go first, equal ones in order
    [1, [1, 2], [0, 1]],
    [1, [1, 3, 2], [0, 1, 0]],
    [2, [2, 1, 2], [1, 0, 1]],
    [1, [1, 1], [1, 0]],
    [2, [1, 2, 1], [1, 1, 0]],
  ])("%d by %j → %j", (amount, weights, parts) => {
    expect(allocate(money(amount, "EUR"), weights).map((part) => part.amountMinor)).toEqual(parts);
  });

  it("needs somebody, and no negative weights", () => {
    expect(() => allocate(money(1, "EUR"), [])).toThrow("nothing to allocate to");
    expect(() => allocate(money(1, "EUR"), [2, -1])).toThrow("weights are not negative");
  });

  it("adds up, and no part is a unit off its exact share", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }),
        fc.array(fc.nat({ max: 1_000_000 }), { minLength: 1, maxLength: 12 }),
        (amount, weights) => {
          const parts = allocate(money(amount, "EUR"), weights);
          expect(sum(parts, "EUR").amountMinor).toBe(amount);
          const total = weights.reduce((x, y) => x + y, 0);
          for (const [index, part] of parts.entries()) {
            const exact =
              total === 0 ? amount / weights.length : (amount * (weights[index] ?? 0)) / total;
            expect(Math.abs(part.amountMinor - exact)).toBeLessThan(1);
          }
        },
      ),
    );
  });

  it("text and amount are inverse", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1e12, max: 1e12 }),
        fc.constantFrom("EUR", "JPY", "KWD"),
        (minor, currency) => {
          expect(fromDecimal(toDecimal(money(minor, currency)), currency)).toEqual(
            money(minor, currency),
          );
        },
      ),
    );
  });
});
