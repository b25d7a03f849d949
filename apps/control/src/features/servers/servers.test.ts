import { describe, expect, it } from "vitest";
import { isSameHost } from "./enrol-agent.ts";
import { installCommand, renderInstaller } from "./installer.ts";
import { limitAttempts } from "./limit-attempts.ts";
import { hashSecret, newToken } from "./secret-token.ts";

describe("limitAttempts", () => {
  it("lets a burst through, then so many a second, each key for itself", () => {
    const take = limitAttempts({ burst: 3, perSecond: 0.5 });
    expect([1, 2, 3].map(() => take("a", 0))).toEqual([0, 0, 0]);
    expect(take("a", 0)).toBe(2);
    expect(take("b", 0)).toBe(0);
    expect(take("a", 1999)).toBeGreaterThan(0);
    expect(take("a", 4000)).toBe(0);
  });
  it("R5: a clock that goes back gives nothing away and locks nobody out", () => {
    const take = limitAttempts({ burst: 1, perSecond: 1 });
    expect(take("a", 1_000_000)).toBe(0);
    expect(take("a", 0)).toBe(1);
    expect(take("a", 1000)).toBe(0);
  });
});

describe("installer", () => {
  it("gets this control plane's address and sums, and is never half made", () => {
    expect(renderInstaller("S='@SERVER_URL@'", { SERVER_URL: "https://dv.example.org" })).toBe(
      "S='https://dv.example.org'",
    );
    expect(() => renderInstaller("@WHAT_IS_THIS@", {})).toThrow("asks for WHAT_IS_THIS");
  });
  it("A16: puts nothing into a shell script that the shell would read", () => {
    for (const url of [
      "https://x/'; rm -rf /; '",
      "https://x/$(id)",
      "https://x/`id`",
      "https://x/\nid",
    ])
      expect(() => renderInstaller("S='@SERVER_URL@'", { SERVER_URL: url })).toThrow(
        "cannot stand",
      );
    expect(
      installCommand({ publicUrl: "https://dv.example.org", token: "dvj_x", serverKey: "ab" }),
    ).toBe(
      "curl -fsSL 'https://dv.example.org/install.sh' | sh -s -- --token 'dvj_x' --server-key 'ab'",
    );
  });
});

describe("host names", () => {
  it("are the same in any case, and short where one side is short", () => {
    expect(isSameHost("Web1.example.org", "web1.EXAMPLE.org")).toBe(true);
    expect(isSameHost("web1.example.org", "web1")).toBe(true);
    expect(isSameHost("web1", "web1.example.org")).toBe(true);
    expect(isSameHost("web1.example.org", "web1.example.com")).toBe(false);
    expect(isSameHost("web1.example.org", "web2")).toBe(false);
    expect(isSameHost("web1.example.org", "")).toBe(false);
  });
});

describe("tokens", () => {
  it("are long, random and kept as their hash", () => {
    const token = newToken("dvj");
    expect(token).toMatch(/^dvj_[A-Za-z0-9_-]{43}$/);
    expect(newToken("dvj")).not.toBe(token);
    expect(hashSecret(token)).toHaveLength(32);
  });
});
