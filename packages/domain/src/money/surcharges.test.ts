import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileCalendar } from "../calendar/index.ts";
import type { SurchargesAtOnce, TimeEntry, TimeRate, TimeSurcharge } from "./index.ts";
import { billTime, countUnits, money, surchargePercentAt, weighTime } from "./index.ts";

const ZONE = "Europe/Berlin";
const hours = (days: readonly ("mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun")[]) =>
  compileCalendar({ timeZone: ZONE, hours: [{ days, from: "09:00", to: "18:00" }] });
const everyDay = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;

/** Outside 9–18 of any day, half as much again; on Sundays twice; for this kind of work a tenth more at any time. */
const night: TimeSurcharge = {
  clause: "x-night",
  basisPoints: 5_000,
  applies: "outside",
  hours: hours(everyDay),
};
const sunday: TimeSurcharge = {
  clause: "x-sunday",
  basisPoints: 10_000,
  applies: "inside",
  hours: compileCalendar({
    timeZone: ZONE,
    hours: [{ days: ["sun"], from: "00:00", to: "24:00" }],
  }),
};
const always: TimeSurcharge = { clause: "x-always", basisPoints: 1_000, applies: "always" };

/** 100.00 EUR an hour, by started quarters. */
const rate: TimeRate = {
  clause: "x-rate",
  perHour: money(10_000, "EUR"),
  unitMinutes: 15,
  minimumMinutes: 0,
  roundPer: "entry",
  timeZone: ZONE,
  rounding: "half-up",
  vat: { category: "S", basisPoints: 1_900 },
};

const ms = (local: string) => Temporal.ZonedDateTime.from(`${local}[${ZONE}]`).epochMilliseconds;
const entry = (from: string, minutes: number, more: Partial<TimeEntry> = {}): TimeEntry => ({
  id: `${from} ${minutes}`,
  ticket: "T1",
  technician: "anna",
  activity: "remote",
  fromMs: ms(from),
  toMs: ms(from) + minutes * 60_000,
  ...more,
});
const bill = (
  surchargesAtOnce: SurchargesAtOnce,
  surcharges: readonly TimeSurcharge[],
  entries: readonly TimeEntry[],
  more: Partial<TimeRate> = {},
) =>
  billTime({ ...rate, surcharges, surchargesAtOnce, ...more }, entries).map((line) => [
    line.clause,
    line.minutes,
    line.net.amountMinor,
  ]);

// 2026-11-22 is a Sunday, 2026-11-21 the Saturday before.
describe("srv-35: several surcharges at once", () => {
  const sundayNight = entry("2026-11-22T20:00", 60);
  it.each<[SurchargesAtOnce, readonly (readonly [string, number, number])[]]>([
    // The highest of 50 %, 100 % and 10 % is 100 %.
    ["highest", [["x-sunday", 60, 10_000]]],
    // 50 + 100 + 10 = 160 %.
    [
      "add",
      [
        ["x-night", 60, 5_000],
        ["x-sunday", 60, 10_000],
        ["x-always", 60, 1_000],
      ],
    ],
    // 1.5 × 2 × 1.1 = 3.3: 50 % of 1, 100 % of 1.5, 10 % of 3.
    [
      "multiply",
      [
        ["x-night", 60, 5_000],
        ["x-sunday", 60, 15_000],
        ["x-always", 60, 3_000],
      ],
    ],
  ])("srv-35: an hour on Sunday night, %s", (rule, lines) => {
    expect(bill(rule, [night, sunday, always], [sundayNight])).toEqual([
      ["x-rate", 60, 10_000],
      ...lines,
    ]);
  });

  // Saturday 17:00 to Sunday 01:00: 1 h of nothing, 6 h of night, 1 h of Sunday night.
  const overMidnight = entry("2026-11-21T17:00", 480);
  it.each<[SurchargesAtOnce, readonly (readonly [string, number, number])[]]>([
    [
      "highest",
      [
        ["x-night", 360, 30_000],
        ["x-sunday", 60, 10_000],
      ],
    ],
    [
      "add",
      [
        ["x-night", 420, 35_000],
        ["x-sunday", 60, 10_000],
      ],
    ],
    [
      "multiply",
      [
        ["x-night", 420, 35_000],
        ["x-sunday", 60, 15_000],
      ],
    ],
  ])("srv-35: each piece of time by itself, over midnight, %s", (rule, lines) => {
    expect(bill(rule, [night, sunday], [overMidnight])).toEqual([
      ["x-rate", 480, 80_000],
      ...lines,
    ]);
  });

  it("srv-35: one that applies always holds in working hours too, and for each technician", () => {
    const two = [
      entry("2026-11-23T10:00", 30),
      entry("2026-11-23T10:00", 30, { id: "b", technician: "ben" }),
    ];
    expect(bill("add", [night, always], two, { roundPer: "ticket" })).toEqual([
      ["x-rate", 60, 10_000],
      ["x-always", 60, 1_000],
    ]);
  });

  it("srv-35: of equal ones the first stands on the invoice", () => {
    const again = { ...always, clause: "x-again" };
    expect(bill("highest", [always, again], [entry("2026-11-23T10:00", 60)])).toEqual([
      ["x-rate", 60, 10_000],
      ["x-always", 60, 1_000],
    ]);
  });

  it("srv-35: a unit in which pieces meet costs what the dearest does, and none is counted twice", () => {
    // Saturday 23:50 to Sunday 00:20 is two quarters; 20 minutes of Sunday begin two of them.
    expect(bill("highest", [night, sunday], [entry("2026-11-21T23:50", 30)])).toEqual([
      ["x-rate", 30, 5_000],
      ["x-sunday", 30, 5_000],
    ]);
    // 25 minutes of each are 50 together: four quarters, of which the dearer begins two.
    expect(bill("highest", [night, sunday], [entry("2026-11-21T23:35", 50)])).toEqual([
      ["x-rate", 60, 10_000],
      ["x-night", 30, 2_500],
      ["x-sunday", 30, 5_000],
    ]);
  });

  it("srv-35: one rounding for each surcharge, from the exact price", () => {
    // 99.99 × 1/4 h × (1 + 33.33 %) × 12.5 %: 4.16600…; 33.33 % alone 8.33166…
    const odd = { ...night, basisPoints: 3_333 };
    const more = { ...always, basisPoints: 1_250 };
    expect(
      bill("multiply", [odd, more], [entry("2026-11-23T20:00", 15)], {
        perHour: money(9_999, "EUR"),
      }),
    ).toEqual([
      ["x-rate", 15, 2_500],
      ["x-night", 15, 833],
      ["x-always", 15, 417],
    ]);
  });

  it.each<[SurchargesAtOnce, string, number]>([
    ["highest", "2026-11-22T20:00", 100],
    ["add", "2026-11-22T20:00", 160],
    ["multiply", "2026-11-22T20:00", 230],
    ["multiply", "2026-11-23T20:00", 65],
    ["add", "2026-11-23T10:00", 10],
  ])("srv-35: what is added at one moment, %s, %s: %d percent", (rule, at, percent) => {
    expect(surchargePercentAt([night, sunday, always], rule, ms(at))).toBe(percent);
  });

  it("nothing is added where there is no surcharge", () => {
    expect(surchargePercentAt([], "highest", 0)).toBe(0);
    expect(surchargePercentAt([night], "multiply", ms("2026-11-23T10:00"))).toBe(0);
  });

  it("with one surcharge the rule changes nothing; with several adding is never less than the highest nor more than multiplying", () => {
    const entries = fc.array(
      fc.record({ minute: fc.nat({ max: 6_000 }), minutes: fc.integer({ min: 1, max: 900 }) }),
      { minLength: 1, maxLength: 4 },
    );
    fc.assert(
      fc.property(entries, fc.constantFrom(1, 15, 30), (list, unitMinutes) => {
        const worked = list.map(({ minute, minutes }, k) => {
          const fromMs = ms("2026-11-20T00:00") + minute * 60_000;
          return entry("2026-11-20T00:00", 0, {
            id: `e${k}`,
            fromMs,
            toMs: fromMs + minutes * 60_000,
          });
        });
        const total = (rule: SurchargesAtOnce, surcharges: readonly TimeSurcharge[]) =>
          bill(rule, surcharges, worked, { unitMinutes, roundPer: "ticket" }).reduce(
            (sum, [, , net]) => sum + Number(net),
            0,
          );
        expect(total("add", [night])).toBe(total("highest", [night]));
        expect(total("multiply", [night])).toBe(total("highest", [night]));
        const all = [night, sunday, always];
        expect(total("highest", all)).toBeLessThanOrEqual(total("add", all));
        expect(total("add", all)).toBeLessThanOrEqual(total("multiply", all));
      }),
      { numRuns: 100 },
    );
  });
});

describe("what a surcharge holds for, and how much time weighs with it", () => {
  const sundayNight = entry("2026-11-22T20:00", 60);
  const saturdayEvening = entry("2026-11-21T17:00", 120);
  it.each<[string, readonly TimeSurcharge[], SurchargesAtOnce, TimeEntry, number]>([
    ["none: as long as it is", [], "add", sundayNight, 60],
    ["100 % alone: twice", [night, sunday, always], "highest", sundayNight, 120],
    ["50 + 100 + 10 %", [night, sunday, always], "add", sundayNight, 156],
    ["1.5 × 2 × 1.1", [night, sunday, always], "multiply", sundayNight, 198],
    ["an hour plain, one at 50 %", [night], "highest", saturdayEvening, 150],
    [
      "always, whatever hours it names",
      [{ ...always, hours: hours(["mon"]) }],
      "add",
      sundayNight,
      66,
    ],
    [
      "outside of no hours at all",
      [{ clause: "x", basisPoints: 5_000, applies: "outside" }],
      "add",
      saturdayEvening,
      180,
    ],
    [
      "inside of no hours at all",
      [{ clause: "x", basisPoints: 5_000, applies: "inside" }],
      "add",
      saturdayEvening,
      180,
    ],
  ])("%s", (_name, surcharges, rule, worked, minutes) => {
    expect(weighTime(surcharges, rule, [worked]) / 60_000).toBeCloseTo(minutes, 6);
  });

  it("is asked of a moment in the same way", () => {
    const atNoon = ms("2026-11-21T12:00");
    const named = { ...always, hours: hours(["mon"]) };
    const nowhere = { clause: "x", basisPoints: 5_000, applies: "outside" } as const;
    expect(surchargePercentAt([named], "add", atNoon)).toBe(10);
    expect(surchargePercentAt([nowhere], "add", atNoon)).toBe(50);
    expect(surchargePercentAt([night], "add", atNoon)).toBe(0);
  });
});

describe("units of time", () => {
  it.each<[number, "up" | "nearest" | "down" | undefined, number]>([
    [16, undefined, 30],
    [16, "up", 30],
    [15, "up", 15],
    [22, "nearest", 15],
    [22.5, "nearest", 30],
    [29, "down", 15],
    [14, "down", 0],
  ])("%d minutes %s are %d", (minutes, rounding, counted) => {
    expect(countUnits(minutes, 15, rounding)).toBe(counted);
  });

  it("are counted on the invoice as the rate says", () => {
    const worked = [entry("2026-11-23T10:00", 22)];
    expect(bill("add", [always], worked, { unitRounding: "nearest" })).toEqual([
      ["x-rate", 15, 2_500],
      ["x-always", 15, 250],
    ]);
    expect(bill("add", [always], worked)[0]).toEqual(["x-rate", 30, 5_000]);
  });
});
