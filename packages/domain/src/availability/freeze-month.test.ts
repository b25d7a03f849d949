import { describe, expect, it } from "vitest";
import type { AvailabilityFacts, AvailabilityRules, Outage } from "./index.ts";
import { freezeMonth, judgeMonth, reviseMonth } from "./index.ts";

const SECOND = 1_000;
const HOUR = 3_600_000;
const ZONE = "Europe/Sarajevo";

function ms(local: string): number {
  return Temporal.ZonedDateTime.from(`${local}[${ZONE}]`).epochMilliseconds;
}

function at(local: string): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(ms(local));
}

const ba06: AvailabilityRules = {
  clause: "ba-06",
  timeZone: ZONE,
  services: "union",
  unknownTime: "up",
  excludedTime: "up",
  starts: "began",
  stops: "ended",
  exclusions: [{ kind: "cause", clause: "ba-05", causes: ["attack"] }],
  decimals: 2,
  rounding: "down",
  targetPoints: 9990,
};

function outage(id: string, from: string, lastsMs: number, more: Partial<Outage> = {}): Outage {
  return {
    id,
    service: "web",
    cause: "hardware",
    beganMs: ms(from),
    endedMs: ms(from) + lastsMs,
    ...more,
  };
}

function facts(...outages: readonly Outage[]): AvailabilityFacts {
  return { services: ["web"], outages, announcements: [], unknown: [] };
}

describe("months are frozen once reported", () => {
  const reported = judgeMonth(ba06, facts(outage("a", "2026-06-10T12:00", HOUR)), "2026-06");
  const frozen = freezeMonth(reported, at("2026-07-01T08:00"));

  it("the same facts again change nothing", () => {
    const again = judgeMonth(
      ba06,
      facts(outage("a", "2026-06-10T12:00", HOUR), outage("a", "2026-06-10T12:00", HOUR)),
      "2026-06",
    );
    expect(reviseMonth(frozen, again, at("2026-07-15T00:00"))).toEqual({ result: reported });
    expect(frozen.frozenMs).toBe(ms("2026-07-01T08:00"));
  });

  it("late evidence leaves the report alone and gives an adjustment", () => {
    const late = judgeMonth(
      ba06,
      facts(outage("a", "2026-06-10T12:00", HOUR), outage("b", "2026-06-11T12:00", HOUR)),
      "2026-06",
    );
    expect(reviseMonth(frozen, late, at("2026-07-15T00:00"))).toEqual({
      result: reported,
      adjustment: {
        month: "2026-06",
        clause: "ba-06",
        foundMs: ms("2026-07-15T00:00"),
        reportedPoints: 9986,
        correctedPoints: 9972,
        downMsChange: HOUR,
      },
    });
    const less = judgeMonth(ba06, facts(), "2026-06");
    expect(reviseMonth(frozen, less, at("2026-07-15T00:00")).adjustment?.downMsChange).toBe(-HOUR);
  });

  it("a change too small to see in the percentage is an adjustment, and so is one of the agreed time alone", () => {
    const second = judgeMonth(
      ba06,
      facts(outage("a", "2026-06-10T12:00", HOUR + SECOND)),
      "2026-06",
    );
    expect(second.points).toBe(reported.points);
    expect(reviseMonth(frozen, second, at("2026-07-15T00:00")).adjustment).toMatchObject({
      downMsChange: SECOND,
    });
    const life = [{ fromMs: ms("2026-06-10T00:00"), toMs: ms("2026-07-01T00:00") }];
    const shorter = judgeMonth(
      ba06,
      { ...facts(outage("a", "2026-06-10T12:00", HOUR)), agreed: life },
      "2026-06",
    );
    expect(reviseMonth(frozen, shorter, at("2026-07-15T00:00")).adjustment).toMatchObject({
      downMsChange: 0,
      correctedPoints: 9980,
    });
  });

  it("another month or clause does not revise it", () => {
    expect(() =>
      reviseMonth(frozen, judgeMonth(ba06, facts(), "2026-07"), at("2026-07-15T00:00")),
    ).toThrow(RangeError);
    expect(() =>
      reviseMonth(
        frozen,
        judgeMonth({ ...ba06, clause: "x" }, facts(), "2026-06"),
        at("2026-07-15T00:00"),
      ),
    ).toThrow(RangeError);
  });
});
