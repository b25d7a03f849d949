import { money } from "../money/index.ts";
import type {
  AvailabilityFacts,
  AvailabilityRules,
  Claim,
  Credit,
  CreditRules,
  CreditTier,
  Outage,
} from "./index.ts";
import { creditFor } from "./index.ts";

// What tests of credits are worked out with: a machine in Sarajevo under ba-05 to ba-08.

export const SECOND = 1_000;
export const HOUR = 3_600_000;
export const ZONE = "Europe/Sarajevo";

export function ms(local: string): number {
  return Temporal.ZonedDateTime.from(`${local}[${ZONE}]`).epochMilliseconds;
}

export function at(local: string): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(ms(local));
}

/** Availability by ba-06: attacks (ba-05) do not count. */
export const ba06: AvailabilityRules = {
  clause: "ba-06",
  timeZone: ZONE,
  services: "union",
  unknownTime: "up",
  excludedTime: "up",
  starts: "began",
  stops: "ended",
  exclusions: [{ kind: "cause", clause: "ba-05", causes: ["attack"] }],
  decimals: 2,
  rounding: "down",
  targetPoints: 9990,
};

export const tier = (atMostPoints: number, atLeastPoints: number, percent: number): CreditTier => ({
  atLeastPoints,
  atMostPoints,
  grant: { kind: "percent", basisPoints: percent * 100 },
});

/** Credit by ba-07, asked for in writing within seven days (ba-08). */
export const ba07: CreditRules = {
  clause: "ba-07",
  scale: {
    kind: "tiers",
    tiers: [
      tier(9989, 9980, 5),
      tier(9979, 9970, 10),
      tier(9969, 9960, 15),
      tier(9959, 9950, 20),
      tier(9949, 9900, 30),
      tier(9899, 9700, 60),
      tier(9699, 0, 70),
    ],
  },
  of: "base-fee",
  claim: { kind: "days", days: 7, from: "established" },
  claimClause: "ba-08",
  severalIncidents: "each",
  rounding: "half-up",
};

/** The same without a request. */
export const automatic: CreditRules = { ...ba07, claim: { kind: "automatic" } };
/** 100.00 BAM for the machine, 50.00 beside it. */
export const fees = { baseFee: money(10_000, "BAM"), otherFees: money(5_000, "BAM") };

export function outage(
  id: string,
  from: string,
  lastsMs: number,
  more: Partial<Outage> = {},
): Outage {
  return {
    id,
    service: "web",
    cause: "hardware",
    beganMs: ms(from),
    endedMs: ms(from) + lastsMs,
    ...more,
  };
}

export function facts(...outages: readonly Outage[]): AvailabilityFacts {
  return { services: ["web"], outages, announcements: [], unknown: [] };
}

/** The credit of a month, June 2026 where nothing is said, as it stands at the end of the year. */
export function creditOf(
  rules: CreditRules,
  given: AvailabilityFacts,
  claims: readonly Claim[] = [],
  now = "2026-12-31T00:00",
  month = "2026-06",
  availability = ba06,
): Credit {
  return creditFor(rules, availability, given, month, fees, claims, at(now));
}
