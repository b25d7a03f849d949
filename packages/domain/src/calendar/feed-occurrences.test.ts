import { describe, expect, it } from "vitest";
import { compileCalendar, holidaysOf, openMsBetween, parseFeed } from "./index.ts";

const HOUR = 3_600_000;
const ZONE = "Europe/Berlin";

type Lines = readonly string[];

/** A feed of events, each with these lines. */
function feedOf(...events: readonly Lines[]): string {
  const blocks = events.map((lines) =>
    ["BEGIN:VEVENT", "UID:1@x", "SUMMARY:Closed", ...lines, "END:VEVENT"].join("\r\n"),
  );
  return blocks.join("\r\n");
}

/** Open from 9 to 18 on weekdays, but for what the feed closes. */
function calendarOf(text: string) {
  const { events, problems } = parseFeed(text);
  expect(problems).toEqual([]);
  return compileCalendar({
    timeZone: ZONE,
    hours: [{ days: ["mon", "tue", "wed", "thu", "fri"], from: "09:00", to: "18:00" }],
    holidays: [{ kind: "feed", events }],
  });
}

/** Open hours of a local day. */
function openHours(text: string, date: string): number {
  const day = Temporal.PlainDate.from(date);
  const at = (one: Temporal.PlainDate) => one.toZonedDateTime(ZONE).epochMilliseconds;
  return openMsBetween(calendarOf(text), at(day), at(day.add({ days: 1 }))) / HOUR;
}

const fridays = [
  "DTSTART;TZID=Europe/Berlin:20260102T140000",
  "DTEND;TZID=Europe/Berlin:20260102T180000",
  "RRULE:FREQ=WEEKLY;BYDAY=FR",
];

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
});
