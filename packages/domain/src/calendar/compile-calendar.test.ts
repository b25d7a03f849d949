import { describe, expect, it } from "vitest";
import type { CalendarSpec } from "./index.ts";
import {
  addMonths,
  addWorkingDays,
  compileCalendar,
  dateOf,
  daysOfMonth,
  epochDay,
  findEpochDay,
  isWorkingDay,
  localDate,
  monthInterval,
  monthOf,
  startOfDate,
  workingDaysBetween,
} from "./index.ts";

const HOUR = 3_600_000;

describe("working days", () => {
  const calendar = compileCalendar({
    timeZone: "Europe/Berlin",
    hours: [],
    holidays: [{ kind: "public", country: "DE" }],
    exceptions: [
      { from: "2026-12-28", to: "2026-12-30", hours: [], reason: "closed" },
      { from: "2026-12-19", hours: [{ from: "09:00", to: "12:00" }], reason: "open Saturday" },
    ],
  });

  it("counts holidays, weekends and exceptions", () => {
    expect(isWorkingDay(calendar, "2026-04-02")).toBe(true);
    expect(isWorkingDay(calendar, "2026-04-03")).toBe(false);
    expect(isWorkingDay(calendar, "2026-04-04")).toBe(false);
    expect(isWorkingDay(calendar, "2026-12-29")).toBe(false);
    expect(isWorkingDay(calendar, "2026-12-19")).toBe(true);
  });

  it.each([
    ["2026-04-02", 1, "2026-04-07"],
    ["2026-04-03", 1, "2026-04-07"],
    ["2026-04-07", -1, "2026-04-02"],
    ["2026-04-02", 0, "2026-04-02"],
    ["2026-12-23", 3, "2027-01-04"],
    ["2027-01-04", -3, "2026-12-23"],
    ["2026-12-18", 1, "2026-12-19"],
  ])("%s and %d working days is %s", (date, days, expected) => {
    expect(addWorkingDays(calendar, date, days)).toBe(expected);
  });

  it.each([
    ["2026-04-02", "2026-04-07", 1],
    ["2026-04-07", "2026-04-02", -1],
    ["2026-04-03", "2026-04-06", 0],
    ["2026-12-23", "2027-01-04", 3],
    ["2026-04-02", "2026-04-02", 0],
  ])("from %s to %s lie %d", (from, to, days) => {
    expect(workingDaysBetween(calendar, from, to)).toBe(days);
  });

  it("throws where there are none", () => {
    const feed = {
      uid: "1",
      name: "never",
      from: "2000-01-01",
      days: 1,
      alsoOn: [],
      exceptOn: [],
      repeats: { every: "day", interval: 1 },
    } as const;
    const idle = compileCalendar({
      timeZone: "UTC",
      hours: [],
      holidays: [{ kind: "feed", events: [feed] }],
    });
    expect(() => addWorkingDays(idle, "2026-01-01", 1)).toThrow(RangeError);
  });

  it("takes the working week that it is given", () => {
    const sunday = compileCalendar({ timeZone: "UTC", hours: [], workingDays: ["sun"] });
    expect(addWorkingDays(sunday, "2026-11-22", 1)).toBe("2026-11-29");
  });
});

describe("days and months of a zone", () => {
  it("reads dates that exist", () => {
    expect(epochDay("1970-01-01")).toBe(0);
    expect(epochDay("2028-02-29") - epochDay("2028-02-28")).toBe(1);
    expect(dateOf(epochDay("2026-12-31"))).toBe("2026-12-31");
    for (const wrong of [
      "2026-02-29",
      "2026-13-01",
      "2026-00-10",
      "26-01-01",
      "2026-1-1",
      "1899-12-31",
      "2200-01-01",
      "",
    ]) {
      expect(findEpochDay(wrong)).toBeUndefined();
    }
    expect(findEpochDay("1900-01-01")).toBe(-25567);
    expect(findEpochDay("2199-12-31")).toBe(84005);
    expect(() => epochDay("no")).toThrow(RangeError);
  });

  it.each([
    ["Europe/Berlin", "2026-01", 31 * 24],
    ["Europe/Berlin", "2026-02", 28 * 24],
    ["Europe/Berlin", "2028-02", 29 * 24],
    ["Europe/Berlin", "2026-03", 31 * 24 - 1],
    ["Europe/Berlin", "2026-10", 31 * 24 + 1],
    ["Europe/Sarajevo", "2026-10", 31 * 24 + 1],
    ["Europe/Stockholm", "2026-11", 30 * 24],
    ["Australia/Lord_Howe", "2026-10", 31 * 24 - 0.5],
    ["UTC", "2026-10", 31 * 24],
  ])("%s %s has %d h", (timeZone, month, hours) => {
    const { fromMs, toMs } = monthInterval(timeZone, month);
    expect((toMs - fromMs) / HOUR).toBe(hours);
    expect(monthOf(timeZone, fromMs)).toBe(month);
    expect(monthOf(timeZone, toMs - 1)).toBe(month);
    expect(monthOf(timeZone, toMs)).toBe(addMonths(month, 1));
  });

  it("knows the local date and its first moment", () => {
    const ms = Temporal.Instant.from("2026-12-31T23:30:00Z").epochMilliseconds;
    expect(localDate("Europe/Berlin", ms)).toBe("2027-01-01");
    expect(localDate("UTC", ms)).toBe("2026-12-31");
    expect(localDate("Pacific/Kiritimati", ms)).toBe("2027-01-01");
    expect(localDate("Etc/GMT+12", ms)).toBe("2026-12-31");
    expect(
      localDate("Etc/GMT+12", Temporal.Instant.from("2026-12-31T11:59:00Z").epochMilliseconds),
    ).toBe("2026-12-30");
    expect(
      localDate(
        "Pacific/Kiritimati",
        Temporal.Instant.from("2026-12-31T10:00:00Z").epochMilliseconds,
      ),
    ).toBe("2027-01-01");
    expect(new Date(startOfDate("Europe/Berlin", epochDay("2027-01-01"))).toISOString()).toBe(
      "2026-12-31T23:00:00.000Z",
    );
    expect(daysOfMonth("2028-02")).toBe(29);
    expect(addMonths("2026-12", 1)).toBe("2027-01");
    expect(addMonths("2027-01", -2)).toBe("2026-11");
  });
});

describe("a compiled calendar", () => {
  const fine: CalendarSpec = {
    timeZone: "Europe/Berlin",
    hours: [{ days: ["mon"], from: "09:00", to: "18:00" }],
  };

  it("a block past midnight opens two days, on Sundays also the Monday", () => {
    const open = (date: string) => {
      const hours = [{ days: ["sat", "sun"], from: "22:00", to: "06:00" }] as const;
      const { openingsOfDay } = compileCalendar({ timeZone: "UTC", hours });
      const startMs = Date.parse(date);
      return openingsOfDay(epochDay(date)).map(({ fromMs, toMs }) => [
        (fromMs - startMs) / HOUR,
        (toMs - startMs) / HOUR,
      ]);
    };
    expect(open("2026-11-20")).toEqual([]);
    expect(open("2026-11-21")).toEqual([[22, 24]]);
    expect(open("2026-11-22")).toEqual([
      [0, 6],
      [22, 24],
    ]);
    expect(open("2026-11-23")).toEqual([[0, 6]]);
  });

  it("gives the same calendar for the same spec", () => {
    expect(compileCalendar(fine)).toBe(compileCalendar(fine));
    expect(compileCalendar({ ...fine })).not.toBe(compileCalendar(fine));
  });

  it("lets the last of several exceptions win", () => {
    const calendar = compileCalendar({
      ...fine,
      exceptions: [
        { from: "2026-11-23", to: "2026-11-30", hours: [], reason: "closed" },
        { from: "2026-11-23", hours: [{ from: "10:00", to: "11:00" }], reason: "after all" },
      ],
    });
    expect(calendar.openingsOfDay(epochDay("2026-11-23"))).toHaveLength(1);
    expect(calendar.openingsOfDay(epochDay("2026-11-30"))).toHaveLength(0);
  });
});
