import { describe, expect, it } from "vitest";
import type { Catalogue } from "../catalogue.ts";
import { findUnreachable } from "./find-unreachable.ts";
import { findWindowsOutside } from "./find-windows-outside.ts";

describe("terms, plans and levels that no contract can have", () => {
  const plans = [{ id: "small" }, { id: "large", levels: ["silver", "gold"] }];
  const levels = [{ id: "silver" }, { id: "gold" }];
  const found = (clause: object, more: object = {}) =>
    findUnreachable({
      plans,
      levels,
      clauses: [
        { id: "all", plans: "all", terms: [] },
        { id: "x-01", plans: "all", ...clause },
      ],
      ...more,
    } as unknown as Catalogue).map(({ path, message }) => `${path.join(".")}: ${message}`);
  const when = (given?: object) => ({ terms: [{}, { when: given }] });
  const noPlan =
    "clauses.1.terms.1.when.plans: x-01 does not apply to any of these plans, so the term never does";
  const noLevel =
    "clauses.1.terms.1.when.levels: none of these service levels can be chosen with these plans, so the term never applies";

  it.each<[string, object, readonly string[]]>([
    ["for whoever has the clause", when(), []],
    [
      "for one of the clause's plans",
      { ...when({ plans: ["small", "huge"] }), plans: ["small"] },
      [],
    ],
    [
      "for other plans than the clause's",
      { ...when({ plans: ["large"] }), plans: ["small"] },
      [noPlan],
    ],
    ["for a level of a plan", when({ levels: ["gold"] }), []],
    ["for one of the levels of a plan", when({ levels: ["gold", "tin"] }), []],
    ["for a level that its plan has", when({ plans: ["large"], levels: ["gold"] }), []],
    ["for a level that its plan has not", when({ plans: ["small"], levels: ["gold"] }), [noLevel]],
    [
      "for a level that no plan of its clause has",
      { ...when({ levels: ["gold"] }), plans: ["small"] },
      [noLevel],
    ],
    ["for a level that nobody has", when({ levels: ["tin"] }), [noLevel]],
  ])("%s", (_name, clause, expected) => {
    expect(found(clause)).toEqual(expected);
  });

  it("a plan that no clause names", () => {
    const clauses = (named: unknown) => ({
      clauses: [
        { id: "x-01", plans: ["large"], terms: [] },
        { id: "x-02", plans: named, terms: [] },
      ],
    });
    expect(found({}, clauses(["large"]))).toEqual(["plans.0.id: the plan small has no clause"]);
    expect(found({}, clauses(["small"]))).toEqual([]);
    expect(found({}, clauses("all"))).toEqual([]);
  });

  it("a level that no plan offers", () => {
    expect(found({ terms: [] }, { levels: [...levels, { id: "tin" }] })).toEqual([
      "levels.2.id: no plan offers the service level tin",
    ]);
  });
});

describe("a window lies inside of the hours that it names", () => {
  const week = (...rows: readonly (readonly [string, ...string[]])[]) => ({
    weekly: rows.map(([days, ...blocks]) => ({
      days: days.split(" "),
      blocks: blocks.map((block) => ({ from: block.slice(0, 5), to: block.slice(6) })),
    })),
  });
  const found = (window: object, hours: object, within: string | undefined = "hours") =>
    findWindowsOutside({
      calendars: { window, hours },
      clauses: [
        {
          id: "x-01",
          terms: [{ type: "window", calendar: "window", ...(within && { within }) }],
        },
      ],
    } as unknown as Catalogue).map(({ path, message }) => `${path.join(".")}: ${message}`);
  const outside = (when: string) => [
    `clauses.0.terms.0.calendar: the window of x-01 is open on ${when} outside hours`,
  ];
  const office = week(["mon tue", "08:00-12:00", "13:00-17:00"]);

  it.each<[string, object, object, readonly string[]]>([
    ["from end to end", week(["mon", "08:00-12:00"]), office, []],
    ["inside", week(["tue", "14:00-16:00"]), office, []],
    [
      "on another day",
      week(["mon", "14:00-16:00"], ["wed", "14:00-16:00"]),
      office,
      outside("wed 14:00-16:00"),
    ],
    ["before it opens", week(["mon", "07:59-12:00"]), office, outside("mon 07:59-12:00")],
    ["after it closes", week(["mon", "13:00-17:01"]), office, outside("mon 13:00-17:01")],
    ["over noon", week(["mon", "11:00-14:00"]), office, outside("mon 11:00-14:00")],
    [
      "over blocks that touch or overlap, in any order",
      week(["mon", "09:00-20:00"]),
      week(["mon", "16:00-20:00", "08:00-12:00"], ["mon", "12:00-17:00", "09:00-10:00"]),
      [],
    ],
    [
      "the second of two",
      week(["mon", "08:00-09:00", "12:00-13:00"]),
      office,
      outside("mon 12:00-13:00"),
    ],
  ])("%s", (_name, window, hours, expected) => {
    expect(found(window, hours)).toEqual(expected);
  });

  it("or anywhere, where it names none that there are", () => {
    expect(found(week(["wed", "02:00-04:00"]), office, "nowhere")).toEqual([]);
    const free = { calendars: { window: week(["wed", "02:00-04:00"]) } };
    const clauses = [{ id: "x-01", terms: [{ type: "window", calendar: "window" }] }];
    expect(findWindowsOutside({ ...free, clauses } as unknown as Catalogue)).toEqual([]);
  });
});
