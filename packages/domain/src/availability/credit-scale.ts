import { add, money, roundRatio, scale, zero } from "../money/index.ts";
import type { Money, Rounding } from "../money/index.ts";
import { daysOfMonth } from "../calendar/index.ts";
import type { AvailabilityRules, MonthAvailability } from "./availability.ts";
import type { CreditGrant, CreditRules, CreditTier } from "./credit-rules.ts";
import { fullPoints } from "./percentage.ts";

export type ScaledCredit = {
  readonly uncapped: Money;
  readonly amount: Money;
  readonly capped: boolean;
  readonly tier?: CreditTier;
  readonly units?: number;
};

/** What a month's availability gives by the scale, before any question of claims. */
export function scaleCredit(
  rules: CreditRules,
  availability: AvailabilityRules,
  judged: MonthAvailability,
  basis: Money,
): ScaledCredit {
  const raw = rawCredit(rules, availability, judged, basis);
  const cap =
    rules.capBasisPoints === undefined
      ? undefined
      : scale(basis, rules.capBasisPoints, 10_000, rules.rounding);
  const capped = cap !== undefined && raw.uncapped.amountMinor > cap.amountMinor;
  return { ...raw, amount: capped ? cap : raw.uncapped, capped };
}

function rawCredit(
  rules: CreditRules,
  availability: AvailabilityRules,
  judged: MonthAvailability,
  basis: Money,
): Pick<ScaledCredit, "uncapped" | "tier" | "units"> {
  if (rules.scale.kind === "tiers") {
    const tier = rules.scale.tiers.find(
      (one) => one.atLeastPoints <= judged.points && judged.points <= one.atMostPoints,
    );
    if (tier === undefined) return { uncapped: zero(basis.currency) };
    return { uncapped: grantOf(tier.grant, basis, judged.month, 1, rules.rounding), tier };
  }
  const units = downtimeUnits(rules.scale, availability, judged);
  return {
    uncapped: grantOf(rules.scale.grant, basis, judged.month, units, rules.rounding),
    units,
  };
}

type PerDowntime = Extract<CreditRules["scale"], { kind: "per-downtime" }>;

function downtimeUnits(
  scale: PerDowntime,
  availability: AvailabilityRules,
  judged: MonthAvailability,
): number {
  const full = fullPoints(availability.decimals);
  const allowedPoints = scale.beyondTarget ? full - availability.targetPoints : 0;
  const beyond =
    BigInt(judged.downMs) * BigInt(full) - BigInt(judged.share.of) * BigInt(allowedPoints);
  if (beyond <= 0n) return 0;
  const rounding = scale.started === "started-units" ? "up" : "down";
  return Number(roundRatio(beyond, BigInt(scale.unitMs) * BigInt(full), rounding));
}

function grantOf(
  grant: CreditGrant,
  basis: Money,
  month: string,
  times: number,
  rounding: Rounding,
): Money {
  switch (grant.kind) {
    case "percent":
      return scale(basis, grant.basisPoints * times, 10_000, rounding);
    case "days":
      return scale(basis, grant.days * times, daysOfMonth(month), rounding);
    case "amount":
      return money(grant.amountMinor * times, basis.currency);
  }
}

/** The fee that the credit is taken of. */
export function creditBasis(
  rules: Pick<CreditRules, "of">,
  fees: { readonly baseFee: Money; readonly otherFees: Money },
): Money {
  return rules.of === "base-fee" ? fees.baseFee : add(fees.baseFee, fees.otherFees);
}
