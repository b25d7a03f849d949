import type { AvailabilityRules } from "./availability.ts";
import type { CreditGrant, CreditRules, CreditTier } from "./credit-rules.ts";
import { percentText } from "./percentage.ts";

/**
 * Faults of a credit table, one sentence each: gaps, overlaps, tiers turned around, credit although
 * the promise is kept, and less credit for less availability. Empty when the table is sound.
 */
export function checkCreditTiers(
  rules: CreditRules,
  availability: Pick<AvailabilityRules, "decimals" | "targetPoints">,
): readonly string[] {
  if (rules.scale.kind !== "tiers") return [];
  const text = (points: number): string => `${percentText(points, availability.decimals)} %`;
  const problems: string[] = [];
  let expected = availability.targetPoints - 1;
  let better: CreditTier | undefined;
  for (const tier of rules.scale.tiers.toSorted((a, b) => b.atMostPoints - a.atMostPoints)) {
    const name = `tier ${text(tier.atMostPoints)}–${text(tier.atLeastPoints)}`;
    if (tier.atLeastPoints > tier.atMostPoints)
      problems.push(`${name}: its ends are turned around`);
    if (tier.atMostPoints < expected) {
      problems.push(`nothing is said for ${text(expected)}–${text(tier.atMostPoints + 1)}`);
    } else if (tier.atMostPoints > expected) {
      problems.push(
        better === undefined
          ? `${name}: gives credit although ${text(availability.targetPoints)} is kept`
          : `${name}: overlaps the tier above it`,
      );
    }
    if (better !== undefined && givesLess(tier, better)) {
      problems.push(`${name}: gives less than the better tier above it`);
    }
    expected = tier.atLeastPoints - 1;
    better = tier;
  }
  if (expected >= 0) problems.push(`nothing is said for ${text(expected)}–${text(0)}`);
  return problems;
}

/** Only grants of one kind can be compared. */
function givesLess({ grant: a }: CreditTier, { grant: b }: CreditTier): boolean {
  return a.kind === b.kind && sizeOf(a) < sizeOf(b);
}

function sizeOf(grant: CreditGrant): number {
  switch (grant.kind) {
    case "percent":
      return grant.basisPoints;
    case "days":
      return grant.days;
    case "hours":
      return grant.hours;
    case "amount":
      return grant.amountMinor;
  }
}
