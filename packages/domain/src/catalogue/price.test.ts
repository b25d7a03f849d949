import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { currencyDecimals, readMoney, type Currency } from "./price.ts";

describe("amounts as they are written", () => {
  it.each([
    ["1295.00 SEK", { amountMinor: 129_500, currency: "SEK" }],
    ["1295 SEK", { amountMinor: 129_500, currency: "SEK" }],
    ["0.05 EUR", { amountMinor: 5, currency: "EUR" }],
    ["98000 JPY", { amountMinor: 98_000, currency: "JPY" }],
    ["1.234 KWD", { amountMinor: 1234, currency: "KWD" }],
    ["0 BAM", { amountMinor: 0, currency: "BAM" }],
  ])("%s", (written, money) => {
    expect(readMoney(written)).toEqual(money);
  });

  it.each([
    ["98000.50 JPY", "no decimals, since JPY has none"],
    ["1.23 KWD", "3 decimals or none, since KWD has 3"],
    ["1.5 EUR", "2 decimals or none, since EUR has 2"],
    ["-1.00 EUR", "an amount that is not negative, such as 1295.00 SEK"],
    ["1.00 XXX", "a known currency (XXX is not one)"],
    ["1.00 toString", "an amount and a currency, such as 1295.00 SEK"],
    ["EUR 1.00", "an amount and a currency, such as 1295.00 SEK"],
    ["1.00  EUR", "an amount and a currency, such as 1295.00 SEK"],
    [" 1.00 EUR", "an amount and a currency, such as 1295.00 SEK"],
    ["", "an amount and a currency, such as 1295.00 SEK"],
  ])("A33: refuses “%s”", (written, expected) => {
    expect(readMoney(written)).toBe(expected);
  });

  it("reads every amount of every currency back exactly", () => {
    const currencies = Object.keys(currencyDecimals) as Currency[];
    fc.assert(
      fc.property(fc.nat(999_999_999), fc.constantFrom(...currencies), (amountMinor, currency) => {
        const digits = currencyDecimals[currency];
        const text = String(amountMinor).padStart(digits + 1, "0");
        const written = digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
        expect(readMoney(`${written} ${currency}`)).toEqual({ amountMinor, currency });
      }),
    );
  });
});
