import { add, money, roundRatio, scale, zero } from "../money/index.ts";
import type { Money, Rounding } from "../money/index.ts";
import { daysOfMonth } from "../calendar/index.ts";
import { mergeIntervals } from "../interval/index.ts";
import type { AvailabilityRules, MonthAvailability } from "./availability.ts";
import type { CreditGrant, CreditRules, CreditTier } from "./credit-rules.ts";
import { monthsOfPeriod } from "./judged-period.ts";
import { fullPoints } from "./percentage.ts";

export type ScaledCredit = {
  readonly uncapped: Money;
  readonly amount: Money;
  readonly capped: boolean;
  readonly tier?: CreditTier;
  readonly units?: number;
};

type Raw = Pick<ScaledCredit, "uncapped" | "tier" | "units">;

/** What a month's availability gives by the scale, before any question of claims. */
export function scaleCredit(
  rules: CreditRules,
  availability: AvailabilityRules,
  judged: MonthAvailability,
  basis: Money,
): ScaledCredit {
  const raw = rawCredit(rules, availability, judged, basis);
  const cap = lowest([
    rules.capBasisPoints === undefined
      ? undefined
      : scale(basis, rules.capBasisPoints, 10_000, rules.rounding),
    rules.capDays === undefined
      ? undefined
      : grantOf({ kind: "days", days: rules.capDays }, basis, judged.month, 1, rules.rounding),
    rules.capAmountMinor === undefined ? undefined : money(rules.capAmountMinor, basis.currency),
  ]);
  const capped = cap !== undefined && raw.uncapped.amountMinor > cap.amountMinor;
  return { ...raw, amount: capped ? cap : raw.uncapped, capped };
}

function lowest(caps: readonly (Money | undefined)[]): Money | undefined {
  return caps
    .filter((cap) => cap !== undefined)
    .toSorted((a, b) => a.amountMinor - b.amountMinor)
    .at(0);
}

function rawCredit(
  rules: CreditRules,
  availability: AvailabilityRules,
  judged: MonthAvailability,
  basis: Money,
): Raw {
  const nothing = zero(basis.currency);
  const times = (grant: CreditGrant, units: number): Money =>
    grantOf(grant, basis, judged.month, units, rules.rounding);
  switch (rules.scale.kind) {
    case "tiers": {
      const tier = rules.scale.tiers.find(
        (one) => one.atLeastPoints <= judged.points && judged.points <= one.atMostPoints,
      );
      return tier === undefined ? { uncapped: nothing } : { uncapped: times(tier.grant, 1), tier };
    }
    case "per-downtime": {
      const units = downtimeUnits(rules.scale, availability, judged);
      return { uncapped: times(rules.scale.grant, units), units };
    }
    case "per-missed": {
      const missed = Math.max(0, availability.targetPoints - judged.points);
      const units = Math.floor(missed / rules.scale.unitPoints);
      return { uncapped: times(rules.scale.grant, units), units };
    }
    case "flat":
      return { uncapped: judged.met ? nothing : times(rules.scale.grant, 1) };
    case "downtime-fee": {
      if (judged.met || judged.share.of === 0) return { uncapped: nothing };
      const { up, of } = judged.share;
      const top = (of - up) * thousandths(rules.scale.times);
      return { uncapped: scale(basis, top, of * 1_000, rules.rounding) };
    }
  }
}

type PerDowntime = Extract<CreditRules["scale"], { kind: "per-downtime" }>;

function downtimeUnits(
  scale: PerDowntime,
  availability: AvailabilityRules,
  judged: MonthAvailability,
): number {
  const afterMs = scale.afterMs ?? 0;
  if (scale.per === "interruption") {
    const parts =
      availability.services === "union" ? mergeIntervals(judged.counted) : judged.counted;
    return parts
      .map(({ fromMs, toMs }) => unitsOf(scale, BigInt(toMs - fromMs - afterMs), 1n))
      .reduce((sum, units) => sum + units, 0);
  }
  const full = fullPoints(availability.decimals);
  const allowedPoints = scale.beyondTarget ? full - availability.targetPoints : 0;
  const beyond =
    BigInt(judged.downMs - afterMs) * BigInt(full) -
    BigInt(judged.share.of) * BigInt(allowedPoints);
  return unitsOf(scale, beyond, BigInt(full));
}

/** Whole or started units in `parts`, of which a millisecond has `partsPerMs`. */
function unitsOf(scale: PerDowntime, parts: bigint, partsPerMs: bigint): number {
  if (parts <= 0n) return 0;
  const rounding = scale.started === "started-units" ? "up" : "down";
  return Number(roundRatio(parts, BigInt(scale.unitMs) * partsPerMs, rounding));
}

/** Days and hours are of the period's last calendar month, with its real length. */
function grantOf(
  grant: CreditGrant,
  basis: Money,
  period: string,
  times: number,
  rounding: Rounding,
): Money {
  const days = (): number => daysOfMonth(monthsOfPeriod(period).last);
  switch (grant.kind) {
    case "percent":
      return scale(basis, grant.basisPoints * times, 10_000, rounding);
    case "days":
      return scale(basis, thousandths(grant.days) * times, days() * 1_000, rounding);
    case "hours":
      return scale(basis, thousandths(grant.hours) * times, days() * 24_000, rounding);
    case "amount":
      return money(grant.amountMinor * times, basis.currency);
  }
}

/** Half a day may be given, but amounts are worked out in whole numbers. */
function thousandths(amount: number): number {
  return Math.round(amount * 1_000);
}

/** The fee that the credit is taken of. */
export function creditBasis(
  rules: Pick<CreditRules, "of">,
  fees: { readonly baseFee: Money; readonly otherFees: Money },
): Money {
  return rules.of === "base-fee" ? fees.baseFee : add(fees.baseFee, fees.otherFees);
}
