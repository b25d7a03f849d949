import { describe, expect, it } from "vitest";
import { catalogueWith, plan } from "../../../../test/catalogues/catalogue-with.ts";
import { judgeSeverity } from "./judge-severity.ts";
import type { FaultFacts } from "./judge-severity.ts";

const severity = (id: string, priority: string, ...anyOf: readonly object[]) => ({
  id,
  priority,
  anyOf,
});
const grave = severity(
  "grave",
  "p1",
  { if: "personsMoreThan", persons: 10 },
  { if: "everyoneAffected" },
  { if: "keyProcessImpaired" },
);
const down = severity("down", "p2", { if: "serviceDown" });
const slow = severity("slow", "p3", { if: "serviceDegraded" });
const other = severity("other", "p4", { if: "otherwise" });
const matrix = {
  high: { high: "p1", medium: "p2", low: "p3" },
  medium: { high: "p2", medium: "p3", low: "p4" },
  low: { high: "p3", medium: "p4", low: "p4" },
};
const rule = (severities: readonly object[], more: object = {}) => [
  { type: "severityRule", severities, ...more },
];

function judged(fault: FaultFacts, ...clauses: readonly (readonly object[])[]) {
  const found = judgeSeverity(catalogueWith(...clauses), plan, fault);
  return found && `${found.clause} ${found.severity ?? "by matrix"} ${found.priority}`;
}

describe("how grave a fault is", () => {
  const words = rule([grave, down, slow]);
  it.each<[string, FaultFacts, string | undefined]>([
    ["more than ten persons", { persons: 11 }, "x-01 grave p1"],
    ["ten are not more than ten", { persons: 10 }, undefined],
    ["everyone", { everyone: true }, "x-01 grave p1"],
    ["not everyone", { everyone: false }, undefined],
    ["a key process", { keyProcess: true }, "x-01 grave p1"],
    ["no key process", { keyProcess: false }, undefined],
    ["a service is down", { serviceDown: true }, "x-01 down p2"],
    ["none is", { serviceDown: false }, undefined],
    ["a service is slow", { serviceDegraded: true }, "x-01 slow p3"],
    ["none is slow", { serviceDegraded: false }, undefined],
    [
      "slow for everyone: the first that fits",
      { serviceDegraded: true, everyone: true },
      "x-01 grave p1",
    ],
    ["nothing is known", {}, undefined],
  ])("srv-28: %s", (_, fault, expected) => {
    expect(judged(fault, words)).toBe(expected);
  });

  it("srv-28: nobody affected is nobody, where one is more than none", () => {
    const one = rule([severity("any", "p1", { if: "personsMoreThan", persons: 0 })]);
    expect(judged({ persons: 1 }, one)).toBe("x-01 any p1");
    expect(judged({}, one)).toBeUndefined();
  });

  it("srv-28: anything else, where the clause names that", () => {
    expect(judged({}, rule([grave, other]))).toBe("x-01 other p4");
    expect(judged({ everyone: true }, rule([grave, other]))).toBe("x-01 grave p1");
  });

  it("msp-16: impact and urgency where no severity fits, or only the one for anything else", () => {
    const both = { impact: "medium", urgency: "high" } as const;
    expect(judged(both, rule([grave], { matrix }))).toBe("x-01 by matrix p2");
    expect(judged(both, rule([grave, other], { matrix }))).toBe("x-01 by matrix p2");
    expect(judged({ ...both, everyone: true }, rule([grave, other], { matrix }))).toBe(
      "x-01 grave p1",
    );
    expect(judged({ impact: "low", urgency: "high" }, rule([grave], { matrix }))).toBe(
      "x-01 by matrix p3",
    );
    expect(judged({ impact: "high", urgency: "low" }, rule([grave], { matrix }))).toBe(
      "x-01 by matrix p3",
    );
    const [impact, urgency] = [{ impact: "high" } as const, { urgency: "high" } as const];
    expect(judged(impact, rule([grave, other], { matrix }))).toBe("x-01 other p4");
    expect(judged(urgency, rule([grave, other], { matrix }))).toBe("x-01 other p4");
    expect(judged(both, rule([grave, other]))).toBe("x-01 other p4");
  });

  it("asks the clauses in their order, and says nothing where none fits or speaks of it", () => {
    expect(judged({ serviceDown: true }, rule([grave]), rule([down]))).toBe("x-02 down p2");
    expect(judged({ everyone: true }, rule([grave]), rule([other]))).toBe("x-01 grave p1");
    expect(judged({ everyone: true }, [{ type: "scope", includes: [] }])).toBeUndefined();
  });
});
