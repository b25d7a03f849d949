import { describe, expect, it } from "vitest";
import { compileCalendar } from "../calendar/index.ts";
import { readSignatureAge } from "./index.ts";

const ZONE = "Europe/Berlin";
const srv37 = { clause: "srv-37", checkAt: "09:00", olderThanWorkingDays: 2 };
const calendar = compileCalendar({
  timeZone: ZONE,
  hours: [],
  holidays: [{ kind: "public", country: "DE", commonToAllStates: true }],
});
const ms = (local: string) => Temporal.ZonedDateTime.from(`${local}[${ZONE}]`).epochMilliseconds;
const read = (signed: string | undefined, now: string) =>
  readSignatureAge(
    srv37,
    calendar,
    signed === undefined ? undefined : ms(signed),
    Temporal.Instant.fromEpochMilliseconds(ms(now)),
  );

describe("srv-37: signatures older than 2 working days", () => {
  it.each([
    // 19 November 2026 is a Thursday
    ["same day", "2026-11-19T06:00", "2026-11-19T09:00", 0, "current"],
    ["next day", "2026-11-19T06:00", "2026-11-20T09:00", 1, "current"],
    ["over the weekend", "2026-11-19T23:59", "2026-11-23T09:00", 2, "current"],
    ["a moment before Tuesday's check", "2026-11-19T06:00", "2026-11-24T08:59", 2, "current"],
    ["Tuesday's check", "2026-11-19T06:00", "2026-11-24T09:00", 3, "old"],
    ["newer than the last check", "2026-11-24T10:00", "2026-11-24T12:00", 0, "current"],
    ["over Easter", "2026-04-01T06:00", "2026-04-07T10:00", 2, "current"],
    ["after Easter", "2026-04-01T06:00", "2026-04-08T10:00", 3, "old"],
    ["on a Saturday the check was Friday's", "2026-11-17T06:00", "2026-11-21T12:00", 3, "old"],
    ["over New Year", "2026-12-30T12:00", "2027-01-04T09:00", 2, "current"],
    ["signatures of a Sunday", "2026-11-22T12:00", "2026-11-24T09:00", 2, "current"],
  ])("srv-37: %s", (_, signed, now, age, state) => {
    expect(read(signed, now)).toMatchObject({ clause: "srv-37", ageWorkingDays: age, state });
  });

  it("srv-37: says when it was checked, when next, and which check raises the alarm", () => {
    expect(read("2026-11-19T06:00", "2026-11-21T12:00")).toEqual({
      clause: "srv-37",
      state: "current",
      ageWorkingDays: 1,
      checkedMs: ms("2026-11-20T09:00"),
      nextCheckMs: ms("2026-11-23T09:00"),
      alarmMs: ms("2026-11-24T09:00"),
    });
  });

  it("srv-37: the alarm comes at the first check that finds them old, and not before", () => {
    for (const signed of [
      "2026-11-19T06:00",
      "2026-11-21T12:00",
      "2026-12-30T12:00",
      "2026-03-27T12:00",
      "2026-04-02T09:00",
    ]) {
      const { alarmMs } = read(signed, signed);
      const at = (offset: number) =>
        readSignatureAge(
          srv37,
          calendar,
          ms(signed),
          Temporal.Instant.fromEpochMilliseconds((alarmMs ?? 0) + offset),
        ).state;
      expect(at(-1)).toBe("current");
      expect(at(0)).toBe("old");
    }
  });

  it("srv-37: no signatures are not current ones", () => {
    expect(read(undefined, "2026-11-21T12:00")).toEqual({
      clause: "srv-37",
      state: "unknown",
      checkedMs: ms("2026-11-20T09:00"),
      nextCheckMs: ms("2026-11-23T09:00"),
    });
  });

  it("srv-37: a check at midnight counts on its own day", () => {
    // Thursday's signatures are too old on Tuesday, from its first moment on.
    const atMidnight = { ...srv37, checkAt: "00:00" };
    const now = Temporal.Instant.fromEpochMilliseconds(ms("2026-11-20T12:00"));
    const reading = readSignatureAge(atMidnight, calendar, ms("2026-11-19T06:00"), now);
    expect(reading.alarmMs).toBe(ms("2026-11-24T00:00"));
  });

  it("needs working days, also where no signature was seen", () => {
    const feed = {
      uid: "1",
      name: "never",
      from: "2000-01-01",
      days: 1,
      alsoOn: [],
      exceptOn: [],
      repeats: { every: "day", interval: 1 },
    } as const;
    const idle = compileCalendar({
      timeZone: "UTC",
      hours: [],
      holidays: [{ kind: "feed", events: [feed] }],
    });
    expect(() =>
      readSignatureAge(srv37, idle, undefined, Temporal.Instant.from("2026-01-01T00:00Z")),
    ).toThrow("the calendar has no working days");
    expect(() =>
      readSignatureAge(srv37, idle, 0, Temporal.Instant.from("2026-01-01T00:00Z")),
    ).toThrow("the calendar has no working days");
  });
});
