import { describe, expect, it } from "vitest";
import { closedBands } from "./closed-bands.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const range = { fromMs: 0, toMs: 10 * DAY };

describe("bands of closed hours", () => {
  it("stand where the hours are, cut at the ends of the picture", () => {
    const closed = [
      { fromMs: -DAY, toMs: DAY },
      { fromMs: 4 * DAY, toMs: 5 * DAY },
      { fromMs: 9.5 * DAY, toMs: 12 * DAY },
      { fromMs: 20 * DAY, toMs: 21 * DAY },
    ];
    expect(closedBands(closed, range, 1000)).toEqual([
      { left: 0, length: 0.1 },
      { left: 0.4, length: 0.1 },
      { left: 0.95, length: 0.05 },
    ]);
  });

  it("are left out where they would be narrower than can be told apart, until one looks closer", () => {
    const night = [{ fromMs: 0, toMs: 15 * HOUR }];
    const year = { fromMs: 0, toMs: 365 * DAY };
    expect(closedBands(night, year, 900)).toEqual([]);
    expect(closedBands(night, { fromMs: 0, toMs: 30 * DAY }, 900)).toHaveLength(1);
  });
});
