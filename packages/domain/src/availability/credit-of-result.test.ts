import { describe, expect, it } from "vitest";
import { money } from "../money/index.ts";
import type { AvailabilityRules, CreditRules } from "./index.ts";
import { creditOfResult, judgeMonth } from "./index.ts";

const HOUR = 3_600_000;
const JUNE_MS = Date.UTC(2026, 5, 1);

const rules: AvailabilityRules = {
  clause: "ba-06",
  timeZone: "UTC",
  services: "union",
  unknownTime: "up",
  excludedTime: "up",
  starts: "began",
  stops: "ended",
  exclusions: [],
  decimals: 2,
  rounding: "down",
  targetPoints: 9990,
};
const credit: CreditRules = {
  clause: "ba-07",
  scale: {
    kind: "tiers",
    tiers: [
      { atLeastPoints: 9980, atMostPoints: 9989, grant: { kind: "percent", basisPoints: 500 } },
      { atLeastPoints: 0, atMostPoints: 9979, grant: { kind: "percent", basisPoints: 1000 } },
    ],
  },
  of: "base-fee",
  claim: { kind: "end-of-next-month" },
  claimClause: "ba-08",
  severalIncidents: "month",
  rounding: "half-even",
};
const fees = { baseFee: money(4000, "EUR"), otherFees: money(9999, "EUR") };

/** June with so many hours of one outage. */
const juneWith = (hours: number) =>
  judgeMonth(
    rules,
    {
      services: ["web"],
      outages:
        hours === 0
          ? []
          : [
              {
                id: "a",
                service: "web",
                cause: "hardware" as const,
                beganMs: JUNE_MS + HOUR,
                endedMs: JUNE_MS + (1 + hours) * HOUR,
              },
            ],
      announcements: [],
      unknown: [],
    },
    "2026-06",
  );

describe("what a judged month gives", () => {
  it("ba-07: by its percentage alone, on the base fee alone, whatever was claimed", () => {
    // 1 h of 720: 99.86 %; 2 h: 99.72 %.
    const gives = [0, 1, 2].map(
      (hours) => creditOfResult(credit, rules, juneWith(hours), fees)?.amount,
    );
    expect(gives).toEqual([money(0, "EUR"), money(200, "EUR"), money(400, "EUR")]);
  });

  it("is not known where each interruption is looked at by itself", () => {
    expect(
      creditOfResult({ ...credit, worstOnly: true }, rules, juneWith(2), fees),
    ).toBeUndefined();
  });
});
