import { describe, expect, it } from "vitest";
import type { PriorityRules } from "./index.ts";
import { judgePriority } from "./index.ts";

describe("srv-28: how severe a fault is", () => {
  const rules: PriorityRules = {
    clause: "srv-29",
    severity: [
      {
        clause: "srv-28",
        priority: "critical",
        personsMoreThan: 10,
        everyone: true,
        keyProcess: true,
      },
    ],
    otherwise: "other",
  };

  it.each([
    [{ affectedPersons: 10 }, "other", "srv-29"],
    [{ affectedPersons: 11 }, "critical", "srv-28"],
    [{ affectedPersons: 3, everyoneAffected: true }, "critical", "srv-28"],
    [{ keyProcessImpaired: true }, "critical", "srv-28"],
    [{ everyoneAffected: false, keyProcessImpaired: false }, "other", "srv-29"],
    [{}, "other", "srv-29"],
    [{ impact: "high", urgency: "high" }, "other", "srv-29"],
  ] as const)("srv-28: %j → %s by %s", (severity, priority, clause) => {
    expect(judgePriority(rules, severity)).toEqual({ priority, clause });
  });

  it("holds only what the rule names", () => {
    const many: PriorityRules = {
      ...rules,
      severity: [{ clause: "x", priority: "P1", personsMoreThan: 10 }],
    };
    expect(judgePriority(many, { everyoneAffected: true, keyProcessImpaired: true }).priority).toBe(
      "other",
    );
    const key: PriorityRules = {
      ...rules,
      severity: [{ clause: "x", priority: "P1", keyProcess: true }],
    };
    expect(judgePriority(key, { affectedPersons: 500, everyoneAffected: true }).priority).toBe(
      "other",
    );
    const none: PriorityRules = {
      ...rules,
      severity: [{ clause: "x", priority: "P1", everyone: true }],
    };
    expect(judgePriority(none, { keyProcessImpaired: true }).priority).toBe("other");
    expect(
      judgePriority({ clause: "x", otherwise: "P4" }, { everyoneAffected: true }).priority,
    ).toBe("P4");
  });

  it("impact × urgency where no severity rule holds", () => {
    const row = (low: string, medium: string, high: string) => ({ low, medium, high });
    const itil: PriorityRules = {
      ...rules,
      matrix: {
        low: row("P5", "P4", "P3"),
        medium: row("P4", "P3", "P2"),
        high: row("P3", "P2", "P1"),
      },
    };
    expect(judgePriority(itil, { impact: "high", urgency: "low" })).toEqual({
      priority: "P3",
      clause: "srv-29",
    });
    expect(judgePriority(itil, { impact: "low", urgency: "medium" }).priority).toBe("P4");
    expect(judgePriority(itil, { impact: "low" }).priority).toBe("other");
    expect(judgePriority(itil, { urgency: "low" }).priority).toBe("other");
    expect(
      judgePriority(itil, { impact: "low", urgency: "low", everyoneAffected: true }).priority,
    ).toBe("critical");
  });
});
