import { describe, expect, it } from "vitest";
import { chartData, scaleOf } from "./chart-options.ts";

describe("chart", () => {
  it("msp-06: gives each line its column, and its highest readings right after it", () => {
    const data = chartData(
      [1000, 2000],
      [
        { label: "a", values: [1, null], highest: [3, 4] },
        { label: "b", values: [5, 6] },
      ],
    );
    expect(data).toEqual([
      [1, 2],
      [1, null],
      [3, 4],
      [5, 6],
    ]);
  });
  it("makes room for a limit that is near, and does not flatten the graph for one far away", () => {
    const limit = (value: number) => ({ value, tone: "bad" as const, label: "" });
    expect(scaleOf(0, 10, [limit(20)], undefined)[1]).toBeCloseTo(22.4);
    expect(scaleOf(0, 10, [limit(500)], undefined)[1]).toBeCloseTo(11.2);
    expect(scaleOf(null, null, [], 100)).toEqual([0, 100]);
  });
});
