import { describe, expect, it } from "vitest";
import type { AvailabilityFacts, AvailabilityRules, MonthAvailability, Outage } from "./index.ts";
import { judgeMonth } from "./index.ts";

const HOUR = 3_600_000;
const DAY = 86_400_000;

function ms(local: string, timeZone = "Europe/Sarajevo"): number {
  return Temporal.ZonedDateTime.from(`${local}[${timeZone}]`).epochMilliseconds;
}

/** ba-04 to ba-07. */
const ba: AvailabilityRules = {
  clause: "ba-06",
  timeZone: "Europe/Sarajevo",
  services: "union",
  unknownTime: "up",
  excludedTime: "up",
  starts: "began",
  stops: "ended",
  exclusions: [
    { kind: "announced", clause: "ba-05", noticeMs: 24 * HOUR, causes: ["planned-work"] },
    { kind: "cause", clause: "ba-05", causes: ["attack"] },
  ],
  decimals: 2,
  rounding: "half-up",
  targetPoints: 9990,
};

function outage(id: string, from: string, lasts: number, more: Partial<Outage> = {}): Outage {
  const beganMs = ms(from);
  return { id, service: "web", cause: "hardware", beganMs, endedMs: beganMs + lasts, ...more };
}

function facts(
  outages: readonly Outage[],
  more: Partial<AvailabilityFacts> = {},
): AvailabilityFacts {
  return { services: ["web"], outages, announcements: [], unknown: [], ...more };
}

function june(
  outages: readonly Outage[],
  rules: Partial<AvailabilityRules> = {},
  more: Partial<AvailabilityFacts> = {},
): MonthAvailability {
  return judgeMonth({ ...ba, ...rules }, facts(outages, more), "2026-06");
}

describe("service hours, the contract's life, unknown time", () => {
  const serviceHours = {
    timeZone: "Europe/Sarajevo",
    hours: [{ days: ["mon", "tue", "wed", "thu", "fri"], from: "09:00", to: "18:00" }],
  } as const;

  it("counts service hours alone", () => {
    // June 2026 has 22 weekdays of 9 h; Friday 17:00 to Monday 10:00 is two of them
    const weekend = outage("a", "2026-06-12T17:00", 65 * HOUR);
    expect(june([weekend], { serviceHours })).toMatchObject({
      agreedMs: 198 * HOUR,
      downMs: 2 * HOUR,
      percent: "98.99",
    });
  });

  it("counts the contract's life alone", () => {
    const agreed = [
      { fromMs: ms("2026-06-21T00:00"), toMs: ms("2026-07-21T00:00") },
      { fromMs: ms("2026-06-21T00:00"), toMs: ms("2026-06-25T00:00") },
    ];
    const early = outage("a", "2026-06-20T12:00", DAY);
    expect(june([early], {}, { agreed })).toMatchObject({
      agreedMs: 10 * DAY,
      downMs: 12 * HOUR,
      percent: "95.00",
    });
    expect(june([early], {}, { agreed: [] })).toMatchObject({
      agreedMs: 0,
      downMs: 0,
      points: 10_000,
      met: true,
    });
  });

  it.each<[AvailabilityRules["unknownTime"], number, number, string]>([
    ["up", 2, 720, "99.72"],
    ["down", 12, 720, "98.33"],
    ["excluded", 2, 710, "99.72"],
  ])("unknown time counts as %s", (unknownTime, downHours, ofHours, percent) => {
    const unknown = [{ fromMs: ms("2026-06-10T00:00"), toMs: ms("2026-06-10T11:00") }];
    // one of the eleven unknown hours is known to be down
    const known = outage("a", "2026-06-10T10:00", 2 * HOUR);
    const result = june([known], { unknownTime }, { unknown });
    expect(result).toMatchObject({ downMs: downHours * HOUR, unknownMs: 10 * HOUR, percent });
    expect(result.share.of).toBe(ofHours * HOUR);
  });

  it("unknown time of one service, of all, and outside the agreed time", () => {
    const unknown = [
      { fromMs: ms("2026-06-10T00:00"), toMs: ms("2026-06-10T10:00"), service: "mail" },
      { fromMs: ms("2026-06-09T20:00"), toMs: ms("2026-06-10T01:00") },
      { fromMs: ms("2026-05-01T00:00"), toMs: ms("2026-06-01T01:00") },
    ];
    const services = ["web", "mail"];
    expect(june([], {}, { unknown, services }).unknownMs).toBe(15 * HOUR);
    // web 5 + 1, mail 14 + 1
    expect(june([], { services: "average" }, { unknown, services }).unknownMs).toBe(21 * HOUR);
    expect(june([], { serviceHours }, { unknown, services: ["web", "mail"] }).unknownMs).toBe(HOUR);
  });

  it("excluded work in unknown time stays unknown", () => {
    const unknown = [{ fromMs: ms("2026-06-10T00:00"), toMs: ms("2026-06-10T10:00") }];
    const attack = outage("a", "2026-06-10T08:00", 4 * HOUR, { cause: "attack" });
    expect(
      june([attack], { unknownTime: "excluded", excludedTime: "leaves" }, { unknown }),
    ).toMatchObject({
      unknownMs: 10 * HOUR,
      excludedMs: 2 * HOUR,
      share: { of: 708 * HOUR, up: 708 * HOUR },
    });
    expect(june([attack], { unknownTime: "down" }, { unknown })).toMatchObject({
      downMs: 10 * HOUR,
      excludedMs: 2 * HOUR,
    });
    expect(june([attack], { unknownTime: "up" }, { unknown })).toMatchObject({
      downMs: 0,
      excludedMs: 4 * HOUR,
    });
  });
});
