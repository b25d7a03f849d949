import { describe, expect, it } from "vitest";
import type { Calendar, CalendarSpec, Weekday } from "./index.ts";
import {
  addServiceTime,
  alwaysOpen,
  compileCalendar,
  isOpen,
  nextClosing,
  nextOpening,
  openIntervals,
  serviceTimeBetween,
} from "./index.ts";

const HOUR = 3_600_000;
const weekdays: readonly Weekday[] = ["mon", "tue", "wed", "thu", "fri"];

/** A wall-clock time in a zone; `2026-10-25T02:30+01:00` picks one of two. */
function at(local: string, timeZone = "Europe/Berlin"): Temporal.Instant {
  return Temporal.ZonedDateTime.from(`${local}[${timeZone}]`).toInstant();
}

function wall(instant: Temporal.Instant | undefined, timeZone = "Europe/Berlin"): string {
  return instant === undefined
    ? "never"
    : instant.toZonedDateTimeISO(timeZone).toString({ timeZoneName: "never" });
}

function calendar(spec: Partial<CalendarSpec> = {}): Calendar {
  return compileCalendar({ timeZone: "Europe/Berlin", hours: [], ...spec });
}

const srv23: CalendarSpec = {
  timeZone: "Europe/Berlin",
  hours: [{ days: weekdays, from: "09:00", to: "18:00" }],
  holidays: [{ kind: "public", country: "DE", commonToAllStates: true }],
};

describe("srv-23: service time Monday to Friday 9–18, nationwide holidays excepted", () => {
  const service = calendar(srv23);

  it.each([
    ["2026-11-23T08:59:59.999", false, "a Monday before nine"],
    ["2026-11-23T09:00", true, "nine belongs to it"],
    ["2026-11-23T17:59:59.999", true, "the last moment"],
    ["2026-11-23T18:00", false, "six does not"],
    ["2026-11-21T12:00", false, "Saturday"],
    ["2026-11-22T12:00", false, "Sunday"],
    ["2026-04-03T12:00", false, "Good Friday"],
    ["2026-05-14T12:00", false, "Ascension"],
    ["2026-05-25T12:00", false, "Whit Monday"],
    ["2028-10-03T12:00", false, "Unity day, a Tuesday"],
    ["2028-10-31T12:00", true, "Reformation day is kept by some states only"],
    ["2026-01-06T12:00", true, "Epiphany is kept by some states only"],
    ["2017-10-31T12:00", false, "the one nationwide Reformation day"],
    ["2026-12-24T12:00", true, "Christmas Eve is no holiday"],
  ])("%s → %s (%s)", (local, open) => {
    expect(isOpen(service, at(local))).toBe(open);
  });

  it.each([
    ["2026-11-23T08:00", "2026-11-23T09:00:00+01:00"],
    ["2026-11-23T09:00", "2026-11-23T09:00:00+01:00"],
    ["2026-11-23T12:34:56", "2026-11-23T12:34:56+01:00"],
    ["2026-11-20T18:00", "2026-11-23T09:00:00+01:00"],
    ["2026-04-02T18:00", "2026-04-07T09:00:00+02:00"],
    ["2026-12-24T18:00", "2026-12-28T09:00:00+01:00"],
    ["2026-12-31T18:00", "2027-01-04T09:00:00+01:00"],
  ])("next opening after %s is %s", (from, expected) => {
    expect(wall(nextOpening(service, at(from)))).toBe(expected);
  });

  it.each([
    ["2026-11-23T08:00", "2026-11-23T18:00:00+01:00"],
    ["2026-11-23T17:59", "2026-11-23T18:00:00+01:00"],
    ["2026-11-23T18:00", "2026-11-24T18:00:00+01:00"],
  ])("next closing after %s is %s", (from, expected) => {
    expect(wall(nextClosing(service, at(from)))).toBe(expected);
  });

  it.each([
    ["2026-11-20T14:00", 4 * HOUR, "2026-11-20T18:00:00+01:00", "ends exactly at closing"],
    ["2026-11-20T14:00", 4 * HOUR + 1, "2026-11-23T09:00:00.001+01:00", "one millisecond more"],
    ["2026-11-20T17:00", 4 * HOUR, "2026-11-23T12:00:00+01:00", "over the weekend"],
    ["2026-11-21T03:00", 4 * HOUR, "2026-11-23T13:00:00+01:00", "from closed time"],
    ["2026-11-23T10:00", 24 * HOUR, "2026-11-25T16:00:00+01:00", "24 h are two days and six hours"],
    ["2026-03-27T17:00", 2 * HOUR, "2026-03-30T10:00:00+02:00", "over the change to summer time"],
    ["2026-10-23T17:00", 2 * HOUR, "2026-10-26T10:00:00+01:00", "over the change to winter time"],
    ["2026-12-31T17:00", 2 * HOUR, "2027-01-04T10:00:00+01:00", "over New Year, a Friday"],
    ["2026-04-02T17:00", 2 * HOUR, "2026-04-07T10:00:00+02:00", "over Easter"],
    ["2026-11-23T10:00", 0, "2026-11-23T10:00:00+01:00", "nothing"],
    ["2026-11-21T03:00", 0, "2026-11-21T03:00:00+01:00", "nothing, closed"],
    ["2026-11-23T13:00", -4 * HOUR, "2026-11-23T09:00:00+01:00", "back to opening"],
    ["2026-11-23T13:00", -4 * HOUR - 1, "2026-11-20T17:59:59.999+01:00", "back over the weekend"],
    ["2026-11-21T12:00", -9 * HOUR, "2026-11-20T09:00:00+01:00", "a whole day back from Saturday"],
  ])("from %s add %d ms → %s (%s)", (from, ms, expected) => {
    expect(wall(addServiceTime(service, at(from), ms))).toBe(expected);
  });

  it.each([
    ["2026-11-23T10:00", "2026-11-23T12:00", 2],
    ["2026-11-20T17:00", "2026-11-23T10:00", 2],
    ["2026-11-21T00:00", "2026-11-22T23:59", 0],
    ["2026-11-23T00:00", "2026-11-24T00:00", 9],
    ["2026-04-01T00:00", "2026-04-08T00:00", 27],
    ["2026-11-23T12:00", "2026-11-23T10:00", -2],
  ])("between %s and %s lie %d h", (from, to, hours) => {
    expect(serviceTimeBetween(service, at(from), at(to))).toBe(hours * HOUR);
  });

  it("lists 254 openings for 2026: 261 weekdays without the 7 holidays that fall on them", () => {
    const open = openIntervals(service, at("2026-01-01T00:00"), at("2027-01-01T00:00"));
    expect(open).toHaveLength(254);
    expect(open[0]).toEqual({
      fromMs: at("2026-01-02T09:00").epochMilliseconds,
      toMs: at("2026-01-02T18:00").epochMilliseconds,
    });
  });

  it("clips openings to what was asked for", () => {
    expect(openIntervals(service, at("2026-11-23T10:00"), at("2026-11-24T09:30"))).toEqual([
      {
        fromMs: at("2026-11-23T10:00").epochMilliseconds,
        toMs: at("2026-11-23T18:00").epochMilliseconds,
      },
      {
        fromMs: at("2026-11-24T09:00").epochMilliseconds,
        toMs: at("2026-11-24T09:30").epochMilliseconds,
      },
    ]);
    expect(openIntervals(service, at("2026-11-23T12:00"), at("2026-11-23T12:00"))).toEqual([]);
    expect(openIntervals(service, at("2026-11-24T12:00"), at("2026-11-23T12:00"))).toEqual([]);
  });
});

describe("blocks, nights and exceptions", () => {
  const shop = calendar({
    hours: [
      { days: ["mon", "tue"], from: "08:00", to: "12:00" },
      { days: ["mon", "tue"], from: "13:00", to: "17:00" },
    ],
    holidays: [{ kind: "dates", dates: [{ date: "2026-11-24", name: "Founders' day" }] }],
    exceptions: [
      { from: "2026-12-07", hours: [{ from: "10:00", to: "11:00" }], reason: "stock-taking" },
      { from: "2026-12-14", to: "2026-12-15", hours: [], reason: "moving" },
      { from: "2026-12-19", hours: [{ from: "20:00", to: "24:00" }], reason: "open evening" },
    ],
  });

  it("keeps the midday break", () => {
    expect(isOpen(shop, at("2026-11-23T12:00"))).toBe(false);
    expect(isOpen(shop, at("2026-11-23T13:00"))).toBe(true);
    expect(wall(nextClosing(shop, at("2026-11-23T09:00")))).toBe("2026-11-23T12:00:00+01:00");
    expect(serviceTimeBetween(shop, at("2026-11-23T00:00"), at("2026-11-24T00:00"))).toBe(8 * HOUR);
    expect(wall(addServiceTime(shop, at("2026-11-23T11:30"), HOUR))).toBe(
      "2026-11-23T13:30:00+01:00",
    );
  });

  it("closes on named holidays and lets exceptions win", () => {
    expect(serviceTimeBetween(shop, at("2026-11-24T00:00"), at("2026-11-25T00:00"))).toBe(0);
    expect(serviceTimeBetween(shop, at("2026-12-07T00:00"), at("2026-12-08T00:00"))).toBe(HOUR);
    expect(serviceTimeBetween(shop, at("2026-12-14T00:00"), at("2026-12-16T00:00"))).toBe(0);
    expect(serviceTimeBetween(shop, at("2026-12-16T00:00"), at("2026-12-20T00:00"))).toBe(4 * HOUR);
    expect(wall(nextClosing(shop, at("2026-12-19T21:00")))).toBe("2026-12-20T00:00:00+01:00");
  });

  const nights = calendar({
    hours: [{ days: ["fri", "sun"], from: "22:00", to: "06:00" }],
    holidays: [{ kind: "dates", dates: [{ date: "2026-11-28", name: "closed Saturday" }] }],
  });

  it("lets a night run on after midnight, also from Sunday to Monday", () => {
    expect(isOpen(nights, at("2026-11-20T22:00"))).toBe(true);
    expect(isOpen(nights, at("2026-11-21T05:59"))).toBe(true);
    expect(isOpen(nights, at("2026-11-21T06:00"))).toBe(false);
    expect(isOpen(nights, at("2026-11-23T05:00"))).toBe(true);
    expect(wall(nextClosing(nights, at("2026-11-20T23:00")))).toBe("2026-11-21T06:00:00+01:00");
  });

  it("closes the part of a night that falls on a holiday", () => {
    expect(isOpen(nights, at("2026-11-27T23:00"))).toBe(true);
    expect(isOpen(nights, at("2026-11-28T01:00"))).toBe(false);
    expect(wall(nextClosing(nights, at("2026-11-27T23:00")))).toBe("2026-11-28T00:00:00+01:00");
  });

  it("never opens, never closes, never adds up", () => {
    const shut = calendar();
    expect(nextOpening(shut, at("2026-01-01T00:00"))).toBeUndefined();
    expect(nextClosing(shut, at("2026-01-01T00:00"))).toBeUndefined();
    expect(addServiceTime(shut, at("2026-01-01T00:00"), 1)).toBeUndefined();
    expect(addServiceTime(shut, at("2026-01-01T00:00"), -1)).toBeUndefined();
    expect(nextClosing(calendar({ hours: alwaysOpen }), at("2026-01-01T00:00"))).toBeUndefined();
    expect(() => addServiceTime(shut, at("2026-01-01T00:00"), 0.5)).toThrow(RangeError);
  });

  it("finds the one opening years ahead and years back", () => {
    const rare = calendar({
      exceptions: [{ from: "2030-06-01", hours: [{ from: "10:00", to: "12:00" }], reason: "once" }],
    });
    expect(wall(nextOpening(rare, at("2026-01-01T00:00")))).toBe("2030-06-01T10:00:00+02:00");
    expect(wall(nextClosing(rare, at("2026-01-01T00:00")))).toBe("2030-06-01T12:00:00+02:00");
    expect(wall(addServiceTime(rare, at("2026-01-01T00:00"), HOUR))).toBe(
      "2030-06-01T11:00:00+02:00",
    );
    expect(wall(addServiceTime(rare, at("2034-01-01T00:00"), -HOUR))).toBe(
      "2030-06-01T11:00:00+02:00",
    );
    expect(addServiceTime(rare, at("2026-01-01T00:00"), 3 * HOUR)).toBeUndefined();
  });
});

describe("the change of clocks", () => {
  const always = (timeZone: string) => calendar({ timeZone, hours: alwaysOpen });

  it.each([
    ["Europe/Stockholm", "2026-03-29", 23],
    ["Europe/Stockholm", "2026-10-25", 25],
    ["Europe/Berlin", "2026-03-29", 23],
    ["Europe/Berlin", "2026-10-25", 25],
    ["Europe/Copenhagen", "2026-03-29", 23],
    ["Europe/Copenhagen", "2026-10-25", 25],
    ["Europe/Sarajevo", "2026-03-29", 23],
    ["Europe/Sarajevo", "2026-10-25", 25],
    ["Europe/Berlin", "2026-03-30", 24],
    ["Australia/Sydney", "2026-10-04", 23],
    ["Australia/Sydney", "2026-04-05", 25],
    ["Australia/Lord_Howe", "2026-10-04", 23.5],
    ["Australia/Lord_Howe", "2026-04-05", 24.5],
    ["America/Sao_Paulo", "2018-11-04", 23],
    ["America/Sao_Paulo", "2018-02-17", 25],
    ["Pacific/Apia", "2011-12-30", 0],
    ["Asia/Kathmandu", "2026-03-29", 24],
  ])("%s %s has %d h", (timeZone, date, hours) => {
    const day = Temporal.PlainDate.from(date);
    const from = day.toZonedDateTime(timeZone).toInstant();
    const to = day.add({ days: 1 }).toZonedDateTime(timeZone).toInstant();
    expect(serviceTimeBetween(always(timeZone), from, to)).toBe(hours * HOUR);
  });

  it.each([
    // clocks jump from 02:00 to 03:00
    ["2026-03-29", "01:00", "02:30", 1],
    ["2026-03-29", "02:30", "06:00", 3],
    ["2026-03-29", "02:00", "03:00", 0],
    ["2026-03-29", "02:15", "02:45", 0],
    ["2026-03-29", "00:00", "24:00", 23],
    ["2026-03-29", "09:00", "18:00", 9],
    // clocks go back from 03:00 to 02:00; an opening covers both passes of its edges
    ["2026-10-25", "01:00", "02:30", 2.5],
    ["2026-10-25", "02:30", "06:00", 4.5],
    ["2026-10-25", "02:00", "03:00", 2],
    ["2026-10-25", "00:00", "24:00", 25],
    ["2026-10-25", "09:00", "18:00", 9],
  ])("Berlin %s %s–%s is open for %d h", (date, from, to, hours) => {
    const sunday = calendar({ hours: [{ days: ["sun"], from, to }] });
    const start = at(`${date}T00:00`);
    const end = start.toZonedDateTimeISO("Europe/Berlin").add({ days: 1 }).toInstant();
    expect(serviceTimeBetween(sunday, start, end)).toBe(hours * HOUR);
  });

  it("keeps wall-clock edges on the days of change", () => {
    const sunday = calendar({ hours: [{ days: ["sun"], from: "02:30", to: "09:00" }] });
    expect(wall(nextOpening(sunday, at("2026-03-29T00:00")))).toBe("2026-03-29T03:00:00+02:00");
    expect(wall(nextOpening(sunday, at("2026-10-25T00:00")))).toBe("2026-10-25T02:30:00+02:00");
    expect(wall(nextClosing(sunday, at("2026-10-25T04:00")))).toBe("2026-10-25T09:00:00+01:00");
  });

  it("has joined blocks that the doubled hour makes overlap", () => {
    const sunday = calendar({
      hours: [
        { days: ["sun"], from: "01:00", to: "02:30" },
        { days: ["sun"], from: "02:30", to: "04:00" },
      ],
    });
    expect(openIntervals(sunday, at("2026-10-25T00:00"), at("2026-10-26T00:00"))).toEqual([
      {
        fromMs: at("2026-10-25T01:00").epochMilliseconds,
        toMs: at("2026-10-25T04:00").epochMilliseconds,
      },
    ]);
  });

  it("joins midnights of an always open house into one opening", () => {
    expect(
      openIntervals(always("Europe/Berlin"), at("2026-01-01T00:00"), at("2027-01-01T00:00")),
    ).toHaveLength(1);
  });
});
