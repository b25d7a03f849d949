import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readCatalogue } from "../../../../test/catalogues/read-catalogue.ts";
import { compileTelling } from "../contract/index.ts";
import { compareVersions, judgeFound, judgeTelling } from "./index.ts";

const HOUR = 3_600_000;

describe("versions of software", () => {
  it.each([
    ["6.9", "6.10", -1],
    ["6.10", "6.9", 1],
    ["6.4", "6.4.0", 0],
    ["v1.2.3", "1.2.3", 0],
    ["1.2.3+build7", "1.2.3+build8", 0],
    ["2.0-rc1", "2.0", -1],
    ["2.0-beta2", "2.0-rc1", -1],
    ["2.0-rc1", "2.0-rc2", -1],
    ["1.0.1a", "1.0.1b", -1],
    ["1.0.1", "1.0.1a", -1],
    ["9.6p1", "9.7p1", -1],
    ["2027.04.1", "2027.4.1", 0],
  ])("%s against %s", (a, b, sign) => {
    expect(Math.sign(compareVersions(a, b) ?? Number.NaN)).toBe(sign);
  });

  it.each([
    ["", "1.0"],
    ["trunk", "1.0"],
    ["1.0", "latest"],
    ["1".repeat(101), "1.0"],
  ])("“%s” and “%s” cannot be compared", (a, b) => {
    expect(compareVersions(a, b)).toBeUndefined();
  });

  it("are in one order, whichever stands first", () => {
    const version = fc
      .tuple(
        fc.array(fc.nat({ max: 30 }), { minLength: 1, maxLength: 4 }),
        fc.constantFrom("", "-rc1", "-beta2", "a", "p1"),
      )
      .map(([numbers, word]) => numbers.join(".") + word);
    fc.assert(
      fc.property(version, version, version, (a, b, c) => {
        const order = (x: string, y: string) => Math.sign(compareVersions(x, y) ?? Number.NaN);
        expect(order(a, b) + order(b, a)).toBe(0);
        if (order(a, b) <= 0 && order(b, c) <= 0) expect(order(a, c)).toBeLessThanOrEqual(0);
      }),
    );
  });
});

describe("ba-10: outdated software is found, and the customer is told", () => {
  it.each([
    ["6.4", "6.5.2", "outdated"],
    ["6.5.2", "6.5.2", "current"],
    ["6.6", "6.5.2", "current"],
    ["6.4", undefined, "unknown"],
    ["nightly", "6.5.2", "unknown"],
  ] as const)("ba-10: %s where the newest is %s is %s", (version, newestVersion, state) => {
    expect(judgeFound({ version, ...(newestVersion && { newestVersion }) })).toBe(state);
  });

  const [rules, ...others] = compileTelling(
    readCatalogue("ba"),
    { plan: "web" },
    "software.outdated",
  );
  const tell = (hours: number, ...told: readonly (readonly [string, number])[]) =>
    rules &&
    judgeTelling(
      rules,
      0,
      told.map(([channel, at]) => ({ channel, atMs: at * HOUR })),
      Temporal.Instant.fromEpochMilliseconds(hours * HOUR),
    );

  it("ba-10: within 72 hours, by mail and in the portal", () => {
    expect(rules).toEqual({ clause: "ba-10", withinMs: 72 * HOUR, channels: ["mail", "portal"] });
    expect(others).toEqual([]);
    expect(compileTelling(readCatalogue("se"), { plan: "managed" }, "software.outdated")).toEqual(
      [],
    );
  });

  it.each([
    [
      "both ways",
      80,
      [
        ["mail", 1],
        ["portal", 72],
      ],
      "told",
      [],
    ],
    [
      "a moment too late",
      80,
      [
        ["mail", 1],
        ["portal", 72.5],
      ],
      "late",
      [],
    ],
    ["by mail alone, in time for more", 72, [["mail", 1]], "due", ["portal"]],
    ["by mail alone, too long", 72.5, [["mail", 1]], "late", ["portal"]],
    ["not at all yet", 1, [], "due", ["mail", "portal"]],
    [
      "of something found before",
      80,
      [
        ["mail", -1],
        ["portal", 1],
      ],
      "late",
      ["mail"],
    ],
    [
      "what is still to come",
      70,
      [
        ["mail", 71],
        ["portal", 1],
      ],
      "due",
      ["mail"],
    ],
    [
      "told twice: the first counts",
      99,
      [
        ["mail", 90],
        ["mail", 1],
        ["portal", 2],
      ],
      "told",
      [],
    ],
  ] as const)("ba-10: %s", (_name, hours, told, state, missing) => {
    expect(tell(hours, ...told)).toMatchObject({ state, missing, dueMs: 72 * HOUR });
  });
});
