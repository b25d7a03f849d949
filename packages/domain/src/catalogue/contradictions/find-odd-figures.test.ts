import { describe, expect, it } from "vitest";
import type { Catalogue } from "../catalogue.ts";
import { findOddFigures } from "./find-odd-figures.ts";

/** What is found of one term; its clause has another before it. */
function found(type: string, term: object) {
  const clauses = [{ id: "x-01", terms: [{ type: "report" }, { type, ...term }] }];
  return findOddFigures({ clauses } as unknown as Catalogue).map(({ path, ...said }) => ({
    ...said,
    path: path.join("."),
  }));
}

describe("thresholds", () => {
  const wrong =
    "the warning comes after the critical state: the thresholds are the wrong way round";
  it.each<[string, object, object]>([
    [
      "metric",
      { direction: "above", warn: 80, crit: 90 },
      { direction: "above", warn: 91, crit: 90 },
    ],
    [
      "metric",
      { direction: "below", warn: 20, crit: 10 },
      { direction: "below", warn: 9, crit: 10 },
    ],
    ["filesystem", { warnPercent: 80, critPercent: 90 }, { warnPercent: 91, critPercent: 90 }],
    ["certificateExpiry", { warnDays: 30, critDays: 7 }, { warnDays: 6, critDays: 7 }],
    ["failedLogons", { warnPerDay: 10, critPerDay: 20 }, { warnPerDay: 21, critPerDay: 20 }],
    ["temperature", { warnCelsius: 40, critCelsius: 50 }, { warnCelsius: 51, critCelsius: 50 }],
    [
      "mailboxStore",
      { warnGigabytes: 40, critGigabytes: 50 },
      { warnGigabytes: 51, critGigabytes: 50 },
    ],
    ["host", { downAfterSeconds: 60 }, {}],
  ])("of %s come one after the other", (check, right, crossed) => {
    const equal = Object.fromEntries(
      Object.entries(right).map(([key, value]) => [key, typeof value === "number" ? 5 : value]),
    );
    const fine = [
      { check, ...right },
      { check, ...equal },
    ];
    const expected = Object.keys(crossed).length === 0 ? [] : [wrong];
    expect(found("watch", { checks: fine })).toEqual([]);
    expect(found("watch", { checks: [...fine, { check, ...crossed }] })).toEqual(
      expected.map((message) => ({ path: "clauses.0.terms.1.checks.2", message })),
    );
  });
});

describe("steps of a roll-out", () => {
  const step = (percent: number, withinDays: number) => ({ percent, withinDays });
  it.each<[string, readonly object[], readonly number[]]>([
    ["more servers in more days", [step(95, 7), step(99, 14)], []],
    ["as many servers", [step(95, 7), step(95, 14)], []],
    ["fewer servers", [step(95, 7), step(94, 14)], [1]],
    ["more servers in as many days", [step(95, 7), step(99, 7)], [1]],
    ["more servers in fewer days, each", [step(95, 7), step(97, 6), step(99, 5)], [1, 2]],
    ["one alone", [step(95, 7)], []],
  ])("%s", (_name, steps, places) => {
    expect(found("rollout", { steps })).toEqual(
      places.map((k) => ({
        path: `clauses.0.terms.1.steps.${k}`,
        message: "a later step must reach more servers in more days than the one before",
      })),
    );
  });
});

describe("a rotation", () => {
  it.each([
    "keepLast",
    "keepHourly",
    "keepDaily",
    "keepWeekly",
    "keepMonthly",
    "keepYearly",
    "keepWithinDays",
  ])("keeps something by %s alone", (key) => {
    expect(found("retention", { [key]: 1 })).toEqual([]);
    expect(found("retention", { [key]: 0 })).toEqual([
      { path: "clauses.0.terms.1", message: "the rotation keeps nothing" },
    ]);
  });
});

describe("figures of mail and money", () => {
  it("a quarantine is scanned again while it holds, its last minute included", () => {
    expect(found("quarantine", { holdHours: 2, rescanMinutes: [30, 120] })).toEqual([]);
    expect(found("quarantine", { holdHours: 2, rescanMinutes: [30, 121] })).toEqual([
      {
        path: "clauses.0.terms.1.rescanMinutes",
        message: "a message is scanned again after it has left the quarantine",
      },
    ]);
  });

  it.each<[object, boolean]>([
    [{ detectionFromPercent: 95, detectionToPercent: 99 }, true],
    [{ detectionFromPercent: 99, detectionToPercent: 99 }, true],
    [{ detectionFromPercent: 99, detectionToPercent: 95 }, false],
    [{ detectionFromPercent: 100 }, true],
    [{ detectionToPercent: 1 }, true],
    [{}, true],
  ])("a range of detection ends where it begins or above: %o", (term, isFine) => {
    const message = "the detection range ends below where it begins";
    expect(found("mailFiltering", term)).toEqual(
      isFine ? [] : [{ path: "clauses.0.terms.1", message }],
    );
  });

  it("a surcharge goes by hours, or applies always", () => {
    expect(found("surcharge", { applies: "outsideCalendar", calendar: "day" })).toEqual([]);
    expect(found("surcharge", { applies: "always" })).toEqual([]);
    expect(found("surcharge", { applies: "always", calendar: "day" })).toEqual([
      {
        path: "clauses.0.terms.1",
        message: "a surcharge that applies always keeps to no calendar",
        suggestion: "remove the calendar",
      },
    ]);
    expect(found("surcharge", { applies: "insideCalendar" })).toEqual([
      {
        path: "clauses.0.terms.1",
        message: "the surcharge does not say which hours it goes by",
        suggestion: "name a calendar",
      },
    ]);
  });

  it("dk-23: a block has as many hours as must be left, or more", () => {
    expect(found("hourBlock", { hours: 2 })).toEqual([]);
    expect(found("hourBlock", { hours: 2, autoRenewBelowHours: 2 })).toEqual([]);
    expect(found("hourBlock", { hours: 2, autoRenewBelowHours: 3 })).toEqual([
      {
        path: "clauses.0.terms.1.autoRenewBelowHours",
        message: "a new block renews itself at once: it has fewer hours than must be left",
      },
    ]);
  });
});
