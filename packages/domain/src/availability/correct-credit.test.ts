import { describe, expect, it } from "vitest";
import { money } from "../money/index.ts";
import { correctCredit, limitCredits, monthsOfCap } from "./index.ts";
import type { CreditRules, ReportedCredit } from "./index.ts";

const free: CreditRules = {
  clause: "c",
  scale: { kind: "flat", grant: { kind: "percent", basisPoints: 1 } },
  of: "base-fee",
  claim: { kind: "automatic" },
  claimClause: "d",
  severalIncidents: "month",
  rounding: "half-up",
};
/** A fifth of a quarter's 450.00: 90.00. */
const rules: CreditRules = {
  ...free,
  capPeriod: { length: "quarter", of: "percent", basisPoints: 2_000 },
};
const bam = (minor: number) => money(minor, "BAM");

/** A month by its report's figures, reported so many days into the year; corrections as [day, amount]. */
function month(
  name: string,
  minor: number,
  reportedDay?: number,
  corrections: readonly (readonly [number, number])[] = [],
): ReportedCredit {
  return {
    month: name,
    state: minor > 0 ? "granted" : "none",
    amount: bam(minor),
    basis: bam(15_000),
    capped: false,
    ...(reportedDay !== undefined && { reportedMs: reportedDay * 86_400_000 }),
    corrections: corrections.map(([day, amount]) => ({
      foundMs: day * 86_400_000,
      amount: bam(amount),
    })),
  };
}
const reported = (credits: readonly ReportedCredit[]) =>
  limitCredits(rules, credits).map(({ amount }) => amount.amountMinor);
const corrected = (
  credits: readonly ReportedCredit[],
  name: string,
  due: number,
  which: CreditRules = rules,
) => {
  const { reported: before, given, amount } = correctCredit(which, credits, name, bam(due));
  return [before, given, amount].map(({ amountMinor }) => amountMinor);
};

describe("R18: corrections under a cap over a quarter of 90.00", () => {
  it("a month that gives more owes only what the cap leaves", () => {
    const two = [month("2026-04", 4_500, 125), month("2026-05", 2_000, 156)];
    expect(corrected(two, "2026-04", 6_000)).toEqual([4_500, 4_500, 6_000]);
    expect(corrected(two, "2026-04", 7_000)).toEqual([4_500, 4_500, 7_000]);
    expect(corrected(two, "2026-04", 7_001)).toEqual([4_500, 4_500, 7_000]);
  });
  it("later reports that used the cap up leave nothing, and keep what they gave", () => {
    const three = [
      month("2026-04", 4_500, 125),
      month("2026-05", 9_000, 156),
      month("2026-06", 4_500, 186),
    ];
    expect(reported(three)).toEqual([4_500, 4_500, 0]);
    expect(corrected(three, "2026-04", 9_000)).toEqual([4_500, 4_500, 4_500]);
    expect(corrected(three, "2026-05", 9_000)).toEqual([4_500, 4_500, 4_500]);
    expect(corrected(three, "2026-06", 4_500)).toEqual([0, 0, 0]);
  });
  it("a month that gives less frees the cap for months that it limited, the first that is asked about first", () => {
    const freed = [
      month("2026-04", 4_500, 125, [[200, 1_000]]),
      month("2026-05", 9_000, 156),
      month("2026-06", 4_500, 186),
    ];
    expect(corrected(freed, "2026-04", 1_000)).toEqual([4_500, 1_000, 1_000]);
    expect(corrected(freed, "2026-05", 9_000)).toEqual([4_500, 4_500, 8_000]);
    const passedOn = [freed[0]!, month("2026-05", 9_000, 156, [[200, 8_000]]), freed[2]!];
    expect(corrected(passedOn, "2026-06", 4_500)).toEqual([0, 0, 0]);
    expect(corrected(passedOn, "2026-05", 9_000)).toEqual([4_500, 8_000, 8_000]);
  });
  it("the last of several corrections holds", () => {
    const twice = [
      month("2026-04", 4_500, 125, [
        [190, 9_000],
        [200, 500],
      ]),
      month("2026-05", 4_500, 156),
    ];
    expect(corrected(twice, "2026-05", 9_000)).toEqual([4_500, 4_500, 8_500]);
    expect(corrected(twice, "2026-04", 500)).toEqual([4_500, 500, 500]);
  });
  it("a report counts corrections of before it, and stands when others come after it", () => {
    const before = [month("2026-04", 1_000, 125, [[150, 7_000]]), month("2026-05", 4_500, 156)];
    expect(reported(before)).toEqual([1_000, 2_000]);
    const after = [month("2026-04", 1_000, 125, [[157, 7_000]]), month("2026-05", 4_500, 156)];
    expect(reported(after)).toEqual([1_000, 4_500]);
    // A month that was not reported yet counts all that was found.
    expect(reported([after[0]!, month("2026-06", 4_500), month("2026-05", 1_500, 156)])).toEqual([
      1_000, 1_500, 500,
    ]);
  });
  it("a month that gave nothing in its report counts by its correction", () => {
    const found = [month("2026-04", 0, 125, [[150, 7_000]]), month("2026-05", 4_500, 156)];
    expect(reported(found)).toEqual([0, 2_000]);
  });
  it("another quarter has a cap of its own", () => {
    const apart = [month("2026-06", 9_000, 186), month("2026-07", 4_500, 217)];
    expect(corrected(apart, "2026-07", 9_000)).toEqual([4_500, 4_500, 9_000]);
  });
  it("a cap in days of a shorter month takes nothing back that was given", () => {
    const days: CreditRules = { ...rules, capPeriod: { length: "year", of: "days", days: 10 } };
    // 10/31 of 150.00 is 48.39 in January; 10/28 is 53.57 in February, of which 5.18 are left.
    const two = [month("2026-01", 4_839, 35), month("2026-02", 518, 63)];
    expect(corrected(two, "2026-01", 4_839, days)).toEqual([4_839, 4_839, 4_839]);
    expect(corrected(two, "2026-01", 9_000, days)).toEqual([4_839, 4_839, 4_839]);
    expect(corrected(two, "2026-01", 4_000, days)).toEqual([4_839, 4_839, 4_000]);
  });
  it("what must be claimed uses nothing up, corrected or not", () => {
    const claimed: CreditRules = { ...rules, claim: { kind: "end-of-next-month" } };
    const lapsed = { ...month("2026-04", 0, 125, [[150, 8_000]]), state: "lapsed" as const };
    const may = { ...month("2026-05", 4_500, 156), state: "claimable" as const };
    expect(corrected([lapsed, may], "2026-05", 9_500, claimed)).toEqual([4_500, 4_500, 9_000]);
  });
  it("without such a cap what is due is owed; a month that is none of them is a mistake", () => {
    const two = [month("2026-04", 90_000, 125), month("2026-05", 9_000, 156)];
    expect(corrected(two, "2026-05", 20_000, free)).toEqual([9_000, 9_000, 20_000]);
    expect(() => corrected(two, "2026-06", 1)).toThrow(RangeError);
    expect(monthsOfCap(free, "2026-05")).toEqual(["2026-05"]);
  });
  it("the months of a quarter and of a year", () => {
    expect(monthsOfCap(rules, "2026-05")).toEqual(["2026-04", "2026-05", "2026-06"]);
    const year: CreditRules = { ...rules, capPeriod: { length: "year", of: "days", days: 1 } };
    for (const one of ["2026-01", "2026-12"]) {
      const months = monthsOfCap(year, one);
      expect([months.length, months[0], months.at(-1)]).toEqual([12, "2026-01", "2026-12"]);
    }
  });
});
