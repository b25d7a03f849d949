import { describe, expect, it } from "vitest";
import { compileCalendar, holidaysOf, listHolidayStates } from "./index.ts";

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

  it("srv-23: what one part of a country does not keep is not nationwide", () => {
    // Scotland works on Easter Monday; the table of the whole kingdom has it.
    expect(datesOf("GB", 2026)).toContain("04-06");
    expect(datesOf("GB", 2026, { commonToAllStates: false })).toContain("04-06");
    expect(datesOf("GB", 2026, { commonToAllStates: true })).toEqual([
      "01-01",
      "04-03",
      "05-04",
      "05-25",
      "12-25",
      "12-26",
      "12-28",
    ]);
    expect(datesOf("GB", 2026, { state: "SCT" })).not.toContain("04-06");
    // A country of one piece keeps all that it keeps.
    expect(datesOf("DK", 2026, { commonToAllStates: true })).toEqual(datesOf("DK", 2026));
  });

  it("ba: a holiday of several days goes on after New Year", () => {
    // Kurban-bajram of 2006: from 31 December, four days.
    expect(datesOf("BA", 2006).at(-1)).toBe("12-31");
    expect(datesOf("BA", 2007).slice(0, 4)).toEqual(["01-01", "01-02", "01-03", "01-06"]);
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
