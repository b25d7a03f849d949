import { describe, expect, it } from "vitest";
import { openLineMemory } from "./remember-lines.ts";

const line = (stretches: number) => ({ stretches: Array.from({ length: stretches }, () => 0) });
const DAY_MS = 86_400_000;

describe("the memory of time lines", () => {
  it("knows a line by its version, from where it was read on", () => {
    const memory = openLineMemory();
    const one = line(2);
    memory.keep("a", { version: 7, fromMs: 100, line: one });
    expect(memory.find("a", 7, 100)).toBe(one);
    expect(memory.find("a", 7, 101)).toBe(one);
    expect(memory.find("a", 7, 99)).toBeUndefined();
    expect(memory.find("a", 6, 100)).toBeUndefined();
    expect(memory.find("b", 7, 100)).toBeUndefined();
  });

  it("forgets what was asked for longest ago once there are too many stretches", () => {
    const memory = openLineMemory(10);
    for (const id of ["a", "b"]) memory.keep(id, { version: 1, fromMs: 0, line: line(3) });
    memory.find("a", 1, 0);
    memory.keep("c", { version: 1, fromMs: 0, line: line(3) });
    expect(["a", "b", "c"].filter((id) => memory.find(id, 1, 0))).toEqual(["a", "c"]);
    // A newer version takes the place of the older one.
    for (let version = 2; version < 9; version++)
      memory.keep("c", { version, fromMs: 0, line: line(3) });
    expect(memory.find("a", 1, 0)).toBeDefined();
    expect(memory.find("c", 8, 0)).toBeDefined();
  });

  it("is not for what lies long before the latest that was asked for", () => {
    const memory = openLineMemory();
    const now = 400 * DAY_MS;
    expect(memory.reaches({ fromMs: now - 30 * DAY_MS, toMs: now })).toBe(true);
    expect(memory.reaches({ fromMs: now - 130 * DAY_MS, toMs: now - 100 * DAY_MS })).toBe(false);
  });
});
