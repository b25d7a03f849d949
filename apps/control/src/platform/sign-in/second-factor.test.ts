import { describe, expect, it } from "vitest";
import { isProven, secondFactorOf } from "./second-factor.ts";
import type { Proof } from "./tables.ts";

const none = { hasTotp: false, hasPasskey: false };
const totp = { hasTotp: true, hasPasskey: false };
const passkey = { hasTotp: false, hasPasskey: true };

describe("the second factor", () => {
  it.each<[Parameters<typeof isProven>[0], typeof none, Proof | null, boolean]>([
    ["owner", none, "link", false],
    ["owner", none, "password", false],
    ["owner", none, null, false],
    ["owner", totp, "password", false],
    ["owner", totp, "totp", true],
    ["technician", passkey, "password", false],
    ["technician", passkey, "passkey", true],
    ["customer-admin", none, "password", true],
    ["customer-admin", none, "link", true],
    ["customer-admin", totp, "password", false],
    ["customer-reader", passkey, "password", false],
    ["customer-reader", passkey, "passkey", true],
  ])("%s with %j by %s: %s", (role, factors, proof, proven) => {
    expect(isProven(role, factors, proof)).toBe(proven);
  });
  it("is named by the stronger one", () => {
    expect([none, totp, passkey, { hasTotp: true, hasPasskey: true }].map(secondFactorOf)).toEqual([
      "none",
      "totp",
      "passkey",
      "passkey",
    ]);
  });
});
