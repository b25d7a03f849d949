import { describe, expect, it } from "vitest";
import { pointsOfPercent } from "./percent-points.ts";

describe("a written percentage in points", () => {
  it.each([
    [99.9, 2, 9_990, 9_990],
    // 99.9 times 100 is a little more than 9990, and 0.07 times 100 a little more than 7.
    [99.99, 1, 1_000, 999],
    [0.07, 2, 7, 7],
    [99.95, 1, 1_000, 999],
    [99.95, 0, 100, 99],
    [100, 2, 10_000, 10_000],
  ])("ba-06: %d %% with %d decimals", (percent, decimals, up, down) => {
    expect(pointsOfPercent(percent, decimals, "up")).toBe(up);
    expect(pointsOfPercent(percent, decimals, "down")).toBe(down);
  });
});
