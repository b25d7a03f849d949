import { describe, expect, it } from "vitest";
import type { CalendarSpec } from "./index.ts";
import {
  alwaysOpen,
  checkCalendar,
  compileCalendar,
  holidaysOf,
  openMsBetween,
  parseFeed,
} from "./index.ts";

const HOUR = 3_600_000;
const ZONE = "Europe/Berlin";

type Lines = readonly string[];

/** A feed of events, each with these lines. */
function feedOf(...events: readonly Lines[]): string {
  const blocks = events.map((lines) => [
    "BEGIN:VEVENT",
    "UID:1@x",
    "SUMMARY:Closed",
    ...lines,
    "END:VEVENT",
  ]);
  return ["BEGIN:VCALENDAR", ...blocks.flat(), "END:VCALENDAR"].join("\r\n");
}

const weekdays: CalendarSpec["hours"] = [
  { days: ["mon", "tue", "wed", "thu", "fri"], from: "09:00", to: "18:00" },
];

function calendarOf(text: string, more: Partial<CalendarSpec> = {}) {
  const { events, problems } = parseFeed(text);
  expect(problems).toEqual([]);
  return compileCalendar({
    timeZone: ZONE,
    hours: weekdays,
    holidays: [{ kind: "feed", events }],
    ...more,
  });
}

/** Open hours of a local day. */
function openHours(text: string, date: string, more: Partial<CalendarSpec> = {}): number {
  const day = Temporal.PlainDate.from(date);
  const at = (one: Temporal.PlainDate) => one.toZonedDateTime(ZONE).epochMilliseconds;
  return openMsBetween(calendarOf(text, more), at(day), at(day.add({ days: 1 }))) / HOUR;
}

function problemOf(...events: readonly Lines[]): string | undefined {
  return parseFeed(feedOf(...events)).problems[0];
}

const LENGTH = "has no length, or one of more than 366 days";

const friday = [
  "DTSTART;TZID=Europe/Berlin:20260102T140000",
  "DTEND;TZID=Europe/Berlin:20260102T180000",
];
const fridays = [...friday, "RRULE:FREQ=WEEKLY;BYDAY=FR"];

describe("events with times close hours", () => {
  // 24 December 2026 is a Thursday, open 9 to 18.
  it.each<[string, Lines, string, number]>([
    [
      "from noon to closing",
      ["DTSTART;TZID=Europe/Berlin:20261224T120000", "DTEND;TZID=Europe/Berlin:20261224T180000"],
      "2026-12-24",
      3,
    ],
    [
      "a zone in quotes",
      [
        'DTSTART;TZID="Europe/Berlin":20261224T120000',
        'DTEND;TZID="Europe/Berlin":20261224T180000',
      ],
      "2026-12-24",
      3,
    ],
    ["in UTC", ["DTSTART:20261224T110000Z", "DTEND:20261224T170000Z"], "2026-12-24", 3],
    [
      "from midnight in UTC",
      ["DTSTART:20261224T000000Z", "DTEND:20261225T000000Z"],
      "2026-12-24",
      0,
    ],
    [
      "on the reader's own clock",
      ["DTSTART:20261224T120000", "DTEND:20261224T130000"],
      "2026-12-24",
      8,
    ],
    ["one minute", ["DTSTART:20261224T120000", "DURATION:PT1M"], "2026-12-24", 9 - 1 / 60],
    ["ninety minutes", ["DTSTART:20261224T120000", "DURATION:PT90M"], "2026-12-24", 7.5],
    [
      "an hour and a half in other words",
      ["DTSTART:20261224T120000", "DURATION:PT1H29M60S"],
      "2026-12-24",
      7.5,
    ],
    ["a day and an hour", ["DTSTART:20261223T120000", "DURATION:P1DT1H"], "2026-12-24", 5],
    ["midnight to ten", ["DTSTART:20261224T000000", "DTEND:20261224T100000"], "2026-12-24", 8],
    [
      "to the last second of an hour",
      ["DTSTART:20261224T120000", "DTEND:20261224T125959"],
      "2026-12-24",
      8,
    ],
    [
      "in Tokyo, where it is eight hours later",
      ["DTSTART;TZID=Asia/Tokyo:20261224T200000", "DURATION:PT1H"],
      "2026-12-24",
      8,
    ],
    ["overnight", ["DTSTART:20261223T220000", "DTEND:20261224T100000"], "2026-12-24", 8],
    [
      "the evening before only",
      ["DTSTART:20261223T160000", "DTEND:20261223T220000"],
      "2026-12-24",
      9,
    ],
    [
      "over New Year, its first day",
      ["DTSTART:20261231T120000", "DTEND:20270104T120000"],
      "2026-12-31",
      3,
    ],
    [
      "over New Year, in between",
      ["DTSTART:20261231T120000", "DTEND:20270104T120000"],
      "2027-01-01",
      0,
    ],
    [
      "over New Year, its last day",
      ["DTSTART:20261231T120000", "DTEND:20270104T120000"],
      "2027-01-04",
      6,
    ],
    ["every Friday, in winter", fridays, "2026-03-27", 5],
    ["every Friday, in summer at the same hour", fridays, "2026-04-03", 5],
    ["every Friday, not on a Thursday", fridays, "2026-04-02", 9],
    [
      "every Friday but one",
      [...fridays, "EXDATE;TZID=Europe/Berlin:20260327T140000"],
      "2026-03-27",
      9,
    ],
    [
      "and on a day besides",
      [...fridays, "RDATE;TZID=Europe/Berlin:20260326T140000"],
      "2026-03-26",
      5,
    ],
    ["an exception named in UTC", [...fridays, "EXDATE:20260327T130000Z"], "2026-03-27", 9],
  ])("%s", (_, lines, date, hours) => {
    expect(openHours(feedOf(lines), date)).toBe(hours);
  });

  it("follow the wall clock: 1 to 4 on the night that clocks change is two hours, or four", () => {
    const night = (date: string) => feedOf([`DTSTART:${date}T010000`, `DTEND:${date}T040000`]);
    expect(openHours(night("20260329"), "2026-03-29", { hours: alwaysOpen })).toBe(21);
    expect(openHours(night("20261025"), "2026-10-25", { hours: alwaysOpen })).toBe(21);
  });

  it("close hours of the year before or after, where the event's clock is ahead or behind", () => {
    const always = { hours: alwaysOpen };
    // 20:00 in New York on the last of December is 2:00 in Berlin.
    const late = feedOf(["DTSTART;TZID=America/New_York:20261231T200000", "DURATION:PT3H"]);
    expect(openHours(late, "2026-12-31", always)).toBe(24);
    expect(openHours(late, "2027-01-01", always)).toBe(21);
    // 2:00 on the first of January in Tokyo is 18:00 the day before.
    const early = feedOf(["DTSTART;TZID=Asia/Tokyo:20270101T020000", "DURATION:PT3H"]);
    expect(openHours(early, "2026-12-31", always)).toBe(21);
    expect(openHours(early, "2027-01-01", always)).toBe(24);
  });

  it("begin with the first of an hour that comes twice and end with the last", () => {
    const always = { hours: alwaysOpen };
    const open = (from: string, to: string) =>
      openHours(
        feedOf([`DTSTART:20261025T${from}00`, `DTEND:20261025T${to}00`]),
        "2026-10-25",
        always,
      );
    // 25 hours, of them 2:30 to 4:00 and 1:00 to 2:30 two and a half each.
    expect(open("0230", "0400")).toBe(22.5);
    expect(open("0100", "0230")).toBe(22.5);
  });

  it("and days beside them close days", () => {
    const text = feedOf(
      ["DTSTART:20261224T120000", "DURATION:PT1H"],
      ["DTSTART;VALUE=DATE:20261223"],
    );
    expect(openHours(text, "2026-12-24")).toBe(8);
    expect(openHours(text, "2026-12-23")).toBe(0);
    expect(holidaysOf(calendarOf(text), 2026)).toEqual([{ date: "2026-12-23", name: "Closed" }]);
  });

  it("leave the day a working day, and stand back behind an exception", () => {
    const text = feedOf(["DTSTART:20261224T090000", "DTEND:20261224T180000"]);
    const calendar = calendarOf(text);
    const day = Date.parse("2026-12-24") / 86_400_000;
    expect(calendar.isWorkingDay(day)).toBe(true);
    expect(holidaysOf(calendar, 2026)).toEqual([]);
    const exceptions = [
      { from: "2026-12-24", hours: [{ from: "10:00", to: "12:00" }], reason: "emergency" },
    ];
    expect(openHours(text, "2026-12-24", { exceptions })).toBe(2);
  });

  it("two that overlap close what they cover together", () => {
    const text = feedOf(
      ["DTSTART:20261224T100000", "DTEND:20261224T130000"],
      ["DTSTART:20261224T120000", "DTEND:20261224T140000"],
    );
    expect(openHours(text, "2026-12-24")).toBe(5);
  });
});

describe("times that are not understood", () => {
  it.each<[string, Lines, string]>([
    [
      "an unknown zone",
      ["DTSTART;TZID=Middle-earth/Shire:20261224T120000", "DURATION:PT1H"],
      "its time zone is not known",
    ],
    ["an end on another clock", ["DTSTART:20261224T120000Z", "DTEND:20261224T130000"], LENGTH],
    ["an end before", ["DTSTART:20261224T120000", "DTEND:20261224T120000"], LENGTH],
    [
      "an hour 25",
      ["DTSTART:20261224T250000", "DURATION:PT1H"],
      "does not begin at a day or a time",
    ],
    [
      "a minute 60",
      ["DTSTART:20261224T126000", "DURATION:PT1H"],
      "does not begin at a day or a time",
    ],
    ["an end that is a day", ["DTSTART:20261224T120000", "DTEND;VALUE=DATE:20261226"], LENGTH],
    ["more than a year", ["DTSTART:20260101T120000", "DURATION:P366DT1M"], LENGTH],
    ["an odd duration", ["DTSTART:20260101T120000", "DURATION:P1DT"], LENGTH],
    [
      "an addition at another time",
      [...friday, "RDATE;TZID=Europe/Berlin:20260326T150000"],
      "RDATE or EXDATE is not understood",
    ],
  ])("%s", (_, lines, why) => {
    expect(problemOf(lines)).toBe(`event Closed: ${why}`);
  });

  it("a year less a minute is read", () => {
    expect(problemOf(["DTSTART:20260101T120000", "DURATION:P366D"])).toBeUndefined();
  });

  it("a zone that a calendar's own data names wrongly is found when the calendar is checked", () => {
    const event = {
      uid: "1",
      name: "x",
      from: "2026-01-01",
      days: 1,
      alsoOn: [],
      exceptOn: [],
      timed: { fromMinute: 0, minutes: 1, zone: "Nowhere/Else" },
    };
    expect(
      checkCalendar({ timeZone: ZONE, hours: [], holidays: [{ kind: "feed", events: [event] }] }),
    ).toEqual(["feed event 2026-01-01: time zone Nowhere/Else is not known"]);
  });
});
