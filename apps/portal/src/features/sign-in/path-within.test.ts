import { describe, expect, it } from "vitest";
import { pathWithin } from "./path-within.ts";

describe("pathWithin", () => {
  it("keeps a path of the portal with its filters", () => {
    expect(pathWithin("/servers?search=web")).toBe("/servers?search=web");
  });
  it("never leads to another site or back to the door", () => {
    for (const bad of [
      undefined,
      "",
      "//evil.example",
      "/\\evil.example",
      "https://evil.example",
      "javascript:alert(1)",
      "/sign-in?next=/",
    ])
      expect(pathWithin(bad)).toBe("/");
  });
});
