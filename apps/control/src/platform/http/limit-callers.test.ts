import { describe, expect, it } from "vitest";
import { CALLS_PER_MINUTE, limitCallers } from "./limit-callers.ts";

describe("limits per caller", () => {
  it("let through so many in a minute, and again in the next", () => {
    let now = 0;
    const limit = limitCallers(() => now);
    for (let i = 0; i < CALLS_PER_MINUTE.unknown; i++) expect(limit.take("a", "unknown")).toBe(0);
    expect(limit.take("a", "unknown")).toBe(60);
    expect(limit.peek("a")).toBe(60);
    expect(limit.take("b", "unknown")).toBe(0);
    now = 60_000;
    expect(limit.peek("a")).toBe(0);
    expect(limit.take("a", "unknown")).toBe(0);
  });
  it("keep their memory flat under made-up addresses", () => {
    const limit = limitCallers(() => 0);
    for (let i = 0; i < CALLS_PER_MINUTE.unknown + 1; i++) limit.take("first", "unknown");
    for (let i = 0; i < 25_000; i++) limit.take(`x${i}`, "unknown");
    expect(limit.peek("first")).toBe(0);
  });
});
