import { describe, expect, it } from "vitest";
import { dateOf, epochDay } from "./epoch-day.ts";
import { minutesBetween, occurrenceDay, readDuration, readMoment } from "./feed-time.ts";
import type { FeedMoment } from "./feed-time.ts";

const day = epochDay("2026-12-24");

describe("a moment of a feed", () => {
  it.each<[string, string, FeedMoment | undefined]>([
    ["20261224", ";VALUE=DATE", { day }],
    [" 20261224 ", "", { day }],
    ["20261224T000000", "", { day, minutes: 0 }],
    ["20261224T140530", "", { day, minutes: 845 }],
    ["20261224T230000", "", { day, minutes: 1_380 }],
    // A leap second belongs to the minute that it ends.
    ["20261224T235960", "", { day, minutes: 1_439 }],
    ["20261224T140000Z", "", { day, minutes: 840, zone: "UTC" }],
    ["20261224T140000Z", ";TZID=Asia/Tokyo", { day, minutes: 840, zone: "UTC" }],
    ["20261224T140000", ";TZID=Asia/Tokyo", { day, minutes: 840, zone: "Asia/Tokyo" }],
    ["20261224T140000", ';TZID="Asia/Tokyo"', { day, minutes: 840, zone: "Asia/Tokyo" }],
    ["20261224T140000", ';X-A=1;TZID="A:B";X-B=2', { day, minutes: 840, zone: "A:B" }],
    ["20261224T240000", "", undefined],
    ["20261224T146000", "", undefined],
    ["20261224T140061", "", undefined],
    ["20261224T1400", "", undefined],
    ["20261224T140000+0100", "", undefined],
    ["20260230T140000", "", undefined],
    ["20260230", "", undefined],
    ["2026-12-24", "", undefined],
    ["", "", undefined],
  ])("%j%s", (value, params, expected) => {
    expect(readMoment(value, params)).toStrictEqual(expected);
  });

  it("seconds of an end count as a whole minute", () => {
    expect(readMoment("20261224T125959", "", "end")?.minutes).toBe(780);
    expect(readMoment("20261224T125900", "", "end")?.minutes).toBe(779);
    expect(readMoment("20261224T125959", "", "start")?.minutes).toBe(779);
  });
});

it("minutes are counted on one and the same clock, and between times alone", () => {
  const noon: FeedMoment = { day, minutes: 720 };
  expect(minutesBetween(noon, { day: day + 1, minutes: 30 })).toBe(750);
  expect(minutesBetween({ day }, { day, minutes: 30 })).toBe(30);
  expect(minutesBetween(noon, { day: day + 1 })).toBeUndefined();
  expect(minutesBetween(noon, { day, minutes: 780, zone: "UTC" })).toBeUndefined();
});

describe("a duration", () => {
  it.each<[string, number | undefined]>([
    ["PT90M", 90],
    ["P1DT2H", 1_560],
    ["P1W", 10_080],
    ["P52W", 524_160],
    ["P30D", 43_200],
    ["PT36H", 2_160],
    ["+PT1M", 1],
    [" PT1M ", 1],
    ["PT1S", 1],
    ["PT61S", 2],
    ["P", 0],
    ["-PT1M", undefined],
    ["xPT1M", undefined],
    ["PT1Mx", undefined],
    ["P1DT", undefined],
    ["P1W1D", undefined],
    ["PT1D", undefined],
    ["P1000D", undefined],
    ["", undefined],
  ])("%j is %s minutes", (text, minutes) => {
    expect(readDuration(text)).toBe(minutes);
  });
});

describe("the day of an occurrence that is named", () => {
  const at = (minutes: number | undefined, zone?: string): FeedMoment => ({
    day,
    ...(minutes !== undefined && { minutes }),
    ...(zone !== undefined && { zone }),
  });
  const eve = "2026-12-24";
  it.each<[string, FeedMoment | undefined, FeedMoment, string | undefined]>([
    ["nothing", undefined, at(840), undefined],
    ["its day", at(undefined), at(840), eve],
    ["its day and time", at(840), at(840), eve],
    ["another time", at(841), at(840), undefined],
    ["the same clock", at(870, "Europe/Berlin"), at(870, "Europe/Berlin"), eve],
    ["another clock", at(870, "Asia/Tokyo"), at(870, "Europe/Berlin"), undefined],
    ["no clock", at(870), at(870, "Europe/Berlin"), undefined],
    // 13:30 UTC is 14:30 in Berlin, 22:30 in Tokyo and 7:00 the next day on Auckland's summer clock (+13) at 18:00.
    ["UTC", at(810, "UTC"), at(870, "Europe/Berlin"), eve],
    ["UTC, not the time", at(811, "UTC"), at(870, "Europe/Berlin"), undefined],
    ["UTC, the day after", at(1_080, "UTC"), at(420, "Pacific/Auckland"), "2026-12-25"],
    ["UTC, the day before", at(180, "UTC"), at(1_320, "America/New_York"), "2026-12-23"],
    ["UTC, on nobody's clock", at(810, "UTC"), at(870), undefined],
    ["UTC, on a clock that is not known", at(810, "UTC"), at(870, "Nowhere/Else"), undefined],
    // Events of whole days are named by midnight, on whichever local clock.
    ["midnight of a day", at(0), at(undefined), eve],
    ["midnight somewhere", at(0, "Europe/Berlin"), at(undefined), eve],
    ["midnight elsewhere", at(0, "Europe/Berlin"), at(0, "Asia/Tokyo"), eve],
    ["noon of a day", at(720), at(undefined), undefined],
    ["midnight UTC", at(0, "UTC"), at(undefined), undefined],
    ["midnight of an event in UTC", at(0), at(0, "UTC"), undefined],
    ["midnight of an event at one", at(0), at(60), undefined],
  ])("%s", (_, named, event, expected) => {
    const found = occurrenceDay(named, event);
    expect(found === undefined ? undefined : dateOf(found)).toBe(expected);
  });
});
