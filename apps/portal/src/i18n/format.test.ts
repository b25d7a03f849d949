import { describe, expect, it } from "vitest";
import { makeFormat, regionOf } from "./format.ts";

const NOON = Date.UTC(2026, 10, 22, 11, 45, 9);

describe("format", () => {
  it("shows a moment in the person's zone, not the device's", () => {
    expect(makeFormat("en", "Europe/Stockholm").dateTime(NOON)).toBe("22 Nov 2026, 12:45");
    expect(makeFormat("en", "America/New_York").dateTime(NOON)).toBe("22 Nov 2026, 06:45");
  });
  it("falls back to the device's zone for one that does not exist", () => {
    expect(makeFormat("en", "Mars/Olympus").timeZone).toBe(
      Intl.DateTimeFormat().resolvedOptions().timeZone,
    );
  });
  it("writes numbers the way each language does", () => {
    expect(makeFormat("en", "UTC").percent(99.949, 3)).toBe("99.949%");
    expect(makeFormat("sv", "UTC").percent(99.949, 3)).toBe("99,949\u00A0%");
    expect(makeFormat("de", "UTC").money(129_500, "EUR")).toBe("1.295,00\u00A0€");
    expect(makeFormat("en", "UTC").money(1295, "JPY")).toContain("1,295");
  });
  it("keeps the two largest units of a duration", () => {
    expect(makeFormat("en", "UTC").duration(2 * 86_400 + 3 * 3600 + 59)).toBe("2 days, 3 hrs");
    expect(makeFormat("en", "UTC").duration(61)).toBe("1 min, 1 sec");
  });
  it("names months from their period whatever the zone", () => {
    expect(makeFormat("sv", "Pacific/Auckland").month("2026-11")).toBe("november 2026");
  });
  it("scales bytes by 1024", () => {
    expect(makeFormat("en", "UTC").bytes(0)).toBe("0\u00A0B");
    expect(makeFormat("en", "UTC").bytes(1536)).toBe("1.5\u00A0KiB");
    expect(makeFormat("de", "UTC").bytes(3.25 * 1024 ** 3)).toBe("3,3\u00A0GiB");
  });
  it("writes Bosnian in the nearest form that has names where the browser has none for it", () => {
    expect(regionOf("bs")).toBe("bs-BA");
    expect(regionOf("bs", () => "M01")).toBe("sr-Latn-BA");
    expect(regionOf("de", () => "M01")).toBe("de-DE");
    expect(new Intl.DateTimeFormat("sr-Latn-BA", { month: "long" }).format(NOON)).toBe("novembar");
  });
  it("says how long ago", () => {
    expect(makeFormat("en", "UTC").relative(NOON - 180_000, NOON)).toBe("3 min ago");
    expect(makeFormat("da", "UTC").relative(NOON - 3_600_000, NOON)).toBe("1 time siden");
  });
});
