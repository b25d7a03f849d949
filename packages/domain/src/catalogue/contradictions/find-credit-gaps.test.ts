import { describe, expect, it } from "vitest";
import type { Catalogue } from "../catalogue.ts";
import { findCreditGaps } from "./find-credit-gaps.ts";

type Clauses = Readonly<Record<string, readonly object[]>>;

/** Clauses by their ids, each with its terms; the rest of a catalogue does not matter here. */
function found(clauses: Clauses) {
  const list = Object.entries(clauses).map(([id, terms]) => ({ id, terms }));
  return findCreditGaps({ clauses: list } as unknown as Catalogue).map(({ path, message }) => [
    path.join("."),
    message,
  ]);
}

const availability = (percent = 99.9, more: object = {}) => ({
  type: "availability",
  percent,
  decimals: 1,
  ...more,
});
const tier = (fromPercent: number, toPercent: number, credit: number) => ({
  fromPercent,
  toPercent,
  credit,
});
const credit = (tiers: readonly object[], more: object = {}) => ({
  type: "credit",
  availability: "up",
  unit: "percent",
  by: { rule: "tiers", decimals: 1, tiers },
  cap: { of: "percent", percent: 50 },
  ...more,
});
const whole = [tier(99.8, 99, 5), tier(98.9, 0, 50)];

describe("tiers of a credit", () => {
  it("cover everything below what is promised, in any order in the file", () => {
    expect(found({ up: [availability()], back: [credit(whole)] })).toEqual([]);
    expect(found({ up: [availability()], back: [credit(whole.toReversed())] })).toEqual([]);
    expect(found({ up: [availability()], back: [credit([tier(99.8, 0, 5)])] })).toEqual([]);
  });

  it.each<[string, readonly object[], readonly [string, string][]]>([
    [
      "a gap below the promise",
      [tier(99.5, 0, 5)],
      [["by.tiers.0", "gap: 99.8 to 99.6 % gives no credit"]],
    ],
    [
      "a gap of one step, in the tier after it",
      [tier(98.9, 0, 50), tier(99.8, 99.1, 5)],
      [["by.tiers.0", "gap: 99.0 to 99.0 % gives no credit"]],
    ],
    [
      "a gap at the bottom, in the lowest tier",
      [tier(98.9, 90, 50), tier(99.8, 99, 5)],
      [["by.tiers.0", "gap: 89.9 % and below gives no credit"]],
    ],
    [
      "a gap at the bottom of three",
      [tier(99.8, 99, 5), tier(98.9, 95, 10), tier(94.9, 90, 50)],
      [["by.tiers.2", "gap: 89.9 % and below gives no credit"]],
    ],
    [
      "a gap at nought alone",
      [tier(99.8, 0.1, 5)],
      [["by.tiers.0", "gap: 0.0 % and below gives no credit"]],
    ],
    [
      "a tier within the promise",
      [tier(99.9, 0, 5)],
      [["by.tiers.0", "overlap: 99.9 % is already within the promise"]],
    ],
    [
      "two tiers that overlap",
      [tier(99.8, 99, 5), tier(99, 0, 50)],
      [["by.tiers.1", "overlap: 99.0 % is already in another tier"]],
    ],
    [
      "less for worse",
      [tier(99.8, 99, 5), tier(98.9, 0, 4)],
      [["by.tiers.1", "the tier gives less credit than one with better availability"]],
    ],
    [
      "a tier upside down",
      [tier(99.8, 99.9, 5)],
      [
        ["by.tiers.0", "the tier ends above where it begins: `fromPercent` is the higher one"],
        ["by.tiers.0", "gap: 99.8 % and below gives no credit"],
      ],
    ],
    [
      "more than the cap",
      [tier(99.8, 0, 51)],
      [["cap", "a tier gives 51 %, more than the cap of 50 %"]],
    ],
  ])("with %s are told", (_name, tiers, expected) => {
    expect(found({ up: [availability()], back: [credit(tiers)] })).toEqual(
      expected.map(([place, message]) => [`clauses.1.terms.0.${place}`, message]),
    );
  });

  it("may be equal, of one step, and as high as the cap", () => {
    const tiers = [tier(99.8, 99.8, 50), tier(99.7, 0, 50)];
    expect(found({ up: [availability()], back: [credit(tiers)] })).toEqual([]);
  });

  it("the highest tier is held against the cap, wherever it stands", () => {
    const tiers = [tier(99.8, 99, 5), tier(98.9, 0, 60)];
    expect(found({ up: [availability()], back: [credit(tiers)] })).toHaveLength(1);
    expect(found({ up: [availability()], back: [credit(tiers, { unit: "days" })] })).toEqual([]);
    const days = credit(tiers, { cap: { of: "days", days: 30 } });
    expect(found({ up: [availability()], back: [days] })).toEqual([]);
  });

  it("are rounded as the availability is", () => {
    const two = [availability(99.9, { decimals: 2 }), availability()];
    expect(found({ up: two, back: [credit(whole)] })).toEqual([
      [
        "clauses.1.terms.0.by.decimals",
        "the tiers have other decimals than the availability is rounded to",
      ],
    ]);
  });

  it("are of no interest where the credit has none", () => {
    const flat = credit([], { by: { rule: "flat", credit: 10 } });
    expect(found({ up: [availability()], back: [flat] })).toEqual([]);
  });
});

describe("a credit belongs to the availability that its clause promises", () => {
  const when = (when: object) => ({ when });
  it("of the plans, levels and options that both can meet", () => {
    const terms = [
      availability(99.9, when({ plans: ["small"] })),
      availability(99.5, when({ plans: ["large"] })),
    ];
    // Below 99.5 the first tier begins at 99.4.
    const large = credit([tier(99.4, 0, 5)], when({ plans: ["large", "huge"] }));
    expect(found({ up: terms, back: [large] })).toEqual([]);
    // Without a plan of its own it meets both, and the better promise counts.
    expect(found({ up: terms, back: [credit([tier(99.4, 0, 5)])] })).toEqual([
      ["clauses.1.terms.0.by.tiers.0", "gap: 99.8 to 99.5 % gives no credit"],
    ]);
  });

  it.each([
    ["plans", { plans: ["small"] }, { plans: ["large"] }],
    ["levels", { levels: ["gold"] }, { levels: ["silver"] }],
    ["options", { options: ["a"] }, { options: ["b"] }],
    ["options, where one must be absent", { options: ["a"] }, { withoutOptions: ["b", "a"] }],
    ["options, the other way round", { withoutOptions: ["a"] }, { options: ["a"] }],
    [
      "levels of one plan",
      { plans: ["small"], levels: ["gold"] },
      { plans: ["small"], levels: ["silver"] },
    ],
  ])("and not of other %s", (_name, a, b) => {
    expect(found({ up: [availability(99.9, when(a))], back: [credit(whole, when(b))] })).toEqual([
      [
        "clauses.1.terms.0.availability",
        "back gives credit for an availability that up does not promise",
      ],
    ]);
  });

  it("with an option and without it: each has its own promise", () => {
    const terms = [
      availability(99.9, when({ options: ["a", "b"] })),
      availability(99.5, when({ withoutOptions: ["a"] })),
    ];
    const without = credit([tier(99.4, 0, 5)], when({ withoutOptions: ["a", "b"] }));
    expect(found({ up: terms, back: [without] })).toEqual([]);
    // Somebody has only b: then both promises are that contract's.
    const some = credit([tier(99.4, 0, 5)], when({ withoutOptions: ["a"] }));
    expect(found({ up: terms, back: [some] })).toHaveLength(1);
    expect(
      found({ up: terms, back: [credit([tier(99.8, 0, 5)], when({ options: ["b"] }))] }),
    ).toEqual([]);
  });

  it("and not of another clause", () => {
    const clauses = { up: [{ type: "report" }], other: [availability()], back: [credit(whole)] };
    expect(found(clauses)).toEqual([
      [
        "clauses.2.terms.0.availability",
        "back gives credit for an availability that up does not promise",
      ],
    ]);
  });
});

describe("a claim", () => {
  const claim = { type: "claim", credit: "back" };
  it("is of a clause that gives credit, among whatever else", () => {
    const back = [{ type: "report" }, credit(whole)];
    expect(found({ up: [availability()], back, ask: [claim] })).toEqual([]);
  });
  it.each<[string, Clauses]>([
    ["another clause gives it", { back: [availability()], up: [availability(), credit(whole)] }],
    ["nobody gives it", { back: [availability()], up: [availability()] }],
  ])("is told where %s", (_name, clauses) => {
    expect(found({ ...clauses, ask: [claim] })).toEqual([
      ["clauses.2.terms.0.credit", "ask sets a deadline for a credit that back does not give"],
    ]);
  });
});
