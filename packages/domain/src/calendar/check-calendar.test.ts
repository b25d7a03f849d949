import { describe, expect, it } from "vitest";
import type { CalendarSpec } from "./index.ts";
import { checkCalendar, compileCalendar } from "./index.ts";

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

  it.each<[string, Partial<CalendarSpec>, string]>([
    [
      "the block",
      { hours: [{ days: ["mon"], from: "9:00", to: "18:00" }] },
      "service hours 9:00–18:00: times are HH:MM, 00:00 to 23:59, and 24:00 as an end",
    ],
    [
      "the exception that begins on no day",
      { exceptions: [{ from: "2026-02-30", to: "2026-03-01", hours: [], reason: "" }] },
      "exception 2026-02-30: dates are YYYY-MM-DD",
    ],
    [
      "the exception whose hours have no end",
      { exceptions: [{ from: "2026-01-01", hours: [{ from: "06:00", to: "x" }], reason: "" }] },
      "exception 2026-01-01: hours are HH:MM–HH:MM within one day",
    ],
  ])("names %s", (_, wrong, sentence) => {
    expect(checkCalendar({ ...fine, ...wrong })).toEqual([sentence]);
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
});
