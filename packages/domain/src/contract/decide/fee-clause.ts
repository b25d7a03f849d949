import type { Entitlements } from "./entitlements.ts";
import { nearestClause } from "./fall-back.ts";

/** The clause that says what is paid; else the one that draws the line of the contract. */
export function feeClause(entitlements: Entitlements): string {
  const { terms } = entitlements;
  const found =
    terms("priceMonthly")[0] ??
    terms("hourQuota")[0] ??
    terms("contractForms")[0] ??
    terms("termsAcceptance")[0];
  return found?.clause.id ?? nearestClause(entitlements);
}
