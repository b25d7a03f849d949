import { describe, expect, it } from "vitest";
import { hashPassword, verifyPassword } from "./password-hash.ts";

describe("passwords", () => {
  it("are known again, also when composed differently, and nothing else is", async () => {
    const hash = await hashPassword("lösenord är långt");
    expect(hash).not.toBe(await hashPassword("lösenord är långt"));
    expect(await verifyPassword({ hash, password: "lösenord är långt".normalize("NFD") })).toBe(
      true,
    );
    expect(await verifyPassword({ hash, password: "losenord ar langt" })).toBe(false);
  });
  it.each(["", "scrypt", "scrypt$1", "bcrypt$1$2$3$4$5"])("%j is no hash", async (hash) => {
    expect(await verifyPassword({ hash, password: "x" })).toBe(false);
  });
});
