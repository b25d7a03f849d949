import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { advance, flappingPercent, initialStanding, type CheckStanding } from "./advance.ts";
import type { CheckState } from "./state.ts";

function play(results: readonly CheckState[], maxAttempts: number) {
  let standing: CheckStanding = initialStanding(0);
  const log: string[] = [];
  results.forEach((result, i) => {
    const step = advance(standing, result, (i + 1) * 1000, maxAttempts);
    standing = step.standing;
    for (const change of step.changes) log.push(`${change.kind} ${change.from}→${change.to}`);
  });
  return { standing, log };
}

describe("advance", () => {
  it("se-02: a problem alarms at once where one attempt is enough", () => {
    expect(play(["ok", "critical"], 1).log).toEqual(["hard ok→critical"]);
  });
  it("msp-07: a problem is soft until it was seen three times", () => {
    const { log, standing } = play(["critical", "critical", "critical", "critical"], 3);
    expect(log).toEqual(["soft ok→critical", "hard ok→critical"]);
    expect(standing).toMatchObject({
      hard: true,
      attempt: 3,
      hardSinceMs: 3000,
      hardState: "critical",
    });
  });
  it("a soft problem that goes away tells nobody", () => {
    const { log, standing } = play(["warning", "ok"], 3);
    expect(log).toEqual(["soft ok→warning", "soft warning→ok"]);
    expect(standing.hardSinceMs).toBe(0);
  });
  it("a hard problem that worsens is a hard change at once", () => {
    expect(play(["warning", "warning", "critical"], 2).log).toEqual([
      "soft ok→warning",
      "hard ok→warning",
      "hard warning→critical",
    ]);
  });
  it("recovery is hard at once", () => {
    expect(play(["critical", "ok"], 1).log).toEqual(["hard ok→critical", "hard critical→ok"]);
  });
  it("flapping starts above 30 % of weighted changes and stops below 25 %", () => {
    const results: CheckState[] = [];
    for (let i = 0; i < 20; i++) results.push(i % 2 ? "ok" : "critical");
    const { log } = play([...results, ...Array.from({ length: 20 }, () => "ok" as const)], 1);
    expect(
      log.filter((line) => line.startsWith("flapping")).map((line) => line.split(" ")[0]),
    ).toEqual(["flapping-started", "flapping-stopped"]);
  });
  it("weights newer changes more", () => {
    expect(flappingPercent("1".repeat(20))).toBeCloseTo(100);
    expect(flappingPercent("1" + "0".repeat(19))).toBeCloseTo(4);
    expect(flappingPercent("0".repeat(19) + "1")).toBeCloseTo(6);
    expect(flappingPercent("111")).toBe(0);
  });
  it("hard state only moves by hard changes, whatever the results", () => {
    const state = fc.constantFrom<CheckState>("ok", "warning", "critical", "unknown");
    fc.assert(
      fc.property(
        fc.array(state, { maxLength: 60 }),
        fc.integer({ min: 1, max: 5 }),
        (results, maxAttempts) => {
          const { standing, log } = play(results, maxAttempts);
          const last = log.filter((line) => line.startsWith("hard")).at(-1);
          return standing.hardState === (last?.split("→")[1] ?? "ok");
        },
      ),
    );
  });
});
