import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CalendarSpec, Recurrence } from "./index.ts";
import { compileCalendar, lastOccurrence, nextOccurrence } from "./index.ts";

function at(local: string, timeZone = "Europe/Berlin"): Temporal.Instant {
  return Temporal.ZonedDateTime.from(`${local}[${timeZone}]`).toInstant();
}

/** The next so many occurrences, as wall-clock times with their offsets. */
function occurrences(
  rule: Recurrence,
  after: string,
  count: number,
  spec: Partial<CalendarSpec> = {},
): readonly string[] {
  const calendar = compileCalendar({ timeZone: "Europe/Berlin", hours: [], ...spec });
  const { timeZone } = calendar.spec;
  const found: string[] = [];
  let from: Temporal.Instant | undefined = at(after, timeZone);
  for (let n = 0; n < count; n += 1) {
    from = nextOccurrence(calendar, rule, from);
    if (from === undefined) break;
    found.push(
      from.toZonedDateTimeISO(timeZone).toString({ timeZoneName: "never", smallestUnit: "minute" }),
    );
  }
  return found;
}

describe("A40: jobs at odd local times run once, by a written rule", () => {
  it("A40: 02:30 on the day it does not exist runs when the clock jumps to 03:00", () => {
    expect(occurrences({ every: "day", at: "02:30" }, "2026-03-28T00:00", 3)).toEqual([
      "2026-03-28T02:30+01:00",
      "2026-03-29T03:00+02:00",
      "2026-03-30T02:30+02:00",
    ]);
  });

  it("A40: 02:30 on the day it comes twice runs the first time only", () => {
    expect(occurrences({ every: "day", at: "02:30" }, "2026-10-24T03:00", 2)).toEqual([
      "2026-10-25T02:30+02:00",
      "2026-10-26T02:30+01:00",
    ]);
    // asked between the two passes: today's run is over
    expect(occurrences({ every: "day", at: "02:30" }, "2026-10-25T02:45+02:00", 1)).toEqual([
      "2026-10-26T02:30+01:00",
    ]);
    expect(occurrences({ every: "day", at: "02:30" }, "2026-10-25T02:15+01:00", 1)).toEqual([
      "2026-10-26T02:30+01:00",
    ]);
  });

  it("A40: nor does the last one come a second time", () => {
    const calendar = compileCalendar({ timeZone: "Europe/Berlin", hours: [] });
    const last = (local: string) =>
      lastOccurrence(calendar, { every: "day", at: "02:30" }, at(local))?.toString();
    // 2:30 in summer time is 0:30 UTC.
    expect(last("2026-10-25T02:30+02:00")).toBe("2026-10-25T00:30:00Z");
    expect(last("2026-10-25T02:29+01:00")).toBe("2026-10-25T00:30:00Z");
    expect(last("2026-10-25T12:00")).toBe("2026-10-25T00:30:00Z");
    expect(last("2026-10-25T02:29+02:00")).toBe("2026-10-24T00:30:00Z");
  });

  it.each([
    ["Europe/Stockholm", "2026-03-29T03:00+02:00"],
    ["Europe/Copenhagen", "2026-03-29T03:00+02:00"],
    ["Europe/Sarajevo", "2026-03-29T03:00+02:00"],
  ])("A40: the same in %s", (timeZone, expected) => {
    expect(occurrences({ every: "day", at: "02:30" }, "2026-03-28T12:00", 1, { timeZone })).toEqual(
      [expected],
    );
  });

  it("A40: south of the equator and by half an hour", () => {
    expect(
      occurrences({ every: "day", at: "02:30" }, "2026-10-03T12:00", 2, {
        timeZone: "Australia/Sydney",
      }),
    ).toEqual(["2026-10-04T03:00+11:00", "2026-10-05T02:30+11:00"]);
    // Lord Howe jumps from 02:00 to 02:30: 02:15 does not exist, 02:30 does
    expect(
      occurrences({ every: "day", at: "02:15" }, "2026-10-03T12:00", 1, {
        timeZone: "Australia/Lord_Howe",
      }),
    ).toEqual(["2026-10-04T02:30+11:00"]);
    expect(
      occurrences({ every: "day", at: "02:30" }, "2026-10-03T12:00", 1, {
        timeZone: "Australia/Lord_Howe",
      }),
    ).toEqual(["2026-10-04T02:30+11:00"]);
    expect(
      occurrences({ every: "day", at: "01:45" }, "2026-04-04T12:00", 2, {
        timeZone: "Australia/Lord_Howe",
      }),
    ).toEqual(["2026-04-05T01:45+11:00", "2026-04-06T01:45+10:30"]);
  });

  it("A40: monthly on the 31st runs on the last day of shorter months", () => {
    expect(occurrences({ every: "month", onDay: 31, at: "04:00" }, "2027-12-31T12:00", 5)).toEqual([
      "2028-01-31T04:00+01:00",
      "2028-02-29T04:00+01:00",
      "2028-03-31T04:00+02:00",
      "2028-04-30T04:00+02:00",
      "2028-05-31T04:00+02:00",
    ]);
    expect(occurrences({ every: "month", onDay: 29, at: "04:00" }, "2027-02-01T00:00", 1)).toEqual([
      "2027-02-28T04:00+01:00",
    ]);
    expect(occurrences({ every: "month", onDay: 1, at: "00:00" }, "2026-12-01T00:00", 1)).toEqual([
      "2027-01-01T00:00+01:00",
    ]);
  });
});

describe("recurrences", () => {
  it("weekly keeps its weekday", () => {
    expect(occurrences({ every: "week", on: "wed", at: "22:00" }, "2026-11-25T22:00", 2)).toEqual([
      "2026-12-02T22:00+01:00",
      "2026-12-09T22:00+01:00",
    ]);
    expect(occurrences({ every: "week", on: "wed", at: "22:00" }, "2026-11-25T21:59", 1)).toEqual([
      "2026-11-25T22:00+01:00",
    ]);
  });

  it("each quarter and each year begin on their first day", () => {
    expect(occurrences({ every: "quarter", at: "00:00" }, "2026-02-10T12:00", 5)).toEqual([
      "2026-04-01T00:00+02:00",
      "2026-07-01T00:00+02:00",
      "2026-10-01T00:00+02:00",
      "2027-01-01T00:00+01:00",
      "2027-04-01T00:00+02:00",
    ]);
    expect(occurrences({ every: "year", at: "09:00" }, "2026-01-01T09:00", 2)).toEqual([
      "2027-01-01T09:00+01:00",
      "2028-01-01T09:00+01:00",
    ]);
    expect(occurrences({ every: "year", at: "09:00" }, "2026-01-01T08:59", 1)).toEqual([
      "2026-01-01T09:00+01:00",
    ]);
  });

  it("srv-37: every working day at 9:00 leaves out weekends and holidays", () => {
    const spec: Partial<CalendarSpec> = { holidays: [{ kind: "public", country: "DE" }] };
    expect(occurrences({ every: "working-day", at: "09:00" }, "2026-04-01T10:00", 3, spec)).toEqual(
      ["2026-04-02T09:00+02:00", "2026-04-07T09:00+02:00", "2026-04-08T09:00+02:00"],
    );
  });

  it("has no next working day where there is none", () => {
    const spec: Partial<CalendarSpec> = {
      exceptions: [
        { from: "2026-01-01", to: "2031-12-31", hours: [], reason: "gone" },
        { from: "2032-01-01", to: "2036-12-31", hours: [], reason: "still gone" },
      ],
      workingDays: ["mon"],
    };
    const calendar = compileCalendar({ timeZone: "UTC", hours: [], ...spec });
    const rule = { every: "working-day", at: "09:00" } as const;
    expect(nextOccurrence(calendar, rule, at("2025-12-30T00:00", "UTC"))).toBeUndefined();
    expect(lastOccurrence(calendar, rule, at("2035-12-31T00:00", "UTC"))?.toString()).toBe(
      "2025-12-29T09:00:00Z",
    );
  });

  it("refuses times that are none", () => {
    const calendar = compileCalendar({ timeZone: "UTC", hours: [] });
    const now = at("2026-01-01T00:00", "UTC");
    expect(() => nextOccurrence(calendar, { every: "day", at: "24:00" }, now)).toThrow(RangeError);
    expect(() => lastOccurrence(calendar, { every: "day", at: "9:00" }, now)).toThrow(RangeError);
  });

  it("the last occurrence is the one that the next of just before it finds", () => {
    const rule = fc.oneof(
      fc.constant<Recurrence>({ every: "day", at: "02:30" }),
      fc.constant<Recurrence>({ every: "working-day", at: "09:00" }),
      fc.constant<Recurrence>({ every: "week", on: "sun", at: "02:00" }),
      fc.constantFrom<Recurrence>(
        { every: "quarter", at: "00:00" },
        { every: "year", at: "02:30" },
      ),
      fc
        .integer({ min: 1, max: 31 })
        .map((onDay): Recurrence => ({ every: "month", onDay, at: "00:00" })),
    );
    const zone = fc.constantFrom("Europe/Berlin", "Australia/Lord_Howe", "America/St_Johns");
    fc.assert(
      fc.property(
        rule,
        zone,
        fc.integer({ min: Date.UTC(2025, 0, 1), max: Date.UTC(2028, 0, 1) }),
        (recurrence, timeZone, ms) => {
          const calendar = compileCalendar({ timeZone, hours: [] });
          const now = Temporal.Instant.fromEpochMilliseconds(ms);
          const last = lastOccurrence(calendar, recurrence, now);
          const next = nextOccurrence(calendar, recurrence, now);
          if (last === undefined || next === undefined) throw new Error("always due again");
          expect(last.epochMilliseconds).toBeLessThanOrEqual(ms);
          expect(next.epochMilliseconds).toBeGreaterThan(ms);
          expect(nextOccurrence(calendar, recurrence, last)).toEqual(next);
          expect(lastOccurrence(calendar, recurrence, next)).toEqual(next);
          expect(lastOccurrence(calendar, recurrence, next.subtract({ milliseconds: 1 }))).toEqual(
            last,
          );
        },
      ),
      { numRuns: 300 },
    );
  });
});
