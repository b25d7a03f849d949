import { describe, expect, it } from "vitest";
import type { CreditRules, CreditTier } from "./index.ts";
import { checkCreditTiers } from "./index.ts";
import { ba06, tier, ba07 } from "./sample-credit.ts";

describe("faults of a credit table", () => {
  const check = (...tiers: readonly CreditTier[]) =>
    checkCreditTiers({ ...ba07, scale: { kind: "tiers", tiers } }, ba06);

  it("ba-07: the table is sound, in any order", () => {
    expect(checkCreditTiers(ba07, ba06)).toEqual([]);
    expect(check(tier(9699, 0, 70), tier(9989, 9700, 5))).toEqual([]);
    expect(check(tier(9989, 0, 5))).toEqual([]);
  });

  it("names gaps, overlaps, turned ends, credit for a kept promise, and less for less", () => {
    expect(check(tier(9989, 9980, 5), tier(9970, 0, 10))).toEqual([
      "nothing is said for 99.79 %–99.71 %",
    ]);
    expect(check(tier(9980, 0, 5))).toEqual(["nothing is said for 99.89 %–99.81 %"]);
    expect(check(tier(9989, 9700, 5))).toEqual(["nothing is said for 96.99 %–0.00 %"]);
    expect(check()).toEqual(["nothing is said for 99.89 %–0.00 %"]);
    expect(check(tier(9990, 0, 5))).toEqual([
      "tier 99.90 %–0.00 %: gives credit although 99.90 % is kept",
    ]);
    expect(check(tier(9989, 9980, 5), tier(9980, 0, 10))).toEqual([
      "tier 99.80 %–0.00 %: overlaps the tier above it",
    ]);
    expect(check(tier(9989, 9980, 5), tier(9979, 0, 4))).toEqual([
      "tier 99.79 %–0.00 %: gives less than the better tier above it",
    ]);
    expect(check(tier(9989, 9980, 5), tier(9979, 0, 5))).toEqual([]);
    expect(check(tier(9980, 9989, 5))).toContain(
      "tier 99.80 %–99.89 %: its ends are turned around",
    );
  });

  it("compares grants of one kind only", () => {
    const days = (atMostPoints: number, atLeastPoints: number, count: number): CreditTier => ({
      atLeastPoints,
      atMostPoints,
      grant: { kind: "days", days: count },
    });
    const amount = (
      atMostPoints: number,
      atLeastPoints: number,
      amountMinor: number,
    ): CreditTier => ({ atLeastPoints, atMostPoints, grant: { kind: "amount", amountMinor } });
    expect(check(days(9989, 9980, 2), days(9979, 0, 1))).toHaveLength(1);
    expect(check(days(9989, 9980, 2), days(9979, 0, 2))).toHaveLength(0);
    expect(check(amount(9989, 9980, 2), amount(9979, 0, 1))).toHaveLength(1);
    expect(check(amount(9989, 9980, 2), amount(9979, 0, 2))).toHaveLength(0);
    expect(check(tier(9989, 9980, 50), days(9979, 0, 1))).toHaveLength(0);
    const hours = (atMostPoints: number, atLeastPoints: number, count: number): CreditTier => ({
      atLeastPoints,
      atMostPoints,
      grant: { kind: "hours", hours: count },
    });
    expect(check(hours(9989, 9980, 12), hours(9979, 0, 11.5))).toEqual([
      "tier 99.79 %–0.00 %: gives less than the better tier above it",
    ]);
    expect(check(hours(9989, 9980, 12), hours(9979, 0, 12))).toEqual([]);
    expect(check(hours(9989, 9980, 12), days(9979, 0, 1))).toEqual([]);
  });

  it("takes tiers of a single point, and wants the last one to reach zero", () => {
    expect(check(tier(9989, 9989, 5), tier(9988, 0, 10))).toEqual([]);
    expect(check(tier(9989, 1, 5))).toEqual(["nothing is said for 0.00 %–0.00 %"]);
  });

  it.each([
    ["percent", "days"],
    ["percent", "amount"],
    ["days", "percent"],
    ["days", "amount"],
    ["amount", "percent"],
    ["amount", "days"],
  ] as const)("does not compare %s with %s", (better, worse) => {
    const grants = {
      percent: { kind: "percent", basisPoints: 5 },
      days: { kind: "days", days: 5 },
      amount: { kind: "amount", amountMinor: 5 },
    } as const;
    const tiers = [
      { atLeastPoints: 9980, atMostPoints: 9989, grant: grants[better] },
      { atLeastPoints: 0, atMostPoints: 9979, grant: grants[worse] },
    ];
    expect(check(...tiers)).toEqual([]);
  });

  it("has nothing to say of other scales", () => {
    const scale: CreditRules["scale"] = {
      kind: "per-downtime",
      unitMs: 1,
      started: "whole-units",
      beyondTarget: false,
      grant: { kind: "days", days: 1 },
    };
    expect(checkCreditTiers({ ...ba07, scale }, ba06)).toEqual([]);
  });
});
