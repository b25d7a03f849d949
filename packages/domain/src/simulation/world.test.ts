import { describe, expect, it } from "vitest";
import { readCatalogue } from "../../../../test/catalogues/read-catalogue.ts";
import type { Scenario } from "./index.ts";
import type { ScenarioEvent } from "./scenario-event.ts";
import { smallScenario } from "./small-scenario.ts";
import { sortLines } from "./timeline.ts";
import type { Line, LineKind } from "./timeline.ts";
import { eventsOf, makeWorld, momentMs } from "./world.ts";

const se = readCatalogue("se");
const worldOf = (contract: Partial<Scenario["contract"]>, events: readonly ScenarioEvent[] = []) =>
  makeWorld(se, smallScenario({ plan: "managed", ...contract }, events));
const ms = (text: string): number => Date.parse(text);

describe("a scenario made ready", () => {
  it("is one machine over the whole time where the contract says nothing else", () => {
    const { machines, span, agreed, selection, plan } = worldOf({});
    const whole = { fromMs: ms("2027-01-01T00:00+01:00"), toMs: ms("2028-01-01T00:00+01:00") };
    expect({ machines, span, agreed }).toEqual({ machines: 1, span: whole, agreed: whole });
    expect(selection).toEqual({ plan: "managed", level: undefined, options: [] });
    expect(plan.id).toBe("managed");
  });

  it.each([
    ["2027-03-01", "2027-10-01", "2027-03-01T00:00+01:00", "2027-10-01T00:00+02:00"],
    // Nothing is played before the scenario begins or after it ends.
    ["2026-03-01", "2028-10-01", "2027-01-01T00:00+01:00", "2028-01-01T00:00+01:00"],
  ])("runs from %s to %s as far as it is played", (from, to, begins, ends) => {
    expect(worldOf({ from, to }).agreed).toEqual({ fromMs: ms(begins), toMs: ms(ends) });
  });

  it("has what was booked: yes is one, no and none are none", () => {
    const { counts, selection } = worldOf({
      level: "sla-plus",
      options: { mssql: true, "vpn-users": 3, exchange: 0, forefront: false },
    });
    expect([...counts]).toEqual([
      ["mssql", 1],
      ["vpn-users", 3],
    ]);
    expect(selection).toEqual({
      plan: "managed",
      level: "sla-plus",
      options: ["mssql", "vpn-users"],
    });
  });

  it("says which plans there are when one does not exist", () => {
    expect(() => makeWorld(readCatalogue("msp"), smallScenario({ plan: "x" }, []))).toThrow(
      new RangeError("catalogue msp has no plan x; it has vm, server, managed"),
    );
  });

  it("has events by time; those of one moment as they were written", () => {
    const event = (at: string, name: "asked" | "answered"): ScenarioEvent => ({ at, event: name });
    const world = worldOf({}, [
      event("2027-02-01T10:00", "asked"),
      event("2027-02-01T10:00", "answered"),
      event("2027-02-01T09:59:59", "answered"),
      event("2027-02-01T10:00+02:00", "asked"),
    ]);
    expect(world.events.map(({ index, event: name }) => [index, name])).toEqual([
      [3, "asked"],
      [2, "answered"],
      [0, "asked"],
      [1, "answered"],
    ]);
    expect(eventsOf(world, "asked").map(({ index }) => index)).toEqual([3, 0]);
    expect(eventsOf(world, "claim")).toEqual([]);
  });

  it.each([
    ["2027-04-10T12:00", "2027-04-10T10:00Z"],
    ["2027-04-10T12:00:30", "2027-04-10T10:00:30Z"],
    ["2027-04-10T12:00Z", "2027-04-10T12:00Z"],
    ["2027-04-10T12:00-05:00", "2027-04-10T17:00Z"],
    // Clocks go from 2:00 to 3:00.
    ["2027-03-28T02:30", "2027-03-28T01:30Z"],
  ])("reads %s in Stockholm as %s", (text, moment) => {
    expect(momentMs(text, "Europe/Stockholm")).toBe(ms(moment));
  });
});

describe("the lines of a timeline", () => {
  it("stand by time, then by kind, then as they came", () => {
    const line = (atMs: number, kind: LineKind, what: string): Line => ({
      atMs,
      kind,
      what,
      clause: "x-01",
      code: "decided",
      facts: {},
    });
    const sorted = sortLines([
      line(2, "decision", "last"),
      line(1, "invoice", "invoice"),
      line(1, "act", "first act"),
      line(1, "decision", "decision"),
      line(1, "act", "second act"),
      line(1, "availability", "availability"),
    ]);
    expect(sorted.map(({ what }) => what)).toEqual([
      "decision",
      "first act",
      "second act",
      "availability",
      "invoice",
      "last",
    ]);
  });
});
