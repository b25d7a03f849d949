import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileCalendar } from "../calendar/index.ts";
import type { BilledTime, TimeEntry, TimeRate, TimeSurcharge } from "./index.ts";
import { billTime, money } from "./index.ts";

const ZONE = "Europe/Sarajevo";
const service = compileCalendar({
  timeZone: ZONE,
  hours: [{ days: ["mon", "tue", "wed", "thu", "fri"], from: "09:00", to: "18:00" }],
});

const night: TimeSurcharge = {
  clause: "srv-35",
  basisPoints: 5_000,
  applies: "outside",
  hours: service,
};

/** ba-39: units of 30 minutes; 60 BAM an hour. */
const ba39: TimeRate = {
  clause: "ba-39",
  perHour: money(6_000, "BAM"),
  unitMinutes: 30,
  minimumMinutes: 0,
  roundPer: "entry",
  timeZone: ZONE,
  rounding: "half-up",
  vat: { category: "S", basisPoints: 1_700 },
};

function ms(local: string): number {
  return Temporal.ZonedDateTime.from(`${local}[${ZONE}]`).epochMilliseconds;
}

/** Work from a local time for so many minutes; 2026-11-23 is a Monday. */
function entry(
  id: string,
  from: string,
  minutes: number,
  more: Partial<TimeEntry> = {},
): TimeEntry {
  return {
    id,
    ticket: "T1",
    technician: "anna",
    activity: "remote",
    fromMs: ms(from),
    toMs: ms(from) + minutes * 60_000,
    ...more,
  };
}

function bill(rate: TimeRate, ...entries: readonly TimeEntry[]): readonly BilledTime[] {
  return billTime(rate, entries);
}

const short = (lines: readonly BilledTime[]) =>
  lines.map((line) => [line.kind, line.minutes, line.net.amountMinor]);

describe("ba-39: units of 30 minutes", () => {
  it.each([
    [1, 30, 3_000],
    [30, 30, 3_000],
    [30.001, 60, 6_000],
    [31, 60, 6_000],
    [60, 60, 6_000],
    [95, 120, 12_000],
  ])("ba-39: %d minutes are billed as %d", (worked, billed, minor) => {
    expect(bill(ba39, entry("a", "2026-11-23T10:00", worked))).toEqual([
      {
        clause: "ba-39",
        ticket: "T1",
        minutes: billed,
        kind: "work",
        net: money(minor, "BAM"),
        entryIds: ["a"],
      },
    ]);
  });

  it("bills nothing for nothing", () => {
    expect(bill(ba39)).toEqual([]);
    expect(bill({ ...ba39, minimumMinutes: 30 }, entry("a", "2026-11-23T10:00", 0))).toEqual([]);
  });

  it("msp-12: by the time actually spent", () => {
    const actual: TimeRate = { ...ba39, clause: "msp-12", unitMinutes: 1 };
    expect(short(bill(actual, entry("a", "2026-11-23T10:00", 7.5)))).toEqual([["work", 8, 800]]);
    expect(
      short(bill({ ...actual, perHour: money(9_999, "BAM") }, entry("a", "2026-11-23T10:00", 7))),
    ).toEqual([["work", 7, 1_167]]);
  });

  it("holds a minimum", () => {
    const rate: TimeRate = { ...ba39, unitMinutes: 15, minimumMinutes: 60 };
    expect(short(bill(rate, entry("a", "2026-11-23T10:00", 5)))).toEqual([["work", 60, 6_000]]);
    expect(short(bill(rate, entry("a", "2026-11-23T10:00", 61)))).toEqual([["work", 75, 7_500]]);
  });

  const three = [
    entry("a", "2026-11-23T10:00", 10),
    entry("b", "2026-11-23T16:00", 10),
    entry("c", "2026-11-24T10:00", 10),
    entry("d", "2026-11-24T10:00", 10, { ticket: "T2" }),
  ];

  it.each<[TimeRate["roundPer"], readonly (readonly string[])[]]>([
    ["entry", [["a"], ["b"], ["c"], ["d"]]],
    ["ticket-day", [["a", "b"], ["c"], ["d"]]],
    ["ticket", [["a", "b", "c"], ["d"]]],
  ])("rounds up per %s", (roundPer, groups) => {
    const lines = bill({ ...ba39, roundPer }, ...three);
    expect(lines.map((line) => line.entryIds)).toEqual(groups);
    expect(lines.every((line) => line.minutes === 30)).toBe(true);
    expect(lines.at(-1)?.ticket).toBe("T2");
  });

  it("names entries by their start, then by their id", () => {
    const rate: TimeRate = { ...ba39, roundPer: "ticket" };
    const list = [
      entry("c", "2026-11-23T10:00", 10),
      entry("z", "2026-11-23T09:00", 10),
      entry("b", "2026-11-23T10:00", 10),
      entry("a", "2026-11-23T11:00", 10),
    ];
    expect(bill(rate, ...list)[0]?.entryIds).toEqual(["z", "b", "c", "a"]);
    expect(bill(rate, ...list.toReversed())[0]?.entryIds).toEqual(["z", "b", "c", "a"]);
  });

  it("an entry of no length bills nothing beside others", () => {
    const none = entry("a", "2026-11-23T10:00", 0);
    const some = entry("b", "2026-11-23T20:00", 10, { ticket: "T2" });
    expect(short(bill({ ...ba39, surcharges: [night], minimumMinutes: 30 }, none, some))).toEqual([
      ["work", 30, 3_000],
      ["surcharge", 30, 1_500],
    ]);
  });

  it("a day is a day of the zone", () => {
    const late = [entry("a", "2026-11-23T23:30", 10), entry("b", "2026-11-24T00:30", 10)];
    expect(bill({ ...ba39, roundPer: "ticket-day" }, ...late)).toHaveLength(2);
    expect(bill({ ...ba39, roundPer: "ticket-day", timeZone: "UTC" }, ...late)).toHaveLength(1);
  });

  it("counts overlapping entries of one technician once, of two twice", () => {
    const rate: TimeRate = { ...ba39, unitMinutes: 1, roundPer: "ticket" };
    const first = entry("a", "2026-11-23T10:00", 60);
    expect(short(bill(rate, first, entry("b", "2026-11-23T10:30", 60)))).toEqual([
      ["work", 90, 9_000],
    ]);
    expect(
      short(bill(rate, first, entry("b", "2026-11-23T10:30", 60, { technician: "ben" }))),
    ).toEqual([["work", 120, 12_000]]);
  });
});

describe("srv-35: a surcharge outside service time", () => {
  const rate: TimeRate = {
    ...ba39,
    unitMinutes: 15,
    surcharges: [night],
  };

  it.each<[string, string, number, readonly (readonly [string, number, number])[]]>([
    ["inside", "2026-11-23T10:00", 60, [["work", 60, 6_000]]],
    [
      "outside",
      "2026-11-23T20:00",
      60,
      [
        ["work", 60, 6_000],
        ["surcharge", 60, 3_000],
      ],
    ],
    [
      "half",
      "2026-11-23T17:30",
      60,
      [
        ["work", 60, 6_000],
        ["surcharge", 30, 1_500],
      ],
    ],
    [
      "a started unit",
      "2026-11-23T17:50",
      12,
      [
        ["work", 15, 1_500],
        ["surcharge", 15, 750],
      ],
    ],
    [
      "Saturday",
      "2026-11-21T10:00",
      30,
      [
        ["work", 30, 3_000],
        ["surcharge", 30, 1_500],
      ],
    ],
    [
      "over midnight to Saturday",
      "2026-11-20T17:00",
      120,
      [
        ["work", 120, 12_000],
        ["surcharge", 60, 3_000],
      ],
    ],
  ])("srv-35: %s", (_, from, minutes, expected) => {
    const lines = bill(rate, entry("a", from, minutes));
    expect(short(lines)).toEqual(expected);
    expect(lines.map((line) => line.clause)).toEqual(["ba-39", "srv-35"].slice(0, lines.length));
  });

  it("srv-35: never on more than was billed, and never on the minimum's rest", () => {
    const minimum: TimeRate = { ...rate, minimumMinutes: 60 };
    expect(short(bill(minimum, entry("a", "2026-11-23T20:00", 5)))).toEqual([
      ["work", 60, 6_000],
      ["surcharge", 15, 750],
    ]);
    const both = bill(
      { ...rate, roundPer: "ticket" },
      entry("a", "2026-11-23T17:00", 55),
      entry("b", "2026-11-23T20:00", 5),
    );
    expect(short(both)).toEqual([
      ["work", 60, 6_000],
      ["surcharge", 15, 750],
    ]);
  });

  it("srv-35: the surcharge is rounded once from the exact price", () => {
    // 99.99 an hour, 15 min, 33.33 %: 8.3316…; from the rounded 25.00 it would be 8.3325
    const odd: TimeRate = {
      ...rate,
      perHour: money(9_999, "BAM"),
      surcharges: [{ ...night, basisPoints: 3_333 }],
    };
    expect(short(bill(odd, entry("a", "2026-11-23T20:00", 15)))).toEqual([
      ["work", 15, 2_500],
      ["surcharge", 15, 833],
    ]);
  });
});

describe("dk-24: driving is charged after 30 minutes", () => {
  const rate: TimeRate = {
    ...ba39,
    unitMinutes: 15,
    minimumMinutes: 60,
    driving: { clause: "dk-24", freeMinutes: 30 },
  };
  const drive = (id: string, from: string, minutes: number, more: Partial<TimeEntry> = {}) =>
    entry(id, from, minutes, { activity: "driving", ...more });

  it.each<[number, readonly (readonly [string, number, number])[]]>([
    [20, []],
    [30, []],
    [31, [["driving", 15, 1_500]]],
    [45, [["driving", 15, 1_500]]],
    [75, [["driving", 45, 4_500]]],
  ])("dk-24: %d minutes of driving", (minutes, expected) => {
    expect(short(bill(rate, drive("a", "2026-11-23T20:00", minutes)))).toEqual(expected);
  });

  it("dk-24: there and back are one visit; another day or ticket is another", () => {
    const there = drive("a", "2026-11-23T08:00", 25);
    const back = drive("b", "2026-11-23T15:00", 25);
    expect(short(bill(rate, there, back))).toEqual([["driving", 30, 3_000]]);
    expect(bill(rate, there, drive("b", "2026-11-24T15:00", 25))).toEqual([]);
    expect(bill(rate, there, drive("b", "2026-11-23T15:00", 25, { ticket: "T2" }))).toEqual([]);
  });

  it.each<[TimeRate["driving"] & object, readonly (readonly [string, number, number])[]]>([
    // 25 there and 25 back on one ticket: 20 beyond 30 are two quarters; 25 for the other ticket are free.
    [{ clause: "dk-24", freeMinutes: 30, freePer: "visit" }, [["driving", 30, 3_000]]],
    // 5 minutes of each drive are a quarter of an hour.
    [
      { clause: "dk-24", freeMinutes: 20, freePer: "direction" },
      [
        ["driving", 15, 1_500],
        ["driving", 15, 1_500],
        ["driving", 15, 1_500],
      ],
    ],
    // 75 on one day: 45 beyond 30.
    [{ clause: "dk-24", freeMinutes: 30, freePer: "day" }, [["driving", 45, 4_500]]],
  ])("dk-24: what is free is free %o", (driving, expected) => {
    const lines = bill(
      { ...rate, driving },
      drive("a", "2026-11-23T08:00", 25),
      drive("b", "2026-11-23T12:00", 25),
      drive("c", "2026-11-23T15:00", 25, { ticket: "T2" }),
    );
    expect(short(lines)).toEqual(expected);
  });

  it("dk-24: driving stands beside the work and cites its own clause", () => {
    const lines = bill(
      rate,
      drive("a", "2026-11-23T08:00", 60),
      entry("b", "2026-11-23T09:00", 90, { activity: "visit" }),
    );
    expect(lines.map((line) => [line.clause, line.kind, line.minutes, line.entryIds])).toEqual([
      ["ba-39", "work", 90, ["b"]],
      ["dk-24", "driving", 30, ["a"]],
    ]);
  });

  it("driving is work where the contract says nothing about it", () => {
    expect(short(bill(ba39, drive("a", "2026-11-23T10:00", 20)))).toEqual([["work", 30, 3_000]]);
  });
});

describe("time billing properties", () => {
  const entries = fc.uniqueArray(
    fc
      .record({
        id: fc.nat({ max: 99 }),
        minute: fc.nat({ max: 4_000 }),
        minutes: fc.nat({ max: 200 }),
        ticket: fc.constantFrom("T1", "T2"),
        technician: fc.constantFrom("anna", "ben"),
        activity: fc.constantFrom("remote", "driving"),
      })
      .map(({ id, minute, minutes, ticket, technician, activity }): TimeEntry => {
        const fromMs = ms("2026-11-20T00:00") + minute * 60_000;
        return {
          id: `e${id}`,
          ticket,
          technician,
          activity,
          fromMs,
          toMs: fromMs + minutes * 60_000,
        };
      }),
    { selector: (one) => one.id, maxLength: 8 },
  );
  const rates = fc.record({
    unitMinutes: fc.constantFrom(1, 15, 30),
    minimumMinutes: fc.constantFrom(0, 45),
    roundPer: fc.constantFrom<TimeRate["roundPer"]>("entry", "ticket-day", "ticket"),
  });

  it("order and repeats change nothing; units are whole; all entries are named once", () => {
    fc.assert(
      fc.property(entries, rates, (list, more) => {
        const rate: TimeRate = {
          ...ba39,
          ...more,
          surcharges: [night],
          driving: { clause: "dk-24", freeMinutes: 30 },
        };
        const lines = billTime(rate, list);
        expect(billTime(rate, [...list].reverse().concat(list))).toEqual(lines);
        const work = lines.filter((line) => line.kind === "work");
        const named = work.flatMap((line) => line.entryIds);
        expect(new Set(named).size).toBe(named.length);
        for (const line of lines) {
          expect(
            line.minutes % rate.unitMinutes === 0 || line.minutes === rate.minimumMinutes,
          ).toBe(true);
          if (line.kind === "work")
            expect(line.minutes).toBeGreaterThanOrEqual(rate.minimumMinutes);
        }
      }),
      { numRuns: 200 },
    );
  });
});
