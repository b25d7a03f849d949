import { describe, expect, it } from "vitest";
import { catalogueWith, plan } from "../../../../test/catalogues/catalogue-with.ts";
import { readCatalogue } from "../../../../test/catalogues/read-catalogue.ts";
import type { Catalogue } from "../catalogue/index.ts";
import type { Scenario } from "./index.ts";
import { knownOf } from "./known-at.ts";
import type { EventOf, ScenarioEvent } from "./scenario-event.ts";
import { commonFacts, sharedFacts } from "./shared-facts.ts";
import { smallScenario } from "./small-scenario.ts";
import { makeWorld } from "./world.ts";

/** Berlin and Stockholm, April 2027. */
const ms = (text: string): number => Date.parse(`2027-04-${text}+02:00`);
const fromMs = ms("01T00:00");
const toMs = Date.parse("2027-05-01T00:00+02:00");

function known(
  catalogue: Catalogue,
  contract: Scenario["contract"],
  events: readonly ScenarioEvent[],
) {
  const facts = knownOf(makeWorld(catalogue, smallScenario(contract, events)));
  return {
    common: (now: string) => commonFacts(facts, fromMs, toMs, ms(now)),
    shared: (now: string) => sharedFacts(facts, fromMs, toMs, ms(now)),
  };
}

const bare = catalogueWith([]);
const of = (...events: readonly ScenarioEvent[]) => known(bare, plan, events);

describe("clocks of tickets", () => {
  const se = (...events: readonly ScenarioEvent[]) =>
    known(readCatalogue("se"), { plan: "managed", level: "sla-premium" }, events);
  const ticket = (at: string, id = "T"): ScenarioEvent => ({
    at,
    event: "ticket",
    id,
    channel: "mail",
    serviceDown: true,
  });
  const clocksAt = (now: string, ...events: readonly ScenarioEvent[]) =>
    se(...events)
      .common(now)
      .clocks?.map((one) => [one.ticket, one.clause, one.startedMs]);

  it.each([
    ["09T11:59", []],
    ["09T12:00", [["T", "se-03", ms("09T12:00")]]],
    ["30T12:00", [["T", "se-03", ms("09T12:00")]]],
  ])("se-03: run from the notice on: at %s", (now, expected) => {
    expect(clocksAt(now, ticket("2027-04-09T12:00"))).toEqual(expected);
  });

  it("are of the month in which they began", () => {
    const months = [ticket("2027-03-31T23:59", "old"), ticket("2027-04-01T00:00", "new")];
    expect(clocksAt("02T00:00", ...months)?.map(([id]) => id)).toEqual(["new"]);
  });

  it("srv-29: of a call outside the hours for it begin with the next opening, and not before", () => {
    // A Friday evening; calls are taken from seven on.
    const call: ScenarioEvent = {
      at: "2027-04-09T22:00",
      event: "ticket",
      id: "T",
      channel: "phone",
    };
    const srv = known(readCatalogue("srv"), plan, [call]);
    expect(srv.common("12T06:59").clocks).toEqual([]);
    expect(srv.common("12T07:00").clocks).toMatchObject([
      { ticket: "T", clause: "srv-29", startedMs: ms("12T07:00") },
    ]);
  });
});

describe("reports", () => {
  const report = (at: string, sentAfterHours: number | "never"): ScenarioEvent => ({
    at: `2027-${at}`,
    event: "report",
    name: "monthly",
    sentAfterHours,
  });
  const sent = (now: string, hours: number | "never") =>
    of(report("04-10T12:00", hours)).common(now).reports;

  it.each([
    ["never", "30T00:00", null],
    [2, "10T13:59", null],
    [2, "10T14:00", ms("10T14:00")],
    [-1.5, "10T10:29", null],
    [-1.5, "10T10:30", ms("10T10:30")],
  ] as const)("sent after %s hours, as known at %s", (hours, now, sentMs) => {
    expect(sent(now, hours)).toEqual([{ name: "monthly", dueMs: ms("10T12:00"), sentMs }]);
  });

  it("are those that are due in the month", () => {
    const { reports } = of(
      report("03-31T23:59", 0),
      report("04-01T00:00", 0),
      report("04-30T23:59", 0),
      report("05-01T00:00", 0),
    ).common("02T00:00");
    expect(reports?.map(({ dueMs }) => dueMs)).toEqual([fromMs, ms("30T23:59")]);
  });
});

describe("what the customer was told", () => {
  const happens = (at: string, more: Partial<EventOf<"happens">> = {}): ScenarioEvent => ({
    at: `2027-${at}`,
    event: "happens",
    on: "disk.full",
    ...more,
  });

  it.each([
    ["at once", {}, "10T12:00", ms("10T12:00")],
    ["not yet", { toldAfterHours: 2 }, "10T13:59", null],
    ["two hours later", { toldAfterHours: 2 }, "10T14:00", ms("10T14:00")],
    ["never", { toldAfterHours: "never" }, "30T00:00", null],
  ] as const)("%s", (_name, more, now, toldAtMs) => {
    expect(of(happens("04-10T12:00", more)).common(now).told).toEqual([
      { event: "disk.full", atMs: ms("10T12:00"), toldAtMs },
    ]);
  });

  it("is of what happened in the month, as far as it has happened", () => {
    const { told } = of(
      happens("03-31T23:59"),
      happens("04-01T00:00"),
      happens("04-10T12:00"),
      happens("04-10T12:01"),
    ).common("10T12:00");
    expect(told?.map(({ atMs }) => atMs)).toEqual([fromMs, ms("10T12:00")]);
  });
});

describe("backups", () => {
  const backup = (at: string, ok = true): ScenarioEvent => ({
    at: `2027-04-${at}`,
    event: "backup",
    ok,
  });
  const HOUR_MS = 3_600_000;
  const backupsAt = (
    now: string,
    contract: Partial<Scenario["contract"]>,
    ...events: readonly ScenarioEvent[]
  ) => known(bare, { ...plan, from: "2027-04-01", ...contract }, events).common(now);

  it("are nothing to speak of where there are none and nobody chose any", () => {
    expect("backups" in backupsAt("02T00:00", {})).toBe(false);
    expect("backups" in backupsAt("02T00:00", {}, backup("02T00:01"))).toBe(false);
    expect("backups" in backupsAt("02T00:00", {}, backup("02T00:00"))).toBe(true);
  });

  it.each([true, false])("are missing where they are chosen or declined: %s", (chosen) => {
    expect(backupsAt("02T00:00", { backupChosen: chosen }).backups).toEqual({
      chosen,
      lastGoodMs: null,
      sinceMs: fromMs,
      longestGapMs: 0,
    });
  });

  it("count when they are good; the longest gap begins with the contract or the one before", () => {
    const days = [
      backup("02T06:00"),
      backup("03T00:00", false),
      backup("03T18:00"),
      backup("04T00:00"),
    ];
    const gaps = ["02T05:59", "02T06:00", "03T00:00", "03T18:00", "05T00:00"].map((now) => {
      const { backups } = backupsAt(now, { backupChosen: true }, ...days);
      return [now, backups?.lastGoodMs, (backups?.longestGapMs ?? 0) / HOUR_MS];
    });
    expect(gaps).toEqual([
      ["02T05:59", null, 0],
      ["02T06:00", ms("02T06:00"), 30],
      ["03T00:00", ms("02T06:00"), 30],
      ["03T18:00", ms("03T18:00"), 36],
      ["05T00:00", ms("04T00:00"), 36],
    ]);
    expect(backupsAt("05T00:00", {}, ...days).backups?.chosen).toBe(true);
  });
});

describe("srv-20: updates on their way", () => {
  const rollout = {
    type: "rollout",
    from: "vendorRelease",
    steps: [
      { percent: 50, withinDays: 1 },
      { percent: 99.5, withinDays: 2 },
    ],
    authoritative: "systemReport",
    of: "allServers",
  };
  const update: ScenarioEvent = {
    at: "2027-04-10T12:00",
    event: "update",
    id: "u",
    machines: 4,
    installed: [
      { machines: 2, afterDays: 0.5 },
      { machines: 1, afterDays: 2.5 },
    ],
  };
  const playing = (terms: readonly object[], ...events: readonly ScenarioEvent[]) =>
    known(catalogueWith(terms), { ...plan, machines: 4 }, events);
  const step = { clause: "x-01", of: 4 };
  const half = { ...step, basisPoints: 5000, dueMs: ms("11T12:00"), needed: 2 };
  const most = { ...step, basisPoints: 9950, dueMs: ms("12T12:00"), needed: 4 };
  const reachedMs = ms("11T00:00");

  it.each([
    [
      "10T23:59",
      { ...half, inTime: 0, state: "pending", missing: ["1", "2", "3", "4"] },
      { ...most, inTime: 0, state: "pending", missing: ["1", "2", "3", "4"] },
    ],
    [
      "11T00:00",
      { ...half, inTime: 2, state: "kept", reachedMs, missing: ["3", "4"] },
      { ...most, inTime: 2, state: "pending", missing: ["3", "4"] },
    ],
    [
      "13T00:00",
      { ...half, inTime: 2, state: "kept", reachedMs, missing: ["4"] },
      { ...most, inTime: 2, state: "broken", missing: ["4"] },
    ],
  ])("at %s", (now, first, second) => {
    expect(playing([rollout], update).shared(now).rollouts).toEqual([first, second]);
  });

  it("are read from their release on, and where a clause promises them", () => {
    expect("rollouts" in playing([rollout], update).shared("10T11:59")).toBe(false);
    expect(playing([rollout], update).shared("10T12:00").rollouts).toHaveLength(2);
    expect("rollouts" in playing([rollout]).shared("10T12:00")).toBe(false);
    expect("rollouts" in playing([], update).shared("10T12:00")).toBe(false);
  });
});
