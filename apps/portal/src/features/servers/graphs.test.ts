import { describe, expect, it } from "vitest";
import { matchesKey, windowEnd } from "./graphs.ts";

describe("graphs", () => {
  it("msp-06: the live window moves on in steps, so that a tick alone asks for nothing", () => {
    const now = Date.UTC(2026, 10, 22, 12, 0, 1);
    expect(windowEnd("hour", now)).toBe(windowEnd("hour", now + 13_000));
    expect(windowEnd("hour", now)).toBeGreaterThanOrEqual(now);
    expect(windowEnd("year", now) - now).toBeLessThanOrEqual((8760 * 3_600_000) / 300);
  });
  it("matches instances by a trailing star only", () => {
    expect(matchesKey("filesystem.used:*", "filesystem.used:/var")).toBe(true);
    expect(matchesKey("load.1", "load.15")).toBe(false);
  });
});
