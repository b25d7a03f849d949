import { describe, expect, it } from "vitest";
import { momentText } from "./index.ts";

describe("moments in sentences", () => {
  it.each([
    ["2027-04-10T10:00:00Z", "Europe/Berlin", "2027-04-10 12:00"],
    ["2027-04-10T22:30:05Z", "Europe/Berlin", "2027-04-11 00:30:05"],
    // Clocks go forward at 1:00 UTC and back at 1:00 UTC.
    ["2027-03-28T00:59:00Z", "Europe/Berlin", "2027-03-28 01:59"],
    ["2027-03-28T01:00:00Z", "Europe/Berlin", "2027-03-28 03:00"],
    ["2027-03-28T01:00:05Z", "Europe/Berlin", "2027-03-28 03:00:05"],
    ["2027-10-31T01:30:00Z", "Europe/Berlin", "2027-10-31 02:30"],
    ["2026-12-31T23:00:00Z", "Europe/Sarajevo", "2027-01-01 00:00"],
    ["2027-01-01T00:00:00Z", "America/Toronto", "2026-12-31 19:00"],
  ])("%s in %s is %s", (instant, zone, text) => {
    expect(momentText(Date.parse(instant), zone)).toBe(text);
  });
});
