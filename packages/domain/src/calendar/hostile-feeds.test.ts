import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FeedEvent } from "./index.ts";
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

describe("hostile feeds", () => {
  it("refuses what is too long", () => {
    expect(problem("x".repeat(1_048_577))).toBe("feed is longer than 1048576 characters");
  });

  it("reads at most 2,000 events", () => {
    const one = "BEGIN:VEVENT\nDTSTART;VALUE=DATE:20261224\nEND:VEVENT\n";
    expect(parseFeed(one.repeat(2_000)).problems).toEqual([]);
    const { events, problems } = parseFeed(one.repeat(2_001));
    expect(events).toHaveLength(2_000);
    expect(problems).toEqual(["feed has more than 2000 events; the rest is left out"]);
  });

  it("names at most a hundred problems", () => {
    expect(parseFeed("BEGIN:VEVENT\nEND:VEVENT\n".repeat(500)).problems).toHaveLength(100);
  });

  it("ignores endless lines and gives up on endless lists", () => {
    expect(problem(feed(`DTSTART;VALUE=DATE:20261224${"0".repeat(5_000)}`))).toMatch(
      /day or a time/,
    );
    const dates = `RDATE;VALUE=DATE:${Array.from({ length: 400 }, () => "20261224").join(",")}`;
    const twelve = Array.from({ length: 12 }, () => dates);
    expect(parseFeed(feed("DTSTART;VALUE=DATE:20261224", ...twelve)).problems).toEqual([]);
    expect(problem(feed("DTSTART;VALUE=DATE:20261224", ...twelve, dates))).toMatch(/RDATE/);
  });

  it("does not search for ever for occurrences that never come", () => {
    const never =
      "BEGIN:VEVENT\nDTSTART;VALUE=DATE:20000229\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=2\nEND:VEVENT\n";
    const started = performance.now();
    const { events } = parseFeed(never.repeat(2_000));
    expect(events).toEqual([]);
    // Without a limit this would be 146 million days: minutes, on any machine.
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  it("five hundred of the widest are read and asked in time", () => {
    const one =
      "BEGIN:VEVENT\nDTSTART;VALUE=DATE:20000103\nRRULE:FREQ=YEARLY;BYMONTH=1,2,3,4,5,6,7,8,9,10,11,12;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYSETPOS=-1\nEND:VEVENT\n";
    const started = performance.now();
    expect(days(one.repeat(500))).toEqual(["12-31"]);
    expect(performance.now() - started).toBeLessThan(20_000);
  });

  it("never throws, whatever comes", () => {
    const line = fc.oneof(
      fc.string(),
      fc.constantFrom(
        "BEGIN:VEVENT",
        "END:VEVENT",
        "DTSTART;VALUE=DATE:20261224",
        "RRULE:FREQ=DAILY",
        "RRULE:FREQ=YEARLY;COUNT=99",
        "DURATION:P1W",
        "EXDATE:20261224",
        "BEGIN:VALARM",
        "END:VALARM",
      ),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
        const { events } = parseFeed(lines.join("\n"));
        const calendar = compileCalendar({
          timeZone: "UTC",
          hours: [],
          holidays: [{ kind: "feed", events: events satisfies readonly FeedEvent[] }],
        });
        holidaysOf(calendar, 2026);
      }),
      { numRuns: 300 },
    );
  });
});
