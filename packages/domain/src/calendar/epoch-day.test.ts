import { describe, expect, it } from "vitest";
import { daysInMonth, findMinutes, partsOf } from "./epoch-day.ts";

describe("days since 1970", () => {
  it("every day of three hundred years is the calendar's", () => {
    const first = Date.UTC(1900, 0, 1) / 86_400_000;
    const last = Date.UTC(2199, 11, 31) / 86_400_000;
    const wrong: number[] = [];
    for (let day = first; day <= last; day += 1) {
      const date = new Date(day * 86_400_000);
      const { year, month, dayOfMonth } = partsOf(day);
      const isRight =
        year === date.getUTCFullYear() &&
        month === date.getUTCMonth() + 1 &&
        dayOfMonth === date.getUTCDate();
      if (!isRight) wrong.push(day);
    }
    expect(wrong).toEqual([]);
  });

  it.each([
    [2026, 1, 31],
    [2026, 2, 28],
    [2028, 2, 29],
    [2000, 2, 29],
    [1900, 2, 28],
    [2100, 2, 28],
    [2026, 4, 30],
    [2028, 3, 31],
    [2026, 12, 31],
  ])("month %d-%d has %d days", (year, month, days) => {
    expect(daysInMonth(year, month)).toBe(days);
  });
});

it.each([
  ["00:00", 0],
  ["09:30", 570],
  ["12:59", 779],
  ["23:59", 1_439],
  ["24:00", 1_440],
  ["24:01", undefined],
  ["25:00", undefined],
  ["12:60", undefined],
  ["9:30", undefined],
  ["09:30:00", undefined],
  ["009:30", undefined],
])("the clock shows %s: %s minutes since midnight", (time, minutes) => {
  expect(findMinutes(time)).toBe(minutes);
});
