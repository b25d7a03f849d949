import { describe, expect, it } from "vitest";
import type { QuarantineEvent, QuarantineRules } from "./index.ts";
import { readQuarantine } from "./index.ts";

const HOUR = 3_600_000;
const ba27: QuarantineRules = {
  clause: "ba-27",
  holdAtMostMs: 24 * HOUR,
  rescanEveryMs: 6 * HOUR,
  rescansAtLeast: 3,
  subjectMark: "[suspicious]",
};

const held = (hours = 0): QuarantineEvent => ({
  id: `h${hours}`,
  kind: "held",
  atMs: hours * HOUR,
});
const scan = (
  hours: number,
  verdict: "clean" | "suspicious" | "spam" | "virus",
  definitions = `d${hours}`,
): QuarantineEvent => ({
  id: `s${hours}`,
  kind: "scanned",
  atMs: hours * HOUR,
  verdict,
  definitions,
});
const ended = (hours: number, kind: "deleted" | "delivered"): QuarantineEvent => ({
  id: `e${hours}`,
  kind,
  atMs: hours * HOUR,
});

function read(events: readonly QuarantineEvent[], hours: number) {
  return readQuarantine(ba27, events, Temporal.Instant.fromEpochMilliseconds(hours * HOUR));
}

describe("ba-27: quarantine", () => {
  it("ba-27: nothing is held before it is", () => {
    expect(read([], 0)).toEqual({
      clause: "ba-27",
      state: "not-held",
      next: { do: "nothing" },
      scans: 0,
      promise: "pending",
    });
    expect(read([held(5)], 4).state).toBe("not-held");
  });

  it("ba-27: held and to be scanned again", () => {
    expect(read([held()], 1)).toEqual({
      clause: "ba-27",
      state: "held",
      next: { do: "scan", atMs: 6 * HOUR },
      scans: 0,
      releaseByMs: 24 * HOUR,
      promise: "pending",
    });
    expect(read([held(), scan(6, "suspicious")], 7).next).toEqual({ do: "scan", atMs: 12 * HOUR });
  });

  it("ba-27: the last scan before the end leaves only delivery with a marked subject", () => {
    const scans = [held(), scan(6, "suspicious"), scan(12, "suspicious"), scan(18, "suspicious")];
    expect(read(scans, 19).next).toEqual({
      do: "deliver",
      atMs: 24 * HOUR,
      subjectMark: "[suspicious]",
    });
    expect(read([...scans.slice(0, 3), scan(17.9, "suspicious")], 19).next).toEqual({
      do: "scan",
      atMs: 23.9 * HOUR,
    });
  });

  it.each(["spam", "virus"] as const)(
    "ba-27: %s is deleted at once, whatever comes later",
    (verdict) => {
      expect(read([held(), scan(6, verdict), scan(12, "clean")], 13).next).toEqual({
        do: "delete",
        atMs: 6 * HOUR,
        as: verdict,
      });
    },
  );

  it("ba-27: clean after enough scans with new definitions is delivered early", () => {
    const two = [held(), scan(6, "suspicious"), scan(12, "clean")];
    expect(read(two, 13).next).toEqual({ do: "scan", atMs: 18 * HOUR });
    expect(read([...two, scan(18, "clean")], 19)).toMatchObject({
      scans: 3,
      next: { do: "deliver", atMs: 18 * HOUR, subjectMark: "[suspicious]" },
    });
    // the same definitions again are no further scan
    expect(read([...two, scan(17, "clean", "d12")], 19)).toMatchObject({
      scans: 2,
      next: { do: "scan", atMs: 23 * HOUR },
    });
    expect(read([...two, scan(18, "suspicious")], 19).next).toMatchObject({
      do: "deliver",
      atMs: 24 * HOUR,
    });
  });

  it("ba-27: scans before it was held do not count", () => {
    expect(read([scan(1, "spam"), held(2)], 3)).toMatchObject({
      scans: 0,
      next: { do: "scan", atMs: 8 * HOUR },
    });
    expect(read([held(2), scan(2, "suspicious")], 3).scans).toBe(1);
  });

  it.each<[string, readonly QuarantineEvent[], number, string, string]>([
    ["still in time", [], 24, "held", "pending"],
    ["held too long", [], 24.01, "held", "broken"],
    ["deleted in time", [scan(6, "spam"), ended(6, "deleted")], 30, "deleted", "kept"],
    ["deleted too late", [scan(6, "spam"), ended(24.01, "deleted")], 30, "deleted", "broken"],
    [
      "delivered at the last moment",
      [
        scan(6, "suspicious"),
        scan(12, "suspicious"),
        scan(18, "suspicious"),
        ended(24, "delivered"),
      ],
      30,
      "delivered",
      "kept",
    ],
    [
      "delivered without enough scans",
      [scan(6, "suspicious"), scan(12, "suspicious"), ended(24, "delivered")],
      30,
      "delivered",
      "broken",
    ],
    [
      "the first ending counts",
      [scan(6, "spam"), ended(7, "deleted"), ended(30, "delivered")],
      40,
      "deleted",
      "kept",
    ],
  ])("ba-27: %s", (_, events, hours, state, promise) => {
    const all = [held(), ...events];
    expect(read(all, hours)).toMatchObject({ state, promise });
    expect(read([...all].reverse().concat(all), hours)).toEqual(read(all, hours));
    if (state !== "held") expect(read(all, hours).next).toEqual({ do: "nothing" });
  });
});
