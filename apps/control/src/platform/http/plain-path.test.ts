import { describe, expect, it } from "vitest";
import { isPlainPath, NOWHERE, rewriteOddPath } from "./plain-path.ts";

describe("paths", () => {
  it.each([
    "/",
    "/api/v1/me",
    "/api/v1/servers/01a2-b",
    "/assets/index-Ab_c~1.js",
    "/sign-in/",
    "/.well-known/x",
  ])("%s is one", (path) => {
    expect(isPlainPath(path)).toBe(true);
  });
  it.each([
    "",
    "//",
    "/a//b",
    "/a/./b",
    "/a/..",
    "/../a",
    "/%2e",
    "/a%2fb",
    "/a\\b",
    "/a;b",
    "/a b",
    "/å",
    "/a\0",
  ])("A04: %j is none", (path) => {
    expect(isPlainPath(path)).toBe(false);
  });
  it("leaves queries alone, whatever is in them", () => {
    expect(rewriteOddPath("/a?x=//%2e")).toBe("/a?x=//%2e");
    expect(rewriteOddPath("/a%2e?x")).toBe(NOWHERE);
  });
});
