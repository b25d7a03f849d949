import { ROLE_PERMISSIONS, type Role } from "@driftvakt/protocol/api";
import { describe, expect, it } from "vitest";
import { requireMayInvite } from "./invite-person.ts";

const HOME = "01234567-89ab-7cde-8f01-23456789abcd";

/** May somebody of this role let in somebody of that one? */
function may(caller: Role, role: Role, customerId: string | null): boolean {
  const isCustomer = caller.startsWith("customer");
  try {
    requireMayInvite(
      {
        customerId: isCustomer ? HOME : null,
        permissions: new Set(ROLE_PERMISSIONS[caller]),
      } as never,
      { name: "", email: "", role, customerId, locale: "en", timeZone: "UTC" },
    );
    return true;
  } catch {
    return false;
  }
}

describe("who may let people in", () => {
  it("owners let in everybody, also those who give the customer's word, which owners cannot", () => {
    expect(ROLE_PERMISSIONS.owner).not.toContain("contracts.accept");
    expect(may("owner", "customer-admin", HOME)).toBe(true);
    expect(may("owner", "customer-reader", HOME)).toBe(true);
    expect(may("owner", "owner", null)).toBe(true);
  });
  it("nobody gives more than they have, and customers only into their own house", () => {
    expect(may("technician", "owner", null)).toBe(false);
    expect(may("customer-reader", "customer-admin", HOME)).toBe(false);
    expect(may("customer-admin", "customer-admin", HOME)).toBe(true);
    expect(may("customer-admin", "customer-admin", "another")).toBe(false);
    expect(may("customer-admin", "technician", null)).toBe(false);
  });
});
