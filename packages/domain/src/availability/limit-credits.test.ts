import { describe, expect, it } from "vitest";
import { money } from "../money/index.ts";
import {
  creditChange,
  creditFor,
  earlierMonthsOfCap,
  limitCredits,
  missedWindows,
  periodInterval,
} from "./index.ts";
import type {
  AvailabilityFacts,
  AvailabilityRules,
  Claim,
  Credit,
  CreditRules,
  CreditTier,
  Outage,
} from "./index.ts";

const MINUTE = 60_000;
const ZONE = "Europe/Sarajevo";
const ms = (local: string) => Temporal.ZonedDateTime.from(`${local}[${ZONE}]`).epochMilliseconds;

const availability: AvailabilityRules = {
  clause: "a",
  timeZone: ZONE,
  services: "union",
  unknownTime: "up",
  excludedTime: "up",
  starts: "began",
  stops: "ended",
  exclusions: [],
  decimals: 2,
  rounding: "down",
  targetPoints: 9990,
};
const tier = (atMostPoints: number, atLeastPoints: number, percent: number): CreditTier => ({
  atLeastPoints,
  atMostPoints,
  grant: { kind: "percent", basisPoints: percent * 100 },
});
const rules: CreditRules = {
  clause: "c",
  scale: {
    kind: "tiers",
    tiers: [tier(9989, 9980, 5), tier(9979, 9970, 10), tier(9969, 9960, 15), tier(9959, 0, 20)],
  },
  of: "base-fee",
  claim: { kind: "automatic" },
  claimClause: "d",
  severalIncidents: "month",
  rounding: "half-up",
};
const fees = { baseFee: money(10_000, "EUR"), otherFees: money(0, "EUR") };

function outage(id: string, from: string, minutes: number, more: Partial<Outage> = {}): Outage {
  const beganMs = ms(from);
  return {
    id,
    service: "web",
    cause: "hardware",
    beganMs,
    endedMs: beganMs + minutes * MINUTE,
    ...more,
  };
}
const factsOf = (...outages: readonly Outage[]): AvailabilityFacts => ({
  services: ["web", "mail"],
  outages,
  announcements: [],
  unknown: [],
});

function credit(month: string, minor: number, state: Credit["state"] = "granted"): Credit {
  return {
    clause: "c",
    month,
    state,
    amount: money(minor, "EUR"),
    uncapped: money(minor, "EUR"),
    capped: false,
    basis: money(10_000, "EUR"),
    points: 0,
    claimedOutageIds: [],
    openOutageIds: [],
    lapsedOutageIds: [],
  };
}
const shown = (credits: readonly Credit[]) =>
  credits.map(({ month, amount, capped }) => [month, amount.amountMinor, capped]);

describe("a cap over a quarter or a year", () => {
  const quarter: CreditRules = {
    ...rules,
    capPeriod: { length: "quarter", of: "percent", basisPoints: 5_000 },
  };
  it("half of a quarter's fee of 300.00: 60 + 60 + 30, and the next quarter begins anew", () => {
    const credits = ["2026-03", "2026-01", "2026-04", "2026-02"].map((month) =>
      credit(month, 6_000),
    );
    expect(shown(limitCredits(quarter, credits))).toEqual([
      ["2026-01", 6_000, false],
      ["2026-02", 6_000, false],
      ["2026-03", 3_000, true],
      ["2026-04", 6_000, false],
    ]);
  });
  it.each([
    ["quarter", "2026-04", []],
    ["quarter", "2026-06", ["2026-04", "2026-05"]],
    ["year", "2026-01", []],
    ["year", "2026-03", ["2026-01", "2026-02"]],
  ] as const)("months of the same %s before %s", (length, month, earlier) => {
    const capPeriod = { length, of: "percent", basisPoints: 1 } as const;
    expect(earlierMonthsOfCap({ ...rules, capPeriod }, month)).toEqual(earlier);
    expect(earlierMonthsOfCap(rules, month)).toEqual([]);
  });
  it("a quarter that is used up gives nothing more, and exactly the cap is not cut", () => {
    const credits = [credit("2026-10", 15_000), credit("2026-11", 1)];
    expect(shown(limitCredits(quarter, credits))).toEqual([
      ["2026-10", 15_000, false],
      ["2026-11", 0, true],
    ]);
  });
  it("a year's percentage is of twelve months' fees, and of four quarters'", () => {
    const year: CreditRules = {
      ...rules,
      capPeriod: { length: "year", of: "percent", basisPoints: 1_000 },
    };
    // A tenth of 1,200.00 is 120.00; of 4 × 100.00 it is 40.00.
    expect(shown(limitCredits(year, [credit("2026-02", 9_000), credit("2026-12", 9_000)]))).toEqual(
      [
        ["2026-02", 9_000, false],
        ["2026-12", 3_000, true],
      ],
    );
    expect(shown(limitCredits(year, [credit("2026-Q1", 9_000)]))).toEqual([
      ["2026-Q1", 4_000, true],
    ]);
    expect(shown(limitCredits(year, [credit("2026-12", 9_000), credit("2027-01", 9_000)]))).toEqual(
      [
        ["2026-12", 9_000, false],
        ["2027-01", 9_000, false],
      ],
    );
  });
  it("thirty days that reach over New Year cost a month and count where they end", () => {
    const year: CreditRules = {
      ...rules,
      capPeriod: { length: "year", of: "percent", basisPoints: 500 },
    };
    // A twentieth of 1,200.00 is 60.00.
    const credits = [credit("2026-01-15/30d", 9_000), credit("2026-02-20/30d", 9_000)];
    expect(shown(limitCredits(year, [credit("2025-12-31/30d", 1), ...credits]))).toEqual([
      ["2025-12-31/30d", 1, false],
      ["2026-01-15/30d", 6_000, true],
      ["2026-02-20/30d", 0, true],
    ]);
  });
  it("thirty days a year are thirty days of the month that is credited", () => {
    const year: CreditRules = { ...rules, capPeriod: { length: "year", of: "days", days: 30 } };
    // January: 30/31 of 100.00 is 96.77; February: 30/28 is 107.14, of which 50.00 are used.
    expect(shown(limitCredits(year, [credit("2026-01", 9_700)]))).toEqual([
      ["2026-01", 9_677, true],
    ]);
    expect(shown(limitCredits(year, [credit("2026-01", 5_000), credit("2026-02", 6_000)]))).toEqual(
      [
        ["2026-01", 5_000, false],
        ["2026-02", 5_714, true],
      ],
    );
  });
  it("a sum; what is not granted shows what is left and uses nothing up", () => {
    const year: CreditRules = {
      ...rules,
      capPeriod: { length: "year", of: "amount", amountMinor: 10_000 },
    };
    const credits = [
      credit("2026-01", 7_000),
      credit("2026-02", 7_000, "claimable"),
      credit("2026-03", 7_000),
    ];
    expect(shown(limitCredits(year, credits))).toEqual([
      ["2026-01", 7_000, false],
      ["2026-02", 3_000, true],
      ["2026-03", 3_000, true],
    ]);
  });
  it("without such a cap nothing is cut", () => {
    expect(shown(limitCredits(rules, [credit("2026-02", 9), credit("2026-01", 8)]))).toEqual([
      ["2026-01", 8, false],
      ["2026-02", 9, false],
    ]);
  });
});

describe("the worst of several interruptions", () => {
  const now = Temporal.Instant.fromEpochMilliseconds(ms("2026-07-01T00:00"));
  const worst: CreditRules = { ...rules, worstOnly: true };
  const given = (which: CreditRules, facts: AvailabilityFacts, claims: readonly Claim[] = []) => {
    const { amount, points } = creditFor(which, availability, facts, "2026-06", fees, claims, now);
    return [amount.amountMinor, points];
  };
  // June has 43,200 minutes: 60 down are 99.86 %, 120 are 99.72 %, all 180 are 99.58 %.
  const two = factsOf(outage("a", "2026-06-10T12:00", 60), outage("b", "2026-06-20T12:00", 120));
  it("two hours count, not all three", () => {
    expect(given(rules, two)).toEqual([2_000, 9958]);
    expect(given(worst, two)).toEqual([1_000, 9972]);
    expect(given(worst, { ...two, outages: two.outages.toReversed() })).toEqual([1_000, 9972]);
  });
  it("one is as it is", () => {
    expect(given(worst, factsOf(outage("a", "2026-06-10T12:00", 60)))).toEqual([500, 9986]);
    expect(given(worst, factsOf())).toEqual([0, 10_000]);
  });
  it("outages that touch are one interruption, whichever service they are of", () => {
    const touching = factsOf(
      outage("a", "2026-06-10T12:00", 60),
      outage("b", "2026-06-10T13:00", 120, { service: "mail" }),
      outage("c", "2026-06-20T12:00", 60),
    );
    expect(given(worst, touching)).toEqual([2_000, 9958]);
  });
  it("a minute between them makes two", () => {
    const apart = factsOf(
      outage("a", "2026-06-10T12:00", 60),
      outage("b", "2026-06-10T13:01", 120),
    );
    expect(given(worst, apart)).toEqual([1_000, 9972]);
  });
  it("an outage in two pieces is one, and joins what touches either of them", () => {
    const excluding: AvailabilityRules = {
      ...availability,
      exclusions: [
        {
          kind: "interval",
          clause: "x",
          intervals: [{ fromMs: ms("2026-06-10T13:00"), toMs: ms("2026-06-10T14:00") }],
        },
      ],
    };
    // 12:00–13:00 and 14:00–15:00 of the same outage: two hours, 99.72 %.
    const facts = factsOf(
      outage("a", "2026-06-10T12:00", 180),
      outage("b", "2026-06-12T00:00", 90),
    );
    const { amount, points } = creditFor(worst, excluding, facts, "2026-06", fees, [], now);
    expect([amount.amountMinor, points]).toEqual([1_000, 9972]);
  });
  it("only claimed ones are compared where each must be claimed", () => {
    const claimed: CreditRules = {
      ...worst,
      severalIncidents: "each",
      claim: { kind: "days", days: 7, from: "began" },
    };
    const claims = [{ id: "1", atMs: ms("2026-06-11T00:00") }];
    expect(given(claimed, two, claims)).toEqual([500, 9986]);
  });
});

describe("any thirty days in a row", () => {
  const june = { fromMs: ms("2026-06-01T00:00"), toMs: ms("2026-08-31T00:00") };
  const missed = (...outages: readonly Outage[]) =>
    missedWindows(availability, factsOf(...outages), june).map(({ month, percent }) => [
      month,
      percent,
    ]);

  it("a window is thirty local days, an hour shorter over the clock change", () => {
    const { fromMs, toMs } = periodInterval(ZONE, "2026-04-15/30d");
    expect(fromMs).toBe(ms("2026-03-17T00:00"));
    expect(toMs).toBe(ms("2026-04-16T00:00"));
    expect((toMs - fromMs) / (60 * MINUTE)).toBe(30 * 24 - 1);
  });
  it("43 minutes of 43,200 are kept, 44 are not; an hour spoils thirty windows and is missed once", () => {
    expect(missed(outage("a", "2026-06-10T12:00", 43))).toEqual([]);
    expect(missed(outage("a", "2026-06-10T12:00", 44))).toEqual([["2026-06-10/30d", "99.89"]]);
    expect(missed(outage("a", "2026-06-10T12:00", 60))).toEqual([["2026-06-10/30d", "99.86"]]);
  });
  it("of windows that miss one after the other the worst stands", () => {
    const hour = outage("a", "2026-06-10T12:00", 60);
    // 100 minutes in windows that end from 20 June to 9 July.
    expect(missed(hour, outage("b", "2026-06-20T12:00", 40))).toEqual([
      ["2026-06-20/30d", "99.76"],
    ]);
    // From 10 July on the first has left its windows, and forty minutes alone are kept.
    expect(missed(hour, outage("b", "2026-07-20T12:00", 60))).toEqual([
      ["2026-06-10/30d", "99.86"],
      ["2026-07-20/30d", "99.86"],
    ]);
  });
  it("two that come apart by just thirty days share no window", () => {
    const [a, b] = [outage("a", "2026-06-10T12:00", 30), outage("b", "2026-07-10T12:00", 30)];
    expect(missed(a, b)).toEqual([]);
    expect(missed(a, outage("b", "2026-07-09T12:00", 30))).toEqual([["2026-07-09/30d", "99.86"]]);
  });
});

describe("what a revised month changes about its credit", () => {
  it("more is owed, less was too much, and nothing not granted counts", () => {
    expect(creditChange(credit("2026-06", 500), credit("2026-06", 1_000))).toEqual(
      money(500, "EUR"),
    );
    expect(creditChange(credit("2026-06", 500), credit("2026-06", 0, "none"))).toEqual(
      money(-500, "EUR"),
    );
    expect(
      creditChange(credit("2026-06", 500, "lapsed"), credit("2026-06", 700, "claimable")),
    ).toEqual(money(0, "EUR"));
  });
  it("another month or clause does not revise it", () => {
    expect(() => creditChange(credit("2026-06", 1), credit("2026-07", 1))).toThrow(RangeError);
    expect(() =>
      creditChange(credit("2026-06", 1), { ...credit("2026-06", 1), clause: "z" }),
    ).toThrow(RangeError);
  });
});
