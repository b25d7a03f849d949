import { describe, expect, it } from "vitest";
import type { SuspensionEvent, SuspensionRules } from "./index.ts";
import { readSuspension } from "./index.ts";

const HOUR = 3_600_000;
const ba41: SuspensionRules = {
  clause: "ba-41",
  afterMs: 72 * HOUR,
  stoppedByRequest: true,
  endsWhenSolved: true,
};
const ba42: SuspensionRules = {
  clause: "ba-42",
  afterMs: 0,
  stoppedByRequest: false,
  endsWhenSolved: false,
};

function read(
  rules: SuspensionRules,
  events: readonly (readonly [SuspensionEvent["kind"], number])[],
  hours: number,
) {
  const list = events.map(([kind, hour]): SuspensionEvent => ({
    id: `${kind}${hour}`,
    kind,
    atMs: hour * HOUR,
  }));
  const now = Temporal.Instant.fromEpochMilliseconds(hours * HOUR);
  const reading = readSuspension(rules, list, now);
  expect(readSuspension(rules, [...list].reverse().concat(list), now)).toEqual(reading);
  const { clause, ...rest } = reading;
  expect(clause).toBe(rules.clause);
  return rest;
}

describe("ba-41: 72 hours to ask for delisting", () => {
  it.each<[string, readonly (readonly [SuspensionEvent["kind"], number])[], number, object]>([
    ["nothing happened", [], 0, { state: "none" }],
    ["listed, not told yet", [["listed", 0]], 100, { state: "to-report" }],
    [
      "told, counting",
      [
        ["listed", 0],
        ["reported", 10],
      ],
      81.99,
      { state: "counting", suspendMs: 82 * HOUR },
    ],
    [
      "time is up",
      [
        ["listed", 0],
        ["reported", 10],
      ],
      82,
      { state: "suspended", suspendMs: 82 * HOUR },
    ],
    [
      "asked in time",
      [
        ["listed", 0],
        ["reported", 10],
        ["requested", 40],
      ],
      100,
      { state: "stopped" },
    ],
    [
      "asked at the last moment",
      [
        ["listed", 0],
        ["reported", 10],
        ["requested", 82],
      ],
      100,
      { state: "stopped" },
    ],
    [
      "asked too late",
      [
        ["listed", 0],
        ["reported", 10],
        ["requested", 82.01],
      ],
      100,
      { state: "suspended", suspendMs: 82 * HOUR },
    ],
    [
      "asked before being told",
      [
        ["listed", 0],
        ["requested", 5],
        ["reported", 10],
      ],
      100,
      { state: "stopped" },
    ],
    [
      "clean before the time was up",
      [
        ["listed", 0],
        ["reported", 10],
        ["clean", 50],
      ],
      100,
      { state: "none" },
    ],
    [
      "clean exactly then",
      [
        ["listed", 0],
        ["reported", 10],
        ["clean", 82],
      ],
      100,
      { state: "none" },
    ],
    [
      "clean after: restored",
      [
        ["listed", 0],
        ["reported", 10],
        ["clean", 90],
      ],
      100,
      { state: "none", suspendMs: 82 * HOUR, restoreMs: 90 * HOUR },
    ],
    [
      "clean without being told",
      [
        ["listed", 0],
        ["clean", 90],
      ],
      100,
      { state: "none" },
    ],
    [
      "asked and clean",
      [
        ["listed", 0],
        ["reported", 10],
        ["requested", 20],
        ["clean", 90],
      ],
      100,
      { state: "none" },
    ],
    [
      "listed again while listed",
      [
        ["listed", 0],
        ["reported", 10],
        ["listed", 40],
        ["reported", 50],
      ],
      82,
      { state: "suspended", suspendMs: 82 * HOUR },
    ],
    [
      "a new case after being clean",
      [
        ["listed", 0],
        ["reported", 10],
        ["requested", 11],
        ["clean", 20],
        ["listed", 100],
        ["reported", 101],
      ],
      150,
      { state: "counting", suspendMs: 173 * HOUR },
    ],
    [
      "clean twice",
      [
        ["listed", 0],
        ["reported", 10],
        ["clean", 90],
        ["clean", 95],
      ],
      100,
      { state: "none", suspendMs: 82 * HOUR, restoreMs: 90 * HOUR },
    ],
    [
      "an old request does not help a new case",
      [
        ["listed", 0],
        ["clean", 20],
        ["requested", 30],
        ["listed", 100],
        ["reported", 100],
      ],
      172,
      { state: "suspended", suspendMs: 172 * HOUR },
    ],
    [
      "told without a listing (a complaint)",
      [["reported", 10]],
      82,
      { state: "suspended", suspendMs: 82 * HOUR },
    ],
    [
      "the future is not known",
      [
        ["listed", 0],
        ["reported", 10],
        ["clean", 20],
      ],
      15,
      { state: "counting", suspendMs: 82 * HOUR },
    ],
    [
      "clean at the instant of a new listing is before it",
      [
        ["listed", 0],
        ["reported", 0],
        ["clean", 50],
        ["listed", 50],
      ],
      60,
      { state: "to-report" },
    ],
    [
      "clean without a case",
      [
        ["clean", 5],
        ["requested", 6],
      ],
      60,
      { state: "none" },
    ],
  ])("ba-41: %s", (_, events, hours, expected) => {
    expect(read(ba41, events, hours)).toEqual(expected);
  });

  it("ba-42: at once, and perhaps for good", () => {
    expect(read(ba42, [["listed", 5]], 5)).toEqual({ state: "suspended", suspendMs: 5 * HOUR });
    expect(
      read(
        ba42,
        [
          ["listed", 5],
          ["requested", 5],
          ["clean", 9],
        ],
        20,
      ),
    ).toEqual({ state: "suspended", suspendMs: 5 * HOUR });
    expect(
      read(
        { ...ba42, endsWhenSolved: true },
        [
          ["listed", 5],
          ["clean", 9],
        ],
        20,
      ),
    ).toEqual({ state: "none", suspendMs: 5 * HOUR, restoreMs: 9 * HOUR });
  });

  it("stays suspended after being clean where the contract says so", () => {
    const forGood = { ...ba41, endsWhenSolved: false };
    expect(
      read(
        forGood,
        [
          ["listed", 0],
          ["reported", 0],
          ["clean", 90],
        ],
        100,
      ),
    ).toEqual({ state: "suspended", suspendMs: 72 * HOUR });
    expect(
      read(
        forGood,
        [
          ["listed", 0],
          ["reported", 0],
          ["clean", 9],
        ],
        100,
      ),
    ).toEqual({ state: "suspended", suspendMs: 72 * HOUR });
    expect(
      read(
        forGood,
        [
          ["listed", 0],
          ["clean", 9],
        ],
        100,
      ),
    ).toEqual({ state: "to-report" });
    expect(
      read(
        forGood,
        [
          ["listed", 0],
          ["reported", 0],
          ["requested", 1],
          ["clean", 9],
        ],
        100,
      ),
    ).toEqual({ state: "stopped" });
  });

  it("a request does not stop what the contract does not let it stop", () => {
    expect(
      read(
        { ...ba41, stoppedByRequest: false },
        [
          ["listed", 0],
          ["reported", 0],
          ["requested", 1],
        ],
        80,
      ),
    ).toEqual({ state: "suspended", suspendMs: 72 * HOUR });
  });
});
