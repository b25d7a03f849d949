import { describe, expect, it } from "vitest";
import { addPeriods, judgeMonth, monthsOfPeriod, periodInterval, periodOf } from "./index.ts";
import type { AvailabilityRules } from "./index.ts";

const ZONE = "Europe/Berlin";
const HOUR = 3_600_000;
const ms = (local: string) => Temporal.ZonedDateTime.from(`${local}[${ZONE}]`).epochMilliseconds;

describe("periods other than months", () => {
  it.each([
    ["2026-04", "2026-04", "2026-04", 30 * 24],
    ["2026-Q1", "2026-01", "2026-03", 90 * 24 - 1],
    ["2026-Q4", "2026-10", "2026-12", 92 * 24 + 1],
    ["2026", "2026-01", "2026-12", 365 * 24],
    ["2028", "2028-01", "2028-12", 366 * 24],
  ])("%s goes from %s to %s and has %d h", (name, first, last, hours) => {
    expect(monthsOfPeriod(name)).toEqual({ first, last });
    const { fromMs, toMs } = periodInterval(ZONE, name);
    expect(fromMs).toBe(ms(`${first}-01T00:00`));
    expect((toMs - fromMs) / HOUR).toBe(hours);
  });

  it.each([
    ["2026-04-15/30d", "2026-03", "2026-04", "2026-03-17"],
    ["2026-03-30/30d", "2026-03", "2026-03", "2026-03-01"],
    ["2026-03-01/30d", "2026-01", "2026-03", "2026-01-31"],
    ["2028-03-01/30d", "2028-02", "2028-03", "2028-02-01"],
  ])("thirty days %s lie from %s to %s and begin on %s", (name, first, last, from) => {
    expect(monthsOfPeriod(name)).toEqual({ first, last });
    expect(periodInterval(ZONE, name).fromMs).toBe(ms(`${from}T00:00`));
  });

  it.each([
    "",
    "26-01",
    "2026-1",
    "2026-Q5",
    "2026-Q0",
    "2026-01-01",
    "x2026",
    "2026x",
    "2026-13",
    "2026-02-30/30d",
    "2026-02-03/31d",
    "x2026-02-03/30d",
    "2026-02-03/30dx",
  ])("%s names none", (name) => {
    expect(() => periodInterval(ZONE, name)).toThrow(RangeError);
  });

  it.each([
    ["month", "2026-03-31T23:59", "2026-03"],
    ["quarter", "2026-03-31T23:59", "2026-Q1"],
    ["quarter", "2026-04-01T00:00", "2026-Q2"],
    ["quarter", "2026-12-31T23:59", "2026-Q4"],
    ["year", "2027-01-01T00:00", "2027"],
    ["rolling30Days", "2026-03-31T23:59", "2026-03-31/30d"],
    ["rolling30Days", "2026-04-01T00:00", "2026-04-01/30d"],
  ] as const)("the %s of %s is %s", (length, at, name) => {
    expect(periodOf(ZONE, length, ms(at))).toBe(name);
  });

  it.each([
    ["2026-12", 1, "2027-01"],
    ["2026-01", -1, "2025-12"],
    ["2026-Q4", 1, "2027-Q1"],
    ["2026-Q1", -1, "2025-Q4"],
    ["2026-Q2", 1, "2026-Q3"],
    ["2026", 1, "2027"],
    ["2026", -2, "2024"],
    ["2026-02-28/30d", 1, "2026-03-01/30d"],
    ["2026-01-01/30d", -1, "2025-12-31/30d"],
  ])("%s and %d is %s", (name, periods, expected) => {
    expect(addPeriods(name, periods)).toBe(expected);
  });

  it("a quarter is judged like a month", () => {
    const rules: AvailabilityRules = {
      clause: "x",
      timeZone: ZONE,
      services: "union",
      unknownTime: "up",
      excludedTime: "up",
      starts: "began",
      stops: "ended",
      exclusions: [],
      decimals: 2,
      rounding: "down",
      targetPoints: 9990,
    };
    const outage = {
      id: "a",
      service: "web",
      cause: "hardware",
      beganMs: ms("2026-03-31T23:00"),
      endedMs: ms("2026-04-01T02:00"),
    } as const;
    const facts = { services: ["web"], outages: [outage], announcements: [], unknown: [] };
    expect(judgeMonth(rules, facts, "2026-Q1")).toMatchObject({ month: "2026-Q1", downMs: HOUR });
    expect(judgeMonth(rules, facts, "2026")).toMatchObject({ month: "2026", downMs: 3 * HOUR });
  });
});
