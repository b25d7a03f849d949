import { describe, expect, it } from "vitest";
import { catalogueWith, plan, watch } from "../../../../test/catalogues/catalogue-with.ts";
import type { Scenario } from "./index.ts";
import { playPromises } from "./play-promises.ts";
import type { EventOf, ScenarioEvent } from "./scenario-event.ts";
import { smallScenario } from "./small-scenario.ts";
import { makeWorld } from "./world.ts";

/** Berlin, April 2027. */
const ms = (text: string): number => Date.parse(`2027-04-${text}+02:00`);

type Given = {
  readonly terms: readonly (readonly object[])[];
  readonly events?: readonly ScenarioEvent[];
  readonly contract?: Partial<Scenario["contract"]>;
  readonly to?: string;
};

/** Three machines for April, unless more is said; clauses are `x-01`, `x-02`, … */
function play({ terms, events = [], contract, to = "2027-05-01" }: Given) {
  const scenario = smallScenario({ ...plan, machines: 3, ...contract }, events, {
    from: "2027-04-01",
    to,
  });
  const { lines, worst, counts } = playPromises(makeWorld(catalogueWith(...terms), scenario));
  return {
    lines,
    said: lines.map(({ atMs, what }) => [atMs, what]),
    worst: Object.fromEntries(worst),
    counts: Object.fromEntries(
      [...counts].map(([clause, byState]) => [clause, Object.fromEntries(byState)]),
    ),
  };
}

/** The customer hears of a full disk within four hours. */
const told = {
  type: "notifyCustomer",
  on: ["disk.full"],
  channels: ["mail"],
  inWriting: false,
  withinHours: 4,
  contents: [],
};

describe("promises kept for the contract as a whole", () => {
  const at = "2027-04-10T12:00";
  const full = (more: Partial<EventOf<"happens">>): ScenarioEvent => ({
    at,
    event: "happens",
    on: "disk.full",
    ...more,
  });

  it("name no machine and count for all of them", () => {
    const { lines, worst, counts } = play({
      terms: [[told]],
      events: [full({ toldAfterHours: "never" })],
    });
    expect(lines.map((line) => [line.clause, "machine" in line])).toEqual([
      ["x-01", false],
      ["x-01", false],
    ]);
    expect(worst).toEqual({ "x-01": "broken" });
    expect(counts).toEqual({ "x-01": { broken: 3 } });
  });

  it("ba-04: a notice that lacks a channel is broken when the time for it is over", () => {
    const notice = {
      type: "notice",
      of: "plannedInterruption",
      noticeHours: 24,
      longerThanMinutes: 5,
      channels: ["mail"],
      publishOn: ["statusPage"],
      to: "affectedCustomers",
      emergencies: "repairFirst",
      contents: ["what"],
    };
    const announced = (
      by: EventOf<"announcement">["by"],
      when = "2027-04-10T10:00",
    ): ScenarioEvent => ({
      at: when,
      event: "announcement",
      id: "a",
      starts: "2027-04-11T12:00",
      minutes: 60,
      by,
    });
    expect(play({ terms: [[notice]], events: [announced(["mail"])] }).said).toEqual([
      [ms("10T12:00") + 1, "2027-04 broken (notice-late)"],
    ]);
    const late = announced(["mail", "portal"], "2027-04-10T13:00");
    expect(play({ terms: [[notice]], events: [late] }).said).toEqual([
      [ms("10T13:00"), "2027-04 broken (notice-late)"],
    ]);
    const good = play({ terms: [[notice]], events: [announced(["mail", "portal"])] });
    expect(good.said).toEqual([]);
    expect(good.worst).toEqual({ "x-01": "kept" });
  });

  it.each<[string, EventOf<"happens">["toldAfterHours"], unknown[]]>([
    ["told two hours later", 2, [ms("10T14:00"), "2027-04 kept (told-kept)"]],
    ["never told", "never", [ms("10T16:00") + 1, "2027-04 broken (told-late)"]],
    ["told too late", 9, [ms("10T16:00") + 1, "2027-04 broken (told-late)"]],
  ])(
    "ba-03: change when somebody is told, or the time for it is over: %s",
    (_name, after, then) => {
      const { said } = play({ terms: [[told]], events: [full({ toldAfterHours: after })] });
      expect(said).toEqual([[ms("10T12:00"), "2027-04 at-risk (told-due)"], then]);
    },
  );

  it.each<[string, EventOf<"report">["sentAfterHours"], unknown[]]>([
    ["in time", 0, []],
    ["half a minute late", 1 / 120, [[ms("10T12:00") + 30_000, "2027-04 broken (report-late)"]]],
    ["never", "never", [[ms("10T12:01"), "2027-04 broken (report-missing)"]]],
  ])("srv-19: change when a report is sent or missing: %s", (_name, sentAfterHours, said) => {
    const report = {
      type: "report",
      name: "monthly",
      every: "month",
      onDemand: false,
      contents: [],
    };
    const due: ScenarioEvent = { at, event: "report", name: "monthly", sentAfterHours };
    expect(play({ terms: [[report]], events: [due] }).said).toEqual(said);
  });

  it("stand at the end of a month as they did then, whatever comes of it afterwards", () => {
    const last = full({ at: "2027-04-30T23:00", toldAfterHours: "never" });
    const { counts } = play({ terms: [[told]], events: [last], to: "2027-06-01" });
    expect(counts).toEqual({ "x-01": { "at-risk": 3, kept: 3 } });
  });

  it("srv-28: change with the warnings of a clock, and when its time is over", () => {
    const clock = {
      type: "responseClock",
      kind: "reaction",
      targets: [{ targetMinutes: 240, calendar: "always" }],
      startsBy: ["mail"],
      startsAt: "received",
      fulfilledBy: ["workBegun"],
      pausesWhile: [],
      warnAtPercent: [50],
    };
    const ticket: ScenarioEvent = { at, event: "ticket", id: "T", channel: "mail" };
    expect(play({ terms: [[clock]], events: [ticket] }).said).toEqual([
      [ms("10T14:00"), "2027-04 at-risk (clock-warned)"],
      [ms("10T16:00") + 1, "2027-04 broken (clock-breached)"],
    ]);
  });

  it("srv-20: change when an update is not where it should be in time", () => {
    const rollout = {
      type: "rollout",
      from: "vendorRelease",
      steps: [{ percent: 50, withinDays: 7 }],
      authoritative: "systemReport",
      of: "allServers",
    };
    const update: ScenarioEvent = { at, event: "update", id: "u", machines: 3, installed: [] };
    expect(play({ terms: [[rollout]], events: [update] }).said).toEqual([
      [ms("17T12:00") + 1, "2027-04 broken (rollout-late)"],
    ]);
  });

  const backup = [
    { ...watch({ check: "backupOutcome", maximumAgeHours: 480 }), observedBy: "control" },
  ];
  it("se-22: are looked at when the scenario ends, even within a month", () => {
    const until = (to: string) =>
      play({ terms: [backup], to, contract: { backupChosen: true, machines: 1 } });
    // Twenty days without any backup are in order; the twenty-first is not.
    expect(until("2027-04-15").counts).toEqual({ "x-01": { pending: 1 } });
    expect(until("2027-04-21").counts).toEqual({ "x-01": { pending: 1 } });
    expect(until("2027-04-22").said).toEqual([[ms("22T00:00"), "2027-04 broken (backup-old)"]]);
    expect(until("2027-05-02").counts).toEqual({ "x-01": { broken: 2 } });
  });

  it("have nothing to say in a month that begins when the scenario ends", () => {
    const { counts } = play({ terms: [[told]] });
    expect(counts).toEqual({ "x-01": { kept: 3 } });
  });
});
