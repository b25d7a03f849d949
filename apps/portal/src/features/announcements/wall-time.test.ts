import { describe, expect, it } from "vitest";
import { fieldText, momentOf } from "./wall-time.ts";

const iso = (text: string, zone: string) => {
  const ms = momentOf(text, zone);
  return ms === undefined ? undefined : new Date(ms).toISOString();
};

describe("wall time", () => {
  it("ba-05: work announced for 02:00 starts at 02:00 of the person's zone", () => {
    expect(iso("2026-11-22T02:00", "Europe/Sarajevo")).toBe("2026-11-22T01:00:00.000Z");
    expect(iso("2026-07-22T02:00", "Europe/Sarajevo")).toBe("2026-07-22T00:00:00.000Z");
  });
  it("A40: a time left out by the change of clocks moves on, one that occurs twice means the first", () => {
    expect(iso("2027-03-28T02:30", "Europe/Berlin")).toBe("2027-03-28T01:30:00.000Z");
    expect(iso("2026-10-25T02:30", "Europe/Berlin")).toBe("2026-10-25T00:30:00.000Z");
  });
  it("goes both ways", () => {
    const ms = Date.UTC(2026, 5, 1, 12, 30);
    for (const zone of ["UTC", "America/St_Johns", "Asia/Kolkata", "Pacific/Auckland"])
      expect(momentOf(fieldText(ms, zone), zone)).toBe(ms);
  });
  it("refuses what is no time", () => {
    expect(momentOf("", "UTC")).toBeUndefined();
    expect(momentOf("2026-13-45T99:99", "UTC")).toBeUndefined();
  });
});
