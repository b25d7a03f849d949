import { describe, expect, it } from "vitest";
import { binsOf } from "./histogram.ts";
import { layOut, moveRange, ticksOf, worstOf, zoomRange, type Placeable } from "./lay-out.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const whole = { fromMs: 0, toMs: 100 * DAY };

const entry = (id: string, fromMs: number, toMs = fromMs, tone = "idle"): Placeable => ({
  id,
  lane: "state",
  fromMs,
  toMs,
  tone,
});

describe("the picture's layout", () => {
  it("puts what overlaps in rows of its own, and joins what no row has room for", () => {
    const close = Array.from({ length: 6 }, (_, k) => entry(`e${k}`, 10 * DAY + k));
    const [lane] = layOut(close, whole, 1000);
    expect(lane?.rows).toBe(4);
    expect(lane?.marks.map(({ entries }) => entries.length)).toEqual([1, 1, 1, 3]);
    const spread = Array.from({ length: 6 }, (_, k) => entry(`e${k}`, k * 10 * DAY));
    expect(layOut(spread, whole, 1000)[0]?.rows).toBe(1);
  });

  it("draws long things as bars, cut at the edges, and short ones as moments", () => {
    const [lane] = layOut(
      [entry("a", -DAY, 5 * DAY), entry("b", 50 * DAY, 50 * DAY + HOUR)],
      whole,
      1000,
    );
    expect(lane?.marks.map(({ left, length }) => [left, length])).toEqual([
      [0, 0.05],
      [0.5, 0],
    ]);
    expect(layOut([entry("a", 200 * DAY)], whole, 1000)).toEqual([]);
  });

  it("looks at a joint mark by what is worst in it", () => {
    expect(worstOf([entry("a", 0, 0, "good"), entry("b", 0, 0, "bad"), entry("c", 0)]).id).toBe(
      "b",
    );
  });

  it("zooms around a moment and never leaves the whole", () => {
    const near = zoomRange(whole, whole, 0.5, 10 * DAY);
    expect(near).toEqual({ fromMs: 5 * DAY, toMs: 55 * DAY });
    expect(zoomRange(near, whole, 100)).toEqual(whole);
    expect(moveRange(near, whole, -1)).toEqual({ fromMs: 0, toMs: 50 * DAY });
    expect(moveRange(near, whole, 5)).toEqual({ fromMs: 50 * DAY, toMs: 100 * DAY });
    expect(zoomRange({ fromMs: 0, toMs: HOUR }, whole, 0.001, 0).toMs).toBe(HOUR / 4);
  });

  it("names the axis by months, days or hours, as many as fit", () => {
    const utc = (ms: number) => {
      const date = new Date(ms);
      return { month: date.getUTCMonth() + 1, day: date.getUTCDate(), hour: date.getUTCHours() };
    };
    const units = (toMs: number) => ticksOf({ fromMs: 0, toMs }, 8, utc).map(({ unit }) => unit);
    expect(units(200 * DAY)).toEqual(Array.from({ length: 7 }, () => "month"));
    expect(units(5 * DAY)[0]).toBe("day");
    expect(units(8 * HOUR)).toHaveLength(9);
  });
});

describe("the histogram", () => {
  it("counts every value once, in round bars from nothing", () => {
    const bins = binsOf([0, 0, 10, 99, 100, 250], 5);
    expect(bins.map(({ from, count }) => [from, count])).toEqual([
      [0, 3],
      [50, 1],
      [100, 1],
      [150, 0],
      [200, 0],
      [250, 1],
    ]);
    expect(binsOf([], 5)).toEqual([]);
    expect(binsOf([0, 0], 5)).toEqual([{ from: 0, to: 1, count: 2 }]);
  });
});
