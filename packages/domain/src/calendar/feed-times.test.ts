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

describe("single occurrences", () => {
  const moved = [
    "DTSTART;TZID=Europe/Berlin:20260326T140000",
    "DTEND;TZID=Europe/Berlin:20260326T180000",
  ];
  it.each<[string, Lines, number, number]>([
    ["moved to Thursday", ["RECURRENCE-ID;TZID=Europe/Berlin:20260327T140000", ...moved], 5, 9],
    ["named in UTC", ["RECURRENCE-ID:20260327T130000Z", ...moved], 5, 9],
    ["named by its day", ["RECURRENCE-ID;VALUE=DATE:20260327", ...moved], 5, 9],
    ["cancelled", ["RECURRENCE-ID;TZID=Europe/Berlin:20260327T140000", "STATUS:CANCELLED"], 9, 9],
    [
      "an hour longer",
      [
        "RECURRENCE-ID;TZID=Europe/Berlin:20260327T140000",
        "DTSTART;TZID=Europe/Berlin:20260327T130000",
        "DTEND;TZID=Europe/Berlin:20260327T180000",
      ],
      9,
      4,
    ],
  ])("%s", (_, lines, thursday, fridayHours) => {
    for (const events of [
      [fridays, lines],
      [lines, fridays],
    ]) {
      expect(openHours(feedOf(...events), "2026-03-26")).toBe(thursday);
      expect(openHours(feedOf(...events), "2026-03-27")).toBe(fridayHours);
      expect(openHours(feedOf(...events), "2026-04-03")).toBe(5);
    }
  });

  it("of whole days", () => {
    const yearly = ["DTSTART;VALUE=DATE:20251224", "RRULE:FREQ=YEARLY"];
    const change = ["RECURRENCE-ID;VALUE=DATE:20261224", "DTSTART;VALUE=DATE:20261222"];
    const calendar = calendarOf(feedOf(yearly, change));
    expect(holidaysOf(calendar, 2026).map(({ date }) => date)).toEqual(["2026-12-22"]);
    expect(holidaysOf(calendar, 2027).map(({ date }) => date)).toEqual(["2027-12-24"]);
  });

  it("one whose series is missing stands for itself; a cancelled one for nothing", () => {
    expect(openHours(feedOf(["RECURRENCE-ID:20260327T130000Z", ...moved]), "2026-03-26")).toBe(5);
    expect(parseFeed(feedOf(["RECURRENCE-ID:20260327T130000Z", "STATUS:CANCELLED"]))).toEqual({
      events: [],
      problems: ["feed holds no events"],
    });
  });

  it.each<[string, Lines, string]>([
    [
      "no occurrence at that time",
      ["RECURRENCE-ID;TZID=Europe/Berlin:20260327T150000", ...moved],
      "the occurrence that it changes is not found",
    ],
    [
      "nor on that clock",
      ["RECURRENCE-ID;TZID=Asia/Tokyo:20260327T140000", ...moved],
      "the occurrence that it changes is not found",
    ],
    [
      "all later ones",
      ["RECURRENCE-ID;RANGE=THISANDFUTURE:20260327T130000Z", ...moved],
      "changes of all later occurrences are not read",
    ],
    ["no time at all", ["RECURRENCE-ID:soon", ...moved], "RECURRENCE-ID is not understood"],
    [
      "a change that repeats",
      ["RECURRENCE-ID:20260327T130000Z", ...moved, "RRULE:FREQ=DAILY"],
      "a changed occurrence does not repeat",
    ],
    [
      "without a length",
      ["RECURRENCE-ID:20260327T130000Z", "DTSTART:20260326T140000"],
      "has no length, or one of more than 366 days",
    ],
  ])("%s is named, and the series stays", (_, lines, why) => {
    const { events, problems } = parseFeed(feedOf(fridays, lines));
    expect(problems).toEqual([`event Closed: ${why}`]);
    expect(events).toHaveLength(1);
    expect(events[0]?.exceptOn).toEqual([]);
  });
});

describe("positions within a week, month or year", () => {
  const days = (start: string, rule: string, year = 2026) =>
    holidaysOf(calendarOf(feedOf([`DTSTART;VALUE=DATE:${start}`, `RRULE:${rule}`])), year).map(
      ({ date }) => date.slice(5),
    );
  it.each([
    [
      "the last working day of a month",
      "20260130",
      "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;UNTIL=20260531",
      ["01-30", "02-27", "03-31", "04-30", "05-29"],
    ],
    [
      "the first and the last Monday of March",
      "20260302",
      "FREQ=YEARLY;BYMONTH=3;BYDAY=MO;BYSETPOS=1,-1",
      ["03-02", "03-30"],
    ],
    [
      "the second Monday or Tuesday of January",
      "20260106",
      "FREQ=YEARLY;BYMONTH=1;BYDAY=MO,TU;BYSETPOS=2",
      ["01-06"],
    ],
    [
      "the second of Monday, Wednesday and Friday",
      "20261202",
      "FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=2;COUNT=3",
      ["12-02", "12-09", "12-16"],
    ],
    [
      "Friday the 13th that comes second in a year",
      "20261113",
      "FREQ=YEARLY;BYMONTH=2,3,11;BYDAY=FR;BYMONTHDAY=13;BYSETPOS=3",
      ["11-13"],
    ],
    ["a place that no month has", "20260101", "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=6", ["01-01"]],
  ])("%s", (_, start, rule, expected) => {
    expect(days(start, rule)).toEqual(expected);
  });

  it("five hundred of the widest are read and asked in time", () => {
    const one =
      "BEGIN:VEVENT\nDTSTART;VALUE=DATE:20000103\nRRULE:FREQ=YEARLY;BYMONTH=1,2,3,4,5,6,7,8,9,10,11,12;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYSETPOS=-1\nEND:VEVENT\n";
    const started = performance.now();
    expect(holidaysOf(calendarOf(one.repeat(500)), 2026).map(({ date }) => date)).toEqual([
      "2026-12-31",
    ]);
    expect(performance.now() - started).toBeLessThan(20_000);
  });
});

describe("times that are not understood", () => {
  it.each<[string, Lines, string]>([
    [
      "an unknown zone",
      ["DTSTART;TZID=Middle-earth/Shire:20261224T120000", "DURATION:PT1H"],
      "its time zone is not known",
    ],
    [
      "an end on another clock",
      ["DTSTART:20261224T120000Z", "DTEND:20261224T130000"],
      "has no length, or one of more than 366 days",
    ],
    [
      "an end before",
      ["DTSTART:20261224T120000", "DTEND:20261224T120000"],
      "has no length, or one of more than 366 days",
    ],
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
    [
      "more than a year",
      ["DTSTART:20260101T120000", "DURATION:P366DT1M"],
      "has no length, or one of more than 366 days",
    ],
    [
      "an odd duration",
      ["DTSTART:20260101T120000", "DURATION:P1DT"],
      "has no length, or one of more than 366 days",
    ],
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
