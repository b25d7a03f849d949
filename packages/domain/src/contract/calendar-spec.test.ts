import { describe, expect, it } from "vitest";
import { srv } from "../../../../test/catalogues/catalogue-with.ts";
import type { Catalogue } from "../catalogue/index.ts";
import { calendarSpecOf } from "./calendar-spec.ts";

describe("calendars", () => {
  const weekly = [
    {
      days: ["mon", "tue", "wed", "thu", "fri"],
      blocks: [
        { from: "09:00", to: "12:00" },
        { from: "13:00", to: "18:00" },
      ],
    },
  ];
  const specOf = (calendar: object, feeds?: Parameters<typeof calendarSpecOf>[2]) => {
    const known = { ...srv, calendars: { c: calendar } } as unknown as Catalogue;
    return calendarSpecOf(known, "c", feeds);
  };
  it("hours block by block, the week's open days as working days, the provider's zone", () => {
    expect(specOf({ weekly })).toEqual({
      timeZone: "Europe/Berlin",
      hours: [
        { days: weekly[0]?.days, from: "09:00", to: "12:00" },
        { days: weekly[0]?.days, from: "13:00", to: "18:00" },
      ],
      holidays: [],
      exceptions: [],
      workingDays: ["mon", "tue", "wed", "thu", "fri"],
    });
    expect(specOf({ weekly, timeZone: "Asia/Tokyo" }).timeZone).toBe("Asia/Tokyo");
    expect(() => calendarSpecOf(srv, "nowhere")).toThrow(/no calendar nowhere in catalogue srv/);
  });
  it("holidays of the whole country, of some states, of all", () => {
    const common = { kind: "public", country: "DE", commonToAllStates: true };
    expect(specOf({ weekly, holidays: [{ country: "DE", subdivisions: [] }] }).holidays).toEqual([
      common,
    ]);
    expect(
      specOf({ weekly, holidays: [{ country: "DE", subdivisions: ["BY"] }] }).holidays,
    ).toEqual([common, { kind: "public", country: "DE", state: "BY" }]);
    expect(
      specOf({ weekly, holidays: [{ country: "DE", subdivisions: "all" }] }).holidays,
    ).toHaveLength(17);
  });
  it("feeds that were read; one that was not closes nothing", () => {
    const events = [{ uid: "1", name: "x", from: "2027-01-04", days: 1, alsoOn: [], exceptOn: [] }];
    const feeds = new Map([["https://a.example/x.ics", events]]);
    const icalFeeds = ["https://a.example/x.ics", "https://b.example/y.ics"];
    expect(specOf({ weekly, icalFeeds }, feeds).holidays).toEqual([{ kind: "feed", events }]);
    expect(specOf({ weekly, icalFeeds }).holidays).toEqual([]);
  });
  it("half days cut the day's blocks, from 2020 to 2060, where the day is open and nothing else was said", () => {
    const holidays = [
      { country: "DE", subdivisions: [], halfDays: [{ month: 12, day: 24, closesAt: "14:00" }] },
    ];
    const named = [
      { date: "2026-12-24", blocks: [{ from: "10:00", to: "11:00" }], reason: "party" },
      { date: "2026-12-23", blocks: [] },
    ];
    const { exceptions = [] } = specOf({ weekly, holidays, exceptions: named });
    const of = (date: string) => exceptions.filter(({ from }) => from === date);
    expect(of("2025-12-24")).toEqual([
      {
        from: "2025-12-24",
        hours: [
          { from: "09:00", to: "12:00" },
          { from: "13:00", to: "14:00" },
        ],
        reason: "half day",
      },
    ]);
    expect(of("2026-12-24")).toEqual([
      { from: "2026-12-24", hours: [{ from: "10:00", to: "11:00" }], reason: "party" },
    ]);
    expect(of("2026-12-23")).toEqual([{ from: "2026-12-23", hours: [], reason: "" }]);
    // 24 December 2022 was a Saturday.
    expect(of("2022-12-24")).toEqual([]);
    expect([
      of("2019-12-24").length,
      of("2020-12-24").length,
      of("2060-12-24").length,
      of("2061-12-24").length,
    ]).toEqual([0, 1, 1, 0]);
    const noon = [
      { country: "DE", subdivisions: [], halfDays: [{ month: 12, day: 24, closesAt: "13:00" }] },
    ];
    const cut = specOf({ weekly, holidays: noon }).exceptions?.find(
      ({ from }) => from === "2025-12-24",
    );
    expect(cut?.hours).toEqual([{ from: "09:00", to: "12:00" }]);
  });
});
