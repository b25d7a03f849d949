import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { interruptionsOf } from "./incident-groups.ts";

/** Downtime from and to, with the outages in it: `[0, 10, "a"]`. */
type Part = readonly [fromMs: number, toMs: number, ...ids: readonly string[]];

function groups(...parts: readonly Part[]): readonly string[] {
  const counted = parts.map(([fromMs, toMs, ...outageIds]) => ({
    fromMs,
    toMs,
    service: "web",
    outageIds,
  }));
  return interruptionsOf(counted).map((ids) => ids.join(" "));
}

describe("outages of one interruption", () => {
  it.each<[string, readonly Part[], readonly string[]]>([
    ["nothing", [], []],
    ["one", [[0, 10, "a"]], ["a"]],
    [
      "two apart",
      [
        [0, 10, "a"],
        [11, 20, "b"],
      ],
      ["a", "b"],
    ],
    [
      "two that touch",
      [
        [0, 10, "a"],
        [10, 20, "b"],
      ],
      ["a b"],
    ],
    [
      "two that overlap",
      [
        [0, 10, "b"],
        [5, 20, "a"],
      ],
      ["a b"],
    ],
    [
      "a third that touches the longer of two",
      [
        [0, 30, "a"],
        [5, 10, "b"],
        [30, 40, "c"],
      ],
      ["a b c"],
    ],
    [
      "a third that only reaches the shorter",
      [
        [0, 10, "a"],
        [5, 30, "b"],
        [31, 40, "c"],
      ],
      ["a b", "c"],
    ],
    [
      "parts of one outage with something excluded between",
      [
        [0, 10, "a"],
        [50, 60, "a"],
      ],
      ["a"],
    ],
    [
      "what lies between them is another",
      [
        [0, 10, "a"],
        [20, 30, "b"],
        [50, 60, "a"],
      ],
      ["a", "b"],
    ],
    [
      "one that overlaps the later part",
      [
        [0, 10, "a"],
        [50, 60, "a"],
        [60, 70, "b"],
      ],
      ["a b"],
    ],
    [
      "two interruptions that a later outage joins",
      [
        [0, 10, "a"],
        [20, 30, "b"],
        [40, 50, "a", "b"],
      ],
      ["a b"],
    ],
    [
      "what was joined goes on to its latest end",
      [
        [0, 10, "a"],
        [20, 90, "b"],
        [40, 50, "a"],
        [85, 95, "c"],
        [96, 99, "d"],
      ],
      ["a b c", "d"],
    ],
    [
      "told in the order of their beginning",
      [
        [30, 40, "a"],
        [0, 10, "b"],
        [11, 20, "c"],
      ],
      ["b", "c", "a"],
    ],
  ])("%s", (_, parts, expected) => {
    expect(groups(...parts)).toEqual(expected);
    expect(groups(...parts.toReversed())).toEqual(expected);
  });

  it("each outage is in exactly one, and parts of two never meet", () => {
    const part = fc
      .tuple(
        fc.nat(60),
        fc.integer({ min: 1, max: 9 }),
        fc.constantFrom("a", "b", "c", "d", "e", "f"),
      )
      .map(([fromMs, lastsMs, id]): Part => [fromMs, fromMs + lastsMs, id]);
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const found = groups(...parts).map((ids) => ids.split(" "));
        const ids = [...new Set(parts.map(([, , id]) => id))];
        expect(found.flat().toSorted()).toEqual(ids.toSorted());
        const groupOf = (id: string | undefined) =>
          found.findIndex((group) => group.includes(id ?? ""));
        for (const [from, to, id] of parts) {
          for (const [otherFrom, otherTo, other] of parts) {
            if (from <= otherTo && otherFrom <= to) expect(groupOf(id)).toBe(groupOf(other));
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});
