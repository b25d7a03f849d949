import { describe, expect, it } from "vitest";
import { readCatalogue } from "../../../../test/catalogues/read-catalogue.ts";
import { drawYears, reportYears } from "./index.ts";
import type { RandomYears, Scenario } from "./index.ts";
import { quantiles } from "./simulate-years.ts";
import { smallScenario } from "./small-scenario.ts";

const ba = readCatalogue("ba");

const chance: RandomYears = {
  outagesPerMachineYear: 12,
  medianMinutes: 20,
  spread: 3,
  causes: [{ cause: "hardwareFault", weight: 1 }],
  announcedPercent: 100,
  claimedPercent: 100,
};

const year = (change: Partial<RandomYears> = {}): Scenario => ({
  ...smallScenario({ plan: "vps-full", machines: 2 }, []),
  random: { ...chance, ...change },
});

describe("a report of years", () => {
  it("has the credits as a share of the fees of all machines over the time played", () => {
    const given = { years: 2, seed: "s" };
    const years = [
      { creditsMinor: 30_000, missedPeriods: 3 },
      { creditsMinor: 6_000, missedPeriods: 1 },
    ];
    // 365 days are 11.99 months of 2 x 150.00; 180.00 of 3,597.54 are 5.00 %.
    expect(reportYears(ba, year(), given, years)).toEqual({
      years: 2,
      seed: "s",
      machines: 2,
      currency: "BAM",
      credits: quantiles([6_000, 30_000]),
      missedPeriods: quantiles([1, 3]),
      shareOfFeesBasisPoints: 500,
    });
  });

  it("has no share where nothing is paid", () => {
    const free = {
      ...ba,
      plans: ba.plans.map((plan) => ({ ...plan, baseFee: { ...plan.baseFee, amountMinor: 0 } })),
    };
    const { shareOfFeesBasisPoints } = reportYears(free, year(), { years: 1, seed: "s" }, [
      { creditsMinor: 1, missedPeriods: 1 },
    ]);
    expect(shareOfFeesBasisPoints).toBe(0);
  });

  it("draws another year for each number and seed", () => {
    const faults = year({ medianMinutes: 90 });
    const years = (seed: string) => [...drawYears(ba, faults, { years: 3, seed })];
    const [first, second, third] = years("s");
    expect(years("s")).toEqual([first, second, third]);
    expect(new Set([first, second, third].map((one) => JSON.stringify(one))).size).toBe(3);
    expect(years("t")).not.toEqual([first, second, third]);
  });

  it("counts the machine-periods that were missed, not those that were kept", () => {
    const options = { years: 1, seed: "s" };
    const kept = year({ medianMinutes: 0.1, spread: 1 });
    const missed = year({ medianMinutes: 600, spread: 1 });
    expect([...drawYears(ba, kept, options)]).toEqual([{ creditsMinor: 0, missedPeriods: 0 }]);
    expect([...drawYears(ba, missed, options)][0]?.missedPeriods).toBeGreaterThan(5);
  });

  it("takes quantiles at their ranks", () => {
    const values = Array.from({ length: 100 }, (_, k) => k + 1).toReversed();
    expect(quantiles(values)).toEqual({
      mean: 51,
      least: 1,
      half: 50,
      ninety: 90,
      ninetyFive: 95,
      ninetyNine: 99,
      most: 100,
    });
    expect(quantiles([]).most).toBe(0);
  });
});
