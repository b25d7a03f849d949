import { describe, expect, it } from "vitest";
import { money } from "../money/index.ts";
import type {
  AvailabilityFacts,
  AvailabilityRules,
  Claim,
  Credit,
  CreditRules,
  CreditTier,
  Outage,
} from "./index.ts";
import { checkCreditTiers, creditFor } from "./index.ts";

const SECOND = 1_000;
const HOUR = 3_600_000;
const ZONE = "Europe/Sarajevo";

function ms(local: string): number {
  return Temporal.ZonedDateTime.from(`${local}[${ZONE}]`).epochMilliseconds;
}

function at(local: string): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(ms(local));
}

const ba06: AvailabilityRules = {
  clause: "ba-06",
  timeZone: ZONE,
  services: "union",
  unknownTime: "up",
  excludedTime: "up",
  starts: "began",
  stops: "ended",
  exclusions: [{ kind: "cause", clause: "ba-05", causes: ["attack"] }],
  decimals: 2,
  rounding: "down",
  targetPoints: 9990,
};

const tier = (atMostPoints: number, atLeastPoints: number, percent: number): CreditTier => ({
  atLeastPoints,
  atMostPoints,
  grant: { kind: "percent", basisPoints: percent * 100 },
});

const ba07: CreditRules = {
  clause: "ba-07",
  scale: {
    kind: "tiers",
    tiers: [
      tier(9989, 9980, 5),
      tier(9979, 9970, 10),
      tier(9969, 9960, 15),
      tier(9959, 9950, 20),
      tier(9949, 9900, 30),
      tier(9899, 9700, 60),
      tier(9699, 0, 70),
    ],
  },
  of: "base-fee",
  claim: { kind: "days", days: 7, from: "established" },
  claimClause: "ba-08",
  severalIncidents: "each",
  rounding: "half-up",
};

const automatic: CreditRules = { ...ba07, claim: { kind: "automatic" } };
const fees = { baseFee: money(10_000, "BAM"), otherFees: money(5_000, "BAM") };

function outage(id: string, from: string, lastsMs: number, more: Partial<Outage> = {}): Outage {
  return {
    id,
    service: "web",
    cause: "hardware",
    beganMs: ms(from),
    endedMs: ms(from) + lastsMs,
    ...more,
  };
}

function facts(...outages: readonly Outage[]): AvailabilityFacts {
  return { services: ["web"], outages, announcements: [], unknown: [] };
}

function creditOf(
  rules: CreditRules,
  given: AvailabilityFacts,
  claims: readonly Claim[] = [],
  now = "2026-12-31T00:00",
  month = "2026-06",
  availability = ba06,
): Credit {
  return creditFor(rules, availability, given, month, fees, claims, at(now));
}

describe("other scales of credit", () => {
  const scaled = (
    scale: CreditRules["scale"],
    lastsMs: number,
    more: Partial<CreditRules> = {},
    month = "2026-06",
  ): Credit =>
    creditOf(
      { ...automatic, scale, ...more },
      facts(outage("a", `${month}-01T00:00`, lastsMs)),
      [],
      "2027-12-31T00:00",
      month,
    );

  it("days of credit are days of the real month", () => {
    const scale: CreditRules["scale"] = {
      kind: "tiers",
      tiers: [{ atLeastPoints: 0, atMostPoints: 9989, grant: { kind: "days", days: 3 } }],
    };
    expect(scaled(scale, 2 * HOUR).amount).toEqual(money(1_000, "BAM"));
    expect(scaled(scale, 2 * HOUR, {}, "2026-02").amount).toEqual(money(1_071, "BAM"));
    expect(scaled(scale, 2 * HOUR, {}, "2026-03").amount).toEqual(money(968, "BAM"));
  });

  it("a fixed amount", () => {
    const scale: CreditRules["scale"] = {
      kind: "tiers",
      tiers: [
        { atLeastPoints: 0, atMostPoints: 9989, grant: { kind: "amount", amountMinor: 777 } },
      ],
    };
    expect(scaled(scale, 2 * HOUR).amount).toEqual(money(777, "BAM"));
  });

  const perHour = (
    started: "started-units" | "whole-units",
    beyondTarget = false,
  ): CreditRules["scale"] => ({
    kind: "per-downtime",
    unitMs: HOUR,
    started,
    beyondTarget,
    grant: { kind: "percent", basisPoints: 500 },
  });

  it.each([
    ["started-units", false, 2 * HOUR, 2],
    ["started-units", false, 2 * HOUR + 1, 3],
    ["whole-units", false, 3 * HOUR - 1, 2],
    ["whole-units", false, 3 * HOUR, 3],
    // 0.1 % of June are 2,592 s
    ["started-units", true, 2_592 * SECOND, 0],
    ["started-units", true, 2_592 * SECOND + 1, 1],
    ["whole-units", true, 2_592 * SECOND + HOUR - 1, 0],
    ["whole-units", true, 2_592 * SECOND + HOUR, 1],
    ["started-units", true, 1, 0],
  ] as const)(
    "%s, beyond the target: %s, %d ms → %d units",
    (started, beyondTarget, lastsMs, units) => {
      const credit = scaled(perHour(started, beyondTarget), lastsMs);
      expect(credit.units).toBe(units);
      expect(credit.amount).toEqual(money(units * 500, "BAM"));
    },
  );

  it("a cap holds, and says so", () => {
    const credit = scaled(perHour("started-units"), 30 * HOUR, { capBasisPoints: 5_000 });
    expect(credit).toMatchObject({
      amount: money(5_000, "BAM"),
      uncapped: money(15_000, "BAM"),
      capped: true,
      state: "granted",
    });
    expect(scaled(perHour("started-units"), 10 * HOUR, { capBasisPoints: 5_000 })).toMatchObject({
      amount: money(5_000, "BAM"),
      capped: false,
    });
    expect(scaled(perHour("started-units"), 30 * HOUR)).toMatchObject({
      amount: money(15_000, "BAM"),
      capped: false,
    });
  });
});

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
