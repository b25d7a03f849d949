import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Interval } from "./index.ts";
import {
  clipIntervals,
  coversInstant,
  intersectIntervals,
  mergeIntervals,
  subtractIntervals,
  totalMs,
} from "./index.ts";

const span = (fromMs: number, toMs: number): Interval => ({ fromMs, toMs });

describe("interval arithmetic", () => {
  it("merges overlapping, touching, nested, repeated and empty stretches", () => {
    expect(
      mergeIntervals([
        span(5, 7),
        span(1, 3),
        span(3, 4),
        span(1, 2),
        span(9, 9),
        span(6, 8),
        span(5, 7),
        span(12, 11),
      ]),
    ).toEqual([span(1, 4), span(5, 8)]);
    expect(mergeIntervals([])).toEqual([]);
    expect(mergeIntervals([span(-5, -2), span(-2, 0)])).toEqual([span(-5, 0)]);
  });

  it("intersects", () => {
    expect(intersectIntervals([span(0, 10), span(20, 30)], [span(5, 25)])).toEqual([
      span(5, 10),
      span(20, 25),
    ]);
    expect(intersectIntervals([span(0, 10)], [span(10, 20)])).toEqual([]);
    expect(intersectIntervals([span(0, 10)], [span(1, 2), span(3, 4)])).toEqual([
      span(1, 2),
      span(3, 4),
    ]);
    expect(intersectIntervals([span(0, 10), span(10, 20)], [span(0, 10), span(12, 14)])).toEqual([
      span(0, 10),
      span(12, 14),
    ]);
  });

  it("subtracts, also a hole that spans two stretches", () => {
    expect(subtractIntervals([span(0, 10), span(20, 30)], [span(5, 25)])).toEqual([
      span(0, 5),
      span(25, 30),
    ]);
    expect(subtractIntervals([span(0, 10)], [span(0, 10)])).toEqual([]);
    expect(subtractIntervals([span(0, 10)], [span(2, 3), span(4, 5)])).toEqual([
      span(0, 2),
      span(3, 4),
      span(5, 10),
    ]);
    expect(subtractIntervals([span(0, 10)], [span(-5, 0), span(10, 12)])).toEqual([span(0, 10)]);
  });

  it("clips, sums and finds", () => {
    expect(clipIntervals([span(0, 10), span(20, 30)], span(5, 22))).toEqual([
      span(5, 10),
      span(20, 22),
    ]);
    expect(clipIntervals([span(0, 10)], span(5, 5))).toEqual([]);
    expect(totalMs([span(0, 10), span(20, 23)])).toBe(13);
    expect(
      [0, 9, 10, 19, 20, 22, 23].map((at) => coversInstant([span(0, 10), span(20, 23)], at)),
    ).toEqual([true, true, false, false, true, true, false]);
  });
});

const lists = fc.array(
  fc
    .tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 12 }))
    .map(([from, length]) => span(from, from + length)),
  { maxLength: 12 },
);

/** The slow and obvious truth: the set of whole milliseconds. */
function points(list: readonly Interval[]): Set<number> {
  const set = new Set<number>();
  for (const part of list) for (let at = part.fromMs; at < part.toMs; at += 1) set.add(at);
  return set;
}

describe("interval properties", () => {
  it("agrees with sets of points", () => {
    fc.assert(
      fc.property(lists, lists, (rawA, rawB) => {
        const a = mergeIntervals(rawA);
        const b = mergeIntervals(rawB);
        const inA = points(rawA);
        const inB = points(rawB);
        expect(points(a)).toEqual(inA);
        expect(points(intersectIntervals(a, b))).toEqual(
          new Set([...inA].filter((at) => inB.has(at))),
        );
        expect(points(subtractIntervals(a, b))).toEqual(
          new Set([...inA].filter((at) => !inB.has(at))),
        );
        expect(totalMs(a)).toBe(inA.size);
        for (let at = 0; at < 80; at += 1) expect(coversInstant(a, at)).toBe(inA.has(at));
      }),
    );
  });

  it("does not depend on order or repeats", () => {
    fc.assert(
      fc.property(lists, (list) => {
        expect(mergeIntervals([...list, ...list].toReversed())).toEqual(mergeIntervals(list));
      }),
    );
  });
});
