import { describe, expect, it } from "vitest";
import { directionOf, isByCapAlone, kindOf, whyRevised } from "./why-revised.ts";

const outage = (
  reportedSeconds: number,
  correctedSeconds: number,
  excludedByClause: string | null = null,
) => ({ reportedSeconds, correctedSeconds, excludedByClause, fromMs: 0, toMs: 1, cause: null });

describe("R18: why a month was revised", () => {
  it.each([
    ["found", outage(0, 60)],
    ["taken-back", outage(60, 0)],
    ["excluded", outage(60, 0, "ba-05")],
    ["longer", outage(60, 90)],
    // A part of it may be excused.
    ["shorter", outage(60, 30, "ba-05")],
    ["same", outage(60, 60)],
    ["same", outage(0, 0, "ba-05")],
  ])("an outage is %s", (kind, one) => {
    expect(kindOf(one)).toBe(kind);
  });

  it("counts reasons in the order of worry and leaves out what is as before", () => {
    const outages = [outage(60, 0), outage(0, 5), outage(7, 7), outage(0, 9)];
    expect(whyRevised({ outages })).toEqual([
      { kind: "found", count: 2 },
      { kind: "taken-back", count: 1 },
    ]);
    expect(whyRevised({ outages: [] })).toEqual([]);
  });

  it("is worse with more downtime or a lower share, better with less", () => {
    const change = (downSecondsChange: number, reported: number, corrected: number) =>
      directionOf({
        downSecondsChange,
        reportedMilliPercent: reported,
        correctedMilliPercent: corrected,
      });
    expect(change(5, 99_900, 99_900)).toBe("worse");
    expect(change(-5, 99_900, 99_910)).toBe("better");
    expect(change(0, 99_900, 99_800)).toBe("worse");
    expect(change(0, 99_900, 99_950)).toBe("better");
    expect(change(0, 99_900, 99_900)).toBe("same");
  });

  it("ba-07: is another month's doing where it gives more without having changed itself", () => {
    const month = (correctedMinor: number, downSecondsChange = 0, outages = [outage(60, 60)]) =>
      isByCapAlone({
        downSecondsChange,
        reportedMilliPercent: 99_900,
        correctedMilliPercent: 99_900,
        credit: { reportedMinor: 45, correctedMinor, currency: "BAM" },
        outages,
      });
    expect(month(90)).toBe(true);
    expect(month(45)).toBe(false);
    expect(month(90, 60)).toBe(false);
    expect(month(90, 0, [outage(0, 60), outage(60, 0)])).toBe(false);
  });
});
