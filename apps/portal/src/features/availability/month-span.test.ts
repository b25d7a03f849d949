import { describe, expect, it } from "vitest";
import { monthSpan } from "./month-span.ts";

const iso = (ms: number) => new Date(ms).toISOString();

describe("monthSpan", () => {
  it("counts a month in the contract's zone", () => {
    const { fromMs, toMs } = monthSpan("2026-11", "Europe/Stockholm");
    expect([iso(fromMs), iso(toMs)]).toEqual([
      "2026-10-31T23:00:00.000Z",
      "2026-11-30T23:00:00.000Z",
    ]);
  });
  it("A40: a month with a change of clocks is an hour longer or shorter", () => {
    const march = monthSpan("2027-03", "Europe/Berlin");
    const october = monthSpan("2026-10", "Europe/Berlin");
    expect((march.toMs - march.fromMs) / 3_600_000).toBe(31 * 24 - 1);
    expect((october.toMs - october.fromMs) / 3_600_000).toBe(31 * 24 + 1);
  });
  it("ends December in January of the next year", () => {
    expect(iso(monthSpan("2026-12", "UTC").toMs)).toBe("2027-01-01T00:00:00.000Z");
  });
});
