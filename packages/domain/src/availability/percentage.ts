import { roundRatio } from "../money/index.ts";
import type { AvailabilityRules, Share } from "./availability.ts";

/** 100 % in points of 10^-decimals percent. */
export function fullPoints(decimals: number): number {
  return 100 * 10 ** decimals;
}

/**
 * A share as the contract publishes it, rounded once from the exact ratio. Nothing promised (`of`
 * 0) is 100 %: no promise was broken.
 */
export function pointsOf(
  share: Share,
  rules: Pick<AvailabilityRules, "decimals" | "rounding">,
): number {
  const full = fullPoints(rules.decimals);
  if (share.of === 0) return full;
  return Number(roundRatio(BigInt(share.up) * BigInt(full), BigInt(share.of), rules.rounding));
}

/** Points as text: 9987 with two decimals is `99.87`. */
export function percentText(points: number, decimals: number): string {
  if (decimals === 0) return String(points);
  const digits = String(points).padStart(decimals + 1, "0");
  return `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}
