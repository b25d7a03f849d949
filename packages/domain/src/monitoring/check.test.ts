import { describe, expect, it } from "vitest";
import {
  checkSchema,
  instanceId,
  judgeReading,
  matchesUnit,
  parseMetricKey,
  stateCode,
  stateOfCode,
} from "./index.ts";
import type { MetricCheck } from "./index.ts";
import { advance, initialStanding } from "./advance.ts";
import { judgeReachability } from "./reachability.ts";

describe("a reading against its limits", () => {
  const above = { comparison: "above", warning: 80, critical: 95 } as const;
  const below = { comparison: "below", warning: 20, critical: 5 } as const;
  it.each([
    ["msp-07: just under the warning", above, 79.9, "ok"],
    ["msp-07: at the warning", above, 80, "warning"],
    ["msp-07: just under critical", above, 94.9, "warning"],
    ["msp-07: at critical", above, 95, "critical"],
    ["more than enough left", below, 20.1, "ok"],
    ["at the lower warning", below, 20, "warning"],
    ["at the lower limit", below, 5, "critical"],
    ["no number", above, Number.NaN, "unknown"],
    ["endless", above, Number.POSITIVE_INFINITY, "unknown"],
  ] as const)("%s", (_name, limits, value, state) => {
    expect(judgeReading(limits, value)).toBe(state);
  });
});

describe("names", () => {
  const check: MetricCheck = {
    type: "metric",
    id: "cpu",
    clauses: ["msp-07"],
    metric: "cpu.busy",
    comparison: "above",
    warning: 80,
    critical: 95,
    maxAttempts: 3,
  };
  it("of instances", () => {
    expect(instanceId(check)).toBe("cpu");
    expect(instanceId(check, "a:b")).toBe("cpu:a:b");
  });
  it.each([
    ["nginx.service", ["nginx.service"], true],
    ["nginx.service", ["apache2.service", "nginx.service"], true],
    ["nginx.service", ["nginx"], false],
    ["postgresql@18-main.service", ["postgresql@*"], true],
    ["postgresql.service", ["postgresql@*"], false],
    ["anything", ["*"], true],
    ["anything", [], false],
    ["a*", ["a*b"], false],
  ])("se-04: %s under %j: %s", (unit, patterns, matches) => {
    expect(matchesUnit(patterns, unit)).toBe(matches);
  });
  it.each([
    ["cpu.busy", { name: "cpu.busy" }],
    ["filesystem.used:/var", { name: "filesystem.used", instance: "/var" }],
    ["filesystem.used:/a:b", { name: "filesystem.used", instance: "/a:b" }],
    ["filesystem.used:", { name: "filesystem.used", instance: "" }],
    ["nobody.knows", undefined],
    ["toString", undefined],
    [":", undefined],
  ])("of metrics: %s", (key, parsed) => {
    expect(parseMetricKey(key)).toEqual(parsed);
  });
  it("of states, by one digit", () => {
    expect((["ok", "warning", "critical", "unknown"] as const).map(stateCode)).toEqual([
      0, 1, 2, 3,
    ]);
    expect([0, 1, 2, 3, 4, -1].map(stateOfCode)).toEqual([
      "ok",
      "warning",
      "critical",
      "unknown",
      "unknown",
      "unknown",
    ]);
  });
  it.each([
    ["as it should be", {}, true],
    ["no attempts", { maxAttempts: 0 }, false],
    ["too many attempts", { maxAttempts: 61 }, false],
    ["no clause", { clauses: [] }, false],
    ["a clause that is none", { clauses: ["x"] }, false],
    ["more than it knows", { more: 1 }, false],
  ])("of a check: %s", (_name, more, isGood) => {
    expect(checkSchema.safeParse({ ...check, ...more }).success).toBe(isGood);
  });
});

describe("reachability and standing at their edges", () => {
  const check = { silentSeconds: 60, confirmSeconds: 30 };
  const facts = {
    before: "up",
    silentMs: 60_000,
    probe: "no-answer",
    unansweredMs: 29_999,
  } as const;
  it.each([
    ["a moment before", { silentMs: 59_999 }, "up"],
    ["silent, not yet confirmed", {}, "up"],
    ["confirmed", { unansweredMs: 30_000 }, "down"],
    ["answers at that moment", { probe: "answers" }, "unreachable"],
    ["nobody can ask", { probe: "not-askable" }, "unreachable"],
    ["nobody can ask, and it was down", { probe: "not-askable", before: "down" }, "down"],
    ["was down, and is not yet confirmed again", { before: "down" }, "down"],
    ["was unreachable", { before: "unreachable" }, "unreachable"],
  ] as const)("%s", (_name, more, expected) => {
    expect(judgeReachability({ ...facts, ...more }, check)).toBe(expected);
  });

  it("a new check stands at ok", () => {
    expect(initialStanding(7)).toEqual({
      state: "ok",
      hard: true,
      attempt: 1,
      hardSinceMs: 7,
      hardState: "ok",
      flapping: false,
      changes: "",
    });
  });
  it("ok is hard at once and counts as one attempt, however many are asked for", () => {
    const failing = { ...initialStanding(0), state: "critical", hard: false, attempt: 2 } as const;
    expect(advance(failing, "ok", 1, 5).standing).toMatchObject({ hard: true, attempt: 1 });
  });
});
