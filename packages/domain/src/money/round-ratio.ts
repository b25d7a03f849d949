import type { Rounding } from "./money.ts";

/**
 * numerator / denominator as a whole number, exact before the one rounding. `up` and `half-up` go
 * away from zero, `down` towards it, so that a credit rounds like the charge it takes back.
 */
export function roundRatio(numerator: bigint, denominator: bigint, rounding: Rounding): bigint {
  if (denominator === 0n) throw new RangeError("division by zero");
  const negative = numerator < 0n !== denominator < 0n;
  const top = numerator < 0n ? -numerator : numerator;
  const bottom = denominator < 0n ? -denominator : denominator;
  const whole = top / bottom;
  const rest = top % bottom;
  const size = rest > 0n && goesUp(whole, rest, bottom, rounding) ? whole + 1n : whole;
  return negative ? -size : size;
}

function goesUp(whole: bigint, rest: bigint, bottom: bigint, rounding: Rounding): boolean {
  switch (rounding) {
    case "down":
      return false;
    case "up":
      return true;
    case "half-up":
      return rest * 2n >= bottom;
    case "half-even":
      return rest * 2n > bottom || (rest * 2n === bottom && whole % 2n === 1n);
  }
}
