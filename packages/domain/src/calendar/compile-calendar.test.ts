import { describe, expect, it } from "vitest";
import type { CalendarSpec } from "./index.ts";
import {
  addMonths,
  addWorkingDays,
  checkCalendar,
  compileCalendar,
  dateOf,
  daysOfMonth,
  epochDay,
  findEpochDay,
  holidaysOf,
  isWorkingDay,
  listHolidayStates,
  localDate,
  monthInterval,
  monthOf,
  startOfDate,
  workingDaysBetween,
} from "./index.ts";

const HOUR = 3_600_000;

function datesOf(country: string, year: number, more: object = {}): readonly string[] {
  const calendar = compileCalendar({
    timeZone: "Europe/Berlin",
    hours: [],
    holidays: [{ kind: "public", country, ...more }],
  });
  return holidaysOf(calendar, year).map((holiday) => holiday.date.slice(5));
}

describe("public holidays", () => {
  it("srv-23: nationwide in Germany is what all sixteen states keep", () => {
    const nationwide = [
      "01-01",
      "04-03",
      "04-06",
      "05-01",
      "05-14",
      "05-25",
      "10-03",
      "12-25",
      "12-26",
    ];
    expect(datesOf("DE", 2026, { commonToAllStates: true })).toEqual(nationwide);
    expect(datesOf("DE", 2026)).toEqual(nationwide);
    expect(datesOf("DE", 2017, { commonToAllStates: true })).toContain("10-31");
    expect(datesOf("DE", 2018, { commonToAllStates: true })).not.toContain("10-31");
  });

  it("adds what a state keeps", () => {
    expect(datesOf("DE", 2026, { state: "BY" })).toEqual([
      "01-01",
      "01-06",
      "04-03",
      "04-06",
      "05-01",
      "05-14",
      "05-25",
      "06-04",
      "10-03",
      "11-01",
      "12-25",
      "12-26",
    ]);
    expect(datesOf("DE", 2026, { state: "BE" })).toContain("03-08");
  });

  it("knows Sweden, with the eves when asked for", () => {
    expect(datesOf("SE", 2026)).toEqual([
      "01-01",
      "01-06",
      "04-03",
      "04-05",
      "04-06",
      "05-01",
      "05-14",
      "05-24",
      "06-06",
      "06-20",
      "10-31",
      "12-25",
      "12-26",
    ]);
    const withEves = datesOf("SE", 2026, { types: ["public", "bank"] });
    expect(withEves).toContain("06-19");
    expect(withEves).toContain("12-24");
    expect(withEves).toHaveLength(16);
  });

  it("knows that Denmark gave up Great Prayer Day in 2024", () => {
    expect(datesOf("DK", 2023)).toContain("05-05");
    expect(datesOf("DK", 2024)).not.toContain("04-26");
    expect(datesOf("DK", 2026)).toEqual([
      "01-01",
      "04-02",
      "04-03",
      "04-05",
      "04-06",
      "05-14",
      "05-24",
      "05-25",
      "12-25",
      "12-26",
    ]);
  });

  it("ba: knows that the parts of Bosnia keep different days", () => {
    const common = datesOf("BA", 2026, { commonToAllStates: true });
    expect(common).toContain("01-01");
    expect(common).toContain("05-01");
    expect(datesOf("BA", 2026, { state: "BIH" })).toContain("03-01");
    expect(common).not.toContain("03-01");
    // Bayram lasts three days.
    expect(datesOf("BA", 2026)).toEqual(expect.arrayContaining(["03-20", "03-21", "03-22"]));
    expect(datesOf("BA", 2026)).not.toContain("03-23");
  });

  it("lists the states of a country", () => {
    expect(listHolidayStates("DE")).toHaveLength(16);
    expect(listHolidayStates("BA")).toEqual(["BIH", "BRC", "SRP"]);
    expect(listHolidayStates("DK")).toEqual([]);
    expect(listHolidayStates("XX")).toEqual([]);
  });

  it("names them, and lets the first source win", () => {
    const calendar = compileCalendar({
      timeZone: "Europe/Berlin",
      hours: [],
      holidays: [
        { kind: "dates", dates: [{ date: "2026-12-25", name: "closed for Christmas" }] },
        { kind: "public", country: "DE" },
        {
          kind: "feed",
          events: [
            { uid: "1", name: "inventory", from: "2026-12-30", days: 3, alsoOn: [], exceptOn: [] },
          ],
        },
      ],
    });
    expect(holidaysOf(calendar, 2026).slice(-4)).toEqual([
      { date: "2026-12-25", name: "closed for Christmas" },
      { date: "2026-12-26", name: "2. Weihnachtstag" },
      { date: "2026-12-30", name: "inventory" },
      { date: "2026-12-31", name: "inventory" },
    ]);
    expect(holidaysOf(calendar, 2027)[0]).toEqual({ date: "2027-01-01", name: "Neujahr" });
  });
});

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

describe("what is wrong with a calendar", () => {
  const fine: CalendarSpec = {
    timeZone: "Europe/Berlin",
    hours: [{ days: ["mon"], from: "09:00", to: "18:00" }],
  };

  it.each<[string, Partial<CalendarSpec>, RegExp]>([
    ["zone", { timeZone: "Europe/Berlinn" }, /time zone Europe\/Berlinn is not known/],
    ["time", { hours: [{ days: ["mon"], from: "9:00", to: "18:00" }] }, /times are HH:MM/],
    ["end", { hours: [{ days: ["mon"], from: "09:00", to: "24:01" }] }, /times are HH:MM/],
    ["minute", { hours: [{ days: ["mon"], from: "09:60", to: "18:00" }] }, /times are HH:MM/],
    ["start", { hours: [{ days: ["mon"], from: "24:00", to: "06:00" }] }, /times are HH:MM/],
    ["days", { hours: [{ days: [], from: "09:00", to: "18:00" }] }, /name at least one day/],
    ["empty", { hours: [{ days: ["mon"], from: "09:00", to: "09:00" }] }, /the block is empty/],
    [
      "country",
      { holidays: [{ kind: "public", country: "XX" }] },
      /no holidays are known for country XX/,
    ],
    [
      "state",
      { holidays: [{ kind: "public", country: "DE", state: "XX" }] },
      /country DE has no state XX; known: BB BE BW BY/,
    ],
    [
      "both",
      { holidays: [{ kind: "public", country: "DE", state: "BY", commonToAllStates: true }] },
      /not both/,
    ],
    [
      "prototype",
      { holidays: [{ kind: "public", country: "constructor" }] },
      /no holidays are known/,
    ],
    [
      "date",
      { holidays: [{ kind: "dates", dates: [{ date: "2026-02-30", name: "x" }] }] },
      /2026-02-30 is not a date/,
    ],
    [
      "feed",
      {
        holidays: [
          {
            kind: "feed",
            events: [{ uid: "", name: "", from: "x", days: 1, alsoOn: [], exceptOn: [] }],
          },
        ],
      },
      /feed event x is not a date/,
    ],
    ["exception", { exceptions: [{ from: "x", hours: [], reason: "" }] }, /dates are YYYY-MM-DD/],
    [
      "exception end",
      { exceptions: [{ from: "2026-01-01", to: "x", hours: [], reason: "" }] },
      /dates are YYYY-MM-DD/,
    ],
    [
      "turned",
      { exceptions: [{ from: "2026-01-02", to: "2026-01-01", hours: [], reason: "" }] },
      /ends before it begins/,
    ],
    [
      "long",
      { exceptions: [{ from: "2026-01-01", to: "2036-01-09", hours: [], reason: "" }] },
      /longer than ten years/,
    ],
    [
      "night",
      { exceptions: [{ from: "2026-01-01", hours: [{ from: "22:00", to: "06:00" }], reason: "" }] },
      /within one day/,
    ],
    [
      "exception time",
      { exceptions: [{ from: "2026-01-01", hours: [{ from: "x", to: "06:00" }], reason: "" }] },
      /within one day/,
    ],
    [
      "no hours",
      { exceptions: [{ from: "2026-01-01", hours: [{ from: "06:00", to: "06:00" }], reason: "" }] },
      /within one day/,
    ],
    ["week", { workingDays: [] }, /working days: name at least one day/],
  ])("%s", (_, wrong, message) => {
    const problems = checkCalendar({ ...fine, ...wrong });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(message);
    expect(() => compileCalendar({ ...fine, ...wrong })).toThrow(message);
  });

  it("tells all at once and lets sound calendars pass", () => {
    expect(checkCalendar(fine)).toEqual([]);
    expect(
      checkCalendar({
        ...fine,
        exceptions: [{ from: "2026-01-01", to: "2036-01-08", hours: [], reason: "" }],
      }),
    ).toEqual([]);
    expect(
      checkCalendar({
        ...fine,
        workingDays: ["sun"],
        holidays: [{ kind: "public", country: "DE", state: "BY" }],
      }),
    ).toEqual([]);
    expect(
      checkCalendar({
        timeZone: "?",
        hours: [{ days: [], from: "09:00", to: "18:00" }],
        workingDays: [],
      }),
    ).toHaveLength(3);
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
