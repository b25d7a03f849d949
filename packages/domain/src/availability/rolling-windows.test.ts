import { describe, expect, it } from "vitest";
import { missedWindows } from "./index.ts";
import type { AvailabilityRules } from "./index.ts";

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;
const ms = (day: string): number => Date.parse(`${day}T00:00:00Z`);

/** Of 43,200 minutes 43.2 may be down. */
const rules: AvailabilityRules = {
  clause: "x",
  timeZone: "UTC",
  services: "union",
  unknownTime: "up",
  excludedTime: "up",
  starts: "began",
  stops: "ended",
  exclusions: [],
  decimals: 2,
  rounding: "down",
  targetPoints: 9_990,
};

function missed(from: string, toMs: number, ...down: readonly (readonly [string, number])[]) {
  const outages = down.map(([day, minutes], k) => ({
    id: `o${k}`,
    service: "web",
    cause: "hardware" as const,
    beganMs: ms(day),
    endedMs: ms(day) + minutes * MINUTE,
  }));
  const facts = { services: ["web"], outages, announcements: [], unknown: [] };
  return missedWindows(rules, facts, { fromMs: ms(from), toMs }).map(({ month }) => month);
}

describe("windows of thirty days that ended in a span", () => {
  const april = ["2026-04-10", 60] as const;

  it("a window counts on the day after its last, at midnight, and not before", () => {
    expect(missed("2026-04-01", ms("2026-04-11"), april)).toEqual(["2026-04-10/30d"]);
    expect(missed("2026-04-01", ms("2026-04-11") - 1, april)).toEqual([]);
  });

  it("the first is the one that ends on the day the span begins", () => {
    expect(missed("2026-04-12", ms("2026-06-01"), april)).toEqual(["2026-04-12/30d"]);
    // The outage leaves the windows with the tenth of May.
    expect(missed("2026-05-09", ms("2026-06-01"), april)).toEqual(["2026-05-09/30d"]);
    expect(missed("2026-05-10", ms("2026-06-01"), april)).toEqual([]);
  });

  it("of one stretch the worst, and of equal ones the first; a stretch ends with a day that is kept", () => {
    const worse = ["2026-04-20", 90] as const;
    expect(missed("2026-04-01", ms("2026-07-01"), april, worse)).toEqual(["2026-04-20/30d"]);
    expect(missed("2026-04-01", ms("2026-07-01"), ["2026-04-10", 90], ["2026-05-10", 50])).toEqual([
      "2026-04-10/30d",
    ]);
    expect(missed("2026-04-01", ms("2026-07-01"), april, ["2026-05-11", 60])).toEqual([
      "2026-04-10/30d",
      "2026-05-11/30d",
    ]);
  });

  it("a span shorter than a day ends no window", () => {
    expect(missed("2026-04-10", ms("2026-04-10") + DAY - 1, april)).toEqual([]);
  });
});
