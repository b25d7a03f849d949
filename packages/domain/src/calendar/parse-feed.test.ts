import { describe, expect, it } from "vitest";
import { compileCalendar, holidaysOf, parseFeed } from "./index.ts";

/** A feed of one event with these lines. */
function feed(...lines: readonly string[]): string {
  return [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "BEGIN:VEVENT",
    "UID:1@x",
    "SUMMARY:Closed",
    ...lines,
    "END:VEVENT",
    "END:VCALENDAR",
  ].join("\r\n");
}

function days(text: string, year = 2026): readonly string[] {
  const { events, problems } = parseFeed(text);
  expect(problems).toEqual([]);
  const calendar = compileCalendar({
    timeZone: "UTC",
    hours: [],
    holidays: [{ kind: "feed", events }],
  });
  return holidaysOf(calendar, year).map((holiday) => holiday.date.slice(5));
}

function problem(text: string): string {
  const { events, problems } = parseFeed(text);
  expect(events).toEqual([]);
  expect(problems).toHaveLength(1);
  return problems[0] ?? "";
}

describe("days of a feed", () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ["one day", ["DTSTART;VALUE=DATE:20261224"], ["12-24"]],
    [
      "an exclusive end",
      ["DTSTART;VALUE=DATE:20261224", "DTEND;VALUE=DATE:20261227"],
      ["12-24", "12-25", "12-26"],
    ],
    [
      "an end on the same day",
      ["DTSTART;VALUE=DATE:20261224", "DTEND;VALUE=DATE:20261224"],
      ["12-24"],
    ],
    [
      "midnight to midnight",
      ["DTSTART;TZID=Europe/Berlin:20261224T000000", "DTEND;TZID=Europe/Berlin:20261225T000000"],
      ["12-24"],
    ],
    ["two days long", ["DTSTART;VALUE=DATE:20261224", "DURATION:P2D"], ["12-24", "12-25"]],
    [
      "a week long",
      ["DTSTART;VALUE=DATE:20261201", "DURATION:P1W"],
      ["12-01", "12-02", "12-03", "12-04", "12-05", "12-06", "12-07"],
    ],
    [
      "further days",
      ["DTSTART;VALUE=DATE:20261224", "RDATE;VALUE=DATE:20261101,20261102"],
      ["11-01", "11-02", "12-24"],
    ],
    [
      "over New Year",
      ["DTSTART;VALUE=DATE:20251230", "DTEND;VALUE=DATE:20260103"],
      ["01-01", "01-02"],
    ],
    ["yearly", ["DTSTART;VALUE=DATE:20200504", "RRULE:FREQ=YEARLY"], ["05-04"]],
    [
      "yearly with all words",
      [
        "DTSTART;VALUE=DATE:20200504",
        "RRULE:FREQ=YEARLY;INTERVAL=1;BYMONTH=5;BYMONTHDAY=4;WKST=SU;",
      ],
      ["05-04"],
    ],
    [
      "every third year, not this one",
      ["DTSTART;VALUE=DATE:20200504", "RRULE:FREQ=YEARLY;INTERVAL=3"],
      ["05-04"],
    ],
    ["every fourth year", ["DTSTART;VALUE=DATE:20200504", "RRULE:FREQ=YEARLY;INTERVAL=4"], []],
    ["until before", ["DTSTART;VALUE=DATE:20200504", "RRULE:FREQ=YEARLY;UNTIL=20260503"], []],
    [
      "until the day",
      ["DTSTART;VALUE=DATE:20200504", "RRULE:FREQ=YEARLY;UNTIL=20260504T000000Z"],
      ["05-04"],
    ],
    ["seven times", ["DTSTART;VALUE=DATE:20200504", "RRULE:FREQ=YEARLY;COUNT=7"], ["05-04"]],
    ["six times", ["DTSTART;VALUE=DATE:20200504", "RRULE:FREQ=YEARLY;COUNT=6"], []],
    ["once", ["DTSTART;VALUE=DATE:20260504", "RRULE:FREQ=DAILY;COUNT=1"], ["05-04"]],
    [
      "except",
      ["DTSTART;VALUE=DATE:20200504", "RRULE:FREQ=YEARLY", "EXDATE;VALUE=DATE:20260504"],
      [],
    ],
    ["29 February in no leap year", ["DTSTART;VALUE=DATE:20200229", "RRULE:FREQ=YEARLY"], []],
    [
      "last Monday in May",
      ["DTSTART;VALUE=DATE:20200525", "RRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO"],
      ["05-25"],
    ],
    [
      "fourth Thursday in November",
      ["DTSTART;VALUE=DATE:20201126", "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=+4TH"],
      ["11-26"],
    ],
    [
      "Friday the 13th",
      ["DTSTART;VALUE=DATE:20260213", "RRULE:FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13"],
      ["02-13", "03-13", "11-13"],
    ],
    [
      "last day of every second month",
      ["DTSTART;VALUE=DATE:20260731", "RRULE:FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=-1"],
      ["07-31", "09-30", "11-30"],
    ],
    [
      "the 31st monthly",
      ["DTSTART;VALUE=DATE:20260731", "RRULE:FREQ=MONTHLY"],
      ["07-31", "08-31", "10-31", "12-31"],
    ],
    [
      "every second week",
      ["DTSTART;VALUE=DATE:20261201", "RRULE:FREQ=WEEKLY;INTERVAL=2"],
      ["12-01", "12-15", "12-29"],
    ],
    [
      "two weekdays of a week",
      ["DTSTART;VALUE=DATE:20261217", "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH"],
      ["12-17", "12-28", "12-31"],
    ],
    [
      "every tenth day",
      ["DTSTART;VALUE=DATE:20261205", "RRULE:FREQ=DAILY;INTERVAL=10"],
      ["12-05", "12-15", "12-25"],
    ],
    [
      "days of two months",
      ["DTSTART;VALUE=DATE:20261130", "RRULE:FREQ=DAILY;BYMONTH=12;UNTIL=20261202"],
      ["11-30", "12-01", "12-02"],
    ],
    ["a cancelled event beside it", ["DTSTART;VALUE=DATE:20261224", "STATUS:CONFIRMED"], ["12-24"]],
    [
      "an alarm inside",
      [
        "DTSTART;VALUE=DATE:20261224",
        "BEGIN:VALARM",
        "DTSTART;VALUE=DATE:20260101",
        "DURATION:PT1H",
        "END:VALARM",
        "DURATION:P2D",
      ],
      ["12-24", "12-25"],
    ],
    ["a line that is no property", ["_DTSTART;VALUE=DATE:20260101", "DTSTART:20261224"], ["12-24"]],
    ["a name like a component's", ["SUMMARY:VEVENT", "DTSTART:20261224"], ["12-24"]],
    ["a parameter in quotes with a colon", ['DTSTART;X-A="a:b;c";VALUE=DATE:20261224'], ["12-24"]],
  ])("%s", (_, lines, expected) => {
    expect(days(feed(...lines))).toEqual(expected);
  });

  it("unfolds lines, with bare newlines too, and reads lower-case names", () => {
    expect(days("BEGIN:VEVENT\ndtstart;value=date:2026\n 1224\nSUMMARY:a\nEND:VEVENT")).toEqual([
      "12-24",
    ]);
  });

  it("cleans names for people's eyes", () => {
    const text = feed("DTSTART;VALUE=DATE:20261224").replace(
      "Closed",
      "A\\, B\\; C\\nD\\\\E\u202Eevil\u0007",
    );
    expect(parseFeed(text).events[0]?.name).toBe("A, B; C D\\Eevil");
    const wide = feed("DTSTART;VALUE=DATE:20261224").replace("Closed", "  Closed \\n ");
    expect(parseFeed(wide).events[0]?.name).toBe("Closed");
    const long = feed("DTSTART;VALUE=DATE:20261224").replace("Closed", "x".repeat(300));
    expect(parseFeed(long).events[0]?.name).toHaveLength(200);
  });

  it("three hundred and sixty-six days, and properties outside of events", () => {
    const year =
      "VERSION:2.0\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20260101\nDURATION:P366D\nEND:VEVENT";
    expect(days(year)).toHaveLength(365);
    expect(days(year, 2027)).toEqual(["01-01"]);
  });

  it("leaves cancelled events out without a word", () => {
    expect(
      parseFeed(
        feed("DTSTART;VALUE=DATE:20261224", "STATUS:CANCELLED") +
          feed("DTSTART;VALUE=DATE:20261225"),
      ),
    ).toMatchObject({
      events: [{ from: "2026-12-25" }],
      problems: [],
    });
  });
});

describe("what is not understood is named, never guessed", () => {
  it.each<[string, readonly string[], string]>([
    ["no start", [], "event Closed: does not begin at a day or a time"],
    [
      "a time",
      ["DTSTART:20261224T140000"],
      "event Closed: has no length, or one of more than 366 days",
    ],
    [
      "a UTC time",
      ["DTSTART:20261224T000000Z"],
      "event Closed: has no length, or one of more than 366 days",
    ],
    [
      "no such day",
      ["DTSTART;VALUE=DATE:20260230"],
      "event Closed: does not begin at a day or a time",
    ],
    [
      "an end before",
      ["DTSTART;VALUE=DATE:20261224", "DTEND;VALUE=DATE:20261223"],
      "event Closed: does not last whole days, at most 366",
    ],
    [
      "an end at noon",
      ["DTSTART;VALUE=DATE:20261224", "DTEND:20261225T120000"],
      "event Closed: does not last whole days, at most 366",
    ],
    [
      "hours",
      ["DTSTART;VALUE=DATE:20261224", "DURATION:PT8H"],
      "event Closed: does not last whole days, at most 366",
    ],
    [
      "a day and hours",
      ["DTSTART;VALUE=DATE:20261224", "DURATION:P1DT8H"],
      "event Closed: does not last whole days, at most 366",
    ],
    [
      "an end that is none",
      ["DTSTART;VALUE=DATE:20261224", "DTEND;VALUE=DATE:soon"],
      "event Closed: does not last whole days, at most 366",
    ],
    [
      "an end in UTC",
      ["DTSTART;VALUE=DATE:20261224", "DTEND:20261225T000000Z"],
      "event Closed: does not last whole days, at most 366",
    ],
    [
      "no days",
      ["DTSTART;VALUE=DATE:20261224", "DURATION:P0D"],
      "event Closed: does not last whole days, at most 366",
    ],
    [
      "too long",
      ["DTSTART;VALUE=DATE:20261224", "DURATION:P367D"],
      "event Closed: does not last whole days, at most 366",
    ],
    [
      "an odd EXDATE",
      ["DTSTART;VALUE=DATE:20261224", "EXDATE:20261224T120000"],
      "event Closed: RDATE or EXDATE is not understood",
    ],
    [
      "an odd RDATE",
      ["DTSTART;VALUE=DATE:20261224", "RDATE;VALUE=PERIOD:20261224/P1D"],
      "event Closed: RDATE or EXDATE is not understood",
    ],
  ])("%s", (_, lines, expected) => {
    expect(problem(feed(...lines))).toBe(expected);
  });

  it("a rule of which a part is not understood", () => {
    expect(problem(feed("DTSTART;VALUE=DATE:20260101", "RRULE:FREQ=HOURLY"))).toBe(
      "event Closed: RRULE is not understood",
    );
  });

  it("says so when there is nothing", () => {
    expect(problem("")).toBe("feed holds no events");
    expect(problem("BEGIN:VEVENT\nDTSTART;VALUE=DATE:20260101")).toBe("feed holds no events");
    expect(problem("END:VEVENT")).toBe("feed holds no events");
    expect(problem(feed().replace("SUMMARY:Closed\r\n", ""))).toBe(
      "event 1@x: does not begin at a day or a time",
    );
    expect(problem("BEGIN:VEVENT\nEND:VEVENT")).toBe(
      "event without a name: does not begin at a day or a time",
    );
  });
});
