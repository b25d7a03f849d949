import type { AvailabilityRules, MonthAvailability } from "./availability.ts";
import type { CreditRules, Fees } from "./credit-rules.ts";
import type { ScaledCredit } from "./credit-scale.ts";
import { creditBasis, scaleCredit } from "./credit-scale.ts";

/**
 * What a month that was judged before gives by the scale, whoever claimed what (ba-07). Undefined where the scale looks at
 * each interruption by itself: the month's sum does not say that.
 */
export function creditOfResult(
  rules: CreditRules,
  availability: AvailabilityRules,
  judged: MonthAvailability,
  fees: Fees,
): ScaledCredit | undefined {
  if (rules.worstOnly === true) return undefined;
  return scaleCredit(rules, availability, judged, creditBasis(rules, fees));
}
