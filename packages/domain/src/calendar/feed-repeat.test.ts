import { describe, expect, it } from "vitest";
import type { FeedRepeat } from "./index.ts";
import { compileCalendar, holidaysOf, parseFeed } from "./index.ts";

/** Days of a year that a rule gives, from a first day on. */
function days(start: string, rule: string, year = 2026): readonly string[] {
  const { events, problems } = parseFeed(
    `BEGIN:VEVENT\nDTSTART;VALUE=DATE:${start}\nRRULE:${rule}\nEND:VEVENT`,
  );
  expect(problems).toEqual([]);
  const holidays = [{ kind: "feed", events }] as const;
  const calendar = compileCalendar({ timeZone: "UTC", hours: [], holidays });
  return holidaysOf(calendar, year).map(({ date }) => date.slice(5));
}

function repeatOf(rule: string): FeedRepeat | undefined {
  return parseFeed(`BEGIN:VEVENT\nDTSTART;VALUE=DATE:20260101\nRRULE:${rule}\nEND:VEVENT`).events[0]
    ?.repeats;
}

describe("days of a rule", () => {
  it.each<[string, string, string, number, readonly string[]]>([
    [
      "every seventh week",
      "20260107",
      "FREQ=WEEKLY;INTERVAL=7;UNTIL=20260601",
      2026,
      ["01-07", "02-25", "04-15"],
    ],
    [
      "every fifth month, over New Year",
      "20240904",
      "FREQ=MONTHLY;INTERVAL=5",
      2026,
      ["05-04", "10-04"],
    ],
    ["the year after", "20240904", "FREQ=MONTHLY;INTERVAL=5", 2027, ["03-04", "08-04"]],
    ["each year in other months", "20200504", "FREQ=YEARLY;BYMONTH=6,9", 2026, ["06-04", "09-04"]],
    [
      "the first and the middle",
      "20261101",
      "FREQ=MONTHLY;BYMONTHDAY=1,15",
      2026,
      ["11-01", "11-15", "12-01", "12-15"],
    ],
    [
      "the last two days",
      "20261130",
      "FREQ=MONTHLY;BYMONTHDAY=-1,-2;UNTIL=20261231",
      2026,
      ["11-30", "12-30", "12-31"],
    ],
    [
      "the last Monday, where a Monday is the last day",
      "20260525",
      "FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO",
      2027,
      ["05-31"],
    ],
    ["the last but one", "20260518", "FREQ=YEARLY;BYMONTH=5;BYDAY=-2MO", 2027, ["05-24"]],
    [
      "the first Monday of each month",
      "20261005",
      "FREQ=MONTHLY;BYDAY=1MO",
      2026,
      ["10-05", "11-02", "12-07"],
    ],
    [
      "the first working day",
      "20261001",
      "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1",
      2026,
      ["10-01", "11-02", "12-01"],
    ],
    [
      "the last of a week's days",
      "20261204",
      "FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=-1",
      2026,
      ["12-04", "12-11", "12-18", "12-25"],
    ],
    [
      "the last of a year's",
      "20251231",
      "FREQ=YEARLY;BYMONTH=1,12;BYMONTHDAY=30,31;BYSETPOS=-1",
      2026,
      ["12-31"],
    ],
    [
      "weeks that begin on Sunday, each of them",
      "20261223",
      "FREQ=WEEKLY;WKST=SU",
      2026,
      ["12-23", "12-30"],
    ],
    ["a last semicolon", "20261223", "FREQ=DAILY;COUNT=2;", 2026, ["12-23", "12-24"]],
    ["blanks around, small letters", "20261223", " freq=daily;count=2 ", 2026, ["12-23", "12-24"]],
    [
      "until a moment on no clock",
      "20261223",
      "FREQ=DAILY;UNTIL=20261224T120000",
      2026,
      ["12-23", "12-24"],
    ],
  ])("%s", (_, start, rule, year, expected) => {
    expect(days(start, rule, year)).toEqual(expected);
  });

  it("are counted to the last day that there is, and no further", () => {
    // From 2026 to 2199 are 174 last days of a year.
    expect(days("20261231", "FREQ=YEARLY;COUNT=174", 2199)).toEqual(["12-31"]);
    const { events, problems } = parseFeed(
      "BEGIN:VEVENT\nDTSTART;VALUE=DATE:20261231\nRRULE:FREQ=YEARLY;COUNT=175\nEND:VEVENT",
    );
    expect(events).toEqual([]);
    expect(problems).toEqual(["event without a name: RRULE is not understood"]);
  });

  it("two events of one day: the first gives its name", () => {
    const event = (name: string) =>
      `BEGIN:VEVENT\nDTSTART;VALUE=DATE:20261224\nSUMMARY:${name}\nEND:VEVENT\n`;
    const { events } = parseFeed(event("Eve") + event("Stock-taking"));
    const holidays = [{ kind: "feed", events }] as const;
    const calendar = compileCalendar({ timeZone: "UTC", hours: [], holidays });
    expect(holidaysOf(calendar, 2026)).toEqual([{ date: "2026-12-24", name: "Eve" }]);
  });
});

describe("rules, as they are read", () => {
  it("say what was said, and nothing else", () => {
    expect(repeatOf("FREQ=DAILY")).toStrictEqual({ every: "day", interval: 1 });
    expect(repeatOf("FREQ=YEARLY;INTERVAL=2;WKST=SU")).toStrictEqual({
      every: "year",
      interval: 2,
    });
    expect(repeatOf("FREQ=YEARLY;BYMONTH=5;BYDAY=+4TH,-1MO,SU;UNTIL=20300101")).toStrictEqual({
      every: "year",
      interval: 1,
      months: [5],
      weekdays: [
        { day: "thu", nth: 4 },
        { day: "mon", nth: -1 },
        { day: "sun", nth: 0 },
      ],
      until: "2030-01-01",
    });
    expect(repeatOf("FREQ=MONTHLY;BYMONTHDAY=+1,-31;BYSETPOS=+1,-366")).toStrictEqual({
      every: "month",
      interval: 1,
      daysOfMonth: [1, -31],
      positions: [1, -366],
    });
    expect(repeatOf(`FREQ=MONTHLY;BYMONTHDAY=${"1,".repeat(61)}1`)?.daysOfMonth).toHaveLength(62);
  });

  it.each([
    "1FREQ=DAILY",
    "FREQ=DAILY;COUNT=2=3",
    "FREQ=DAILY;;COUNT=2",
    "FREQ=DAILY;X-A=1",
    "FREQ=DAILY;INTERVAL=+2",
    "FREQ=DAILY;INTERVAL=2.0",
    "FREQ=DAILY;INTERVAL=00002",
    "FREQ=DAILY;UNTIL=120300101",
    "FREQ=DAILY;UNTIL=20300101T",
    "FREQ=DAILY;UNTIL=20300101X",
    "FREQ=MONTHLY;BYDAY=MOO",
    "FREQ=MONTHLY;BYDAY=1-MO",
    "FREQ=MONTHLY;BYMONTHDAY=1-3",
    "FREQ=MONTHLY;BYMONTHDAY=-32",
    "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=1-3",
    "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=-367",
    "FREQ=WEEKLY;BYMONTH=3;BYDAY=1MO",
    "FREQ=YEARLY;BYMONTHDAY=13;BYDAY=FR",
    "FREQ=HOURLY",
    "FREQ=YEARLY;BYSETPOS=1;BYMONTH=1",
    "FREQ=MONTHLY;BYSETPOS=0;BYDAY=MO",
    "FREQ=MONTHLY;BYSETPOS=367;BYDAY=MO",
    "FREQ=DAILY;BYSETPOS=1;BYDAY=MO",
    "FREQ=YEARLY;BYWEEKNO=20",
    "FREQ=YEARLY;BYDAY=20MO",
    "FREQ=YEARLY;BYDAY=1MO",
    "FREQ=YEARLY;BYMONTHDAY=13",
    "FREQ=WEEKLY;BYDAY=1MO",
    "FREQ=WEEKLY;BYMONTHDAY=13",
    "FREQ=DAILY;BYDAY=-1MO",
    "FREQ=WEEKLY;INTERVAL=2;WKST=SU",
    "FREQ=YEARLY;INTERVAL=0",
    "FREQ=YEARLY;INTERVAL=1001",
    "FREQ=YEARLY;COUNT=0",
    "FREQ=YEARLY;COUNT=1001",
    "FREQ=YEARLY;COUNT=2;UNTIL=20300101",
    "FREQ=YEARLY;UNTIL=20301301",
    "FREQ=YEARLY;UNTIL=soon",
    "FREQ=YEARLY;BYMONTH=13",
    "FREQ=YEARLY;BYMONTH=0",
    "FREQ=MONTHLY;BYMONTHDAY=0",
    "FREQ=MONTHLY;BYMONTHDAY=32",
    "FREQ=MONTHLY;BYDAY=XX",
    "FREQ=MONTHLY;BYDAY=6MO",
    "FREQ=YEARLY;FREQ=DAILY",
    "FREQ",
    "",
    "INTERVAL=2",
    `FREQ=MONTHLY;BYMONTHDAY=${"1,".repeat(62)}1`,
  ])("%s is not understood", (rule) => {
    expect(repeatOf(rule)).toBeUndefined();
  });
});
