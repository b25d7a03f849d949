import type { Role } from "@driftvakt/protocol/api";
import type { Proof } from "./tables.ts";

export type Factors = { readonly hasTotp: boolean; readonly hasPasskey: boolean };

/** The provider's people reach every customer: they need two factors. A customer's people need what they have set up. */
export function needsSecondFactor(role: Role, factors: Factors): boolean {
  return role === "owner" || role === "technician" || factors.hasTotp || factors.hasPasskey;
}

/** A passkey is two factors in one: the device and what unlocks it. */
export function isProven(role: Role, factors: Factors, proof: Proof | null): boolean {
  return !needsSecondFactor(role, factors) || proof === "totp" || proof === "passkey";
}

export function secondFactorOf(factors: Factors): "none" | "totp" | "passkey" {
  if (factors.hasPasskey) return "passkey";
  return factors.hasTotp ? "totp" : "none";
}
