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
    said: lines.map(({ atMs, machine, what }) => [atMs, machine, what]),
    worst: Object.fromEntries(worst),
    counts: Object.fromEntries(
      [...counts].map(([clause, byState]) => [clause, Object.fromEntries(byState)]),
    ),
  };
}

/** Technicians hear of a machine that is down within two minutes. */
const alarm = (more: object = {}) => ({
  type: "alarm",
  events: ["host.down"],
  to: ["technicians"],
  recipients: "onDuty",
  channels: ["phone"],
  combination: "all",
  language: "provider",
  withinSeconds: 120,
  oncePer: "event",
  ...more,
});
/** The customer hears of a full disk within four hours. */
const told = {
  type: "notifyCustomer",
  on: ["disk.full"],
  channels: ["mail"],
  inWriting: false,
  withinHours: 4,
  contents: [],
};

const outage = (more: Partial<EventOf<"outage">> = {}): ScenarioEvent => ({
  at: "2027-04-10T12:00",
  event: "outage",
  machine: 2,
  cause: "hardwareFault",
  minutes: 30,
  ...more,
});

describe("promises kept machine by machine", () => {
  it("are at risk, then broken: once for the machine, and kept for the quiet ones", () => {
    const { lines, worst, counts } = play({
      terms: [[alarm()]],
      events: [outage({ alarmAfterSeconds: 180 })],
    });
    const line = { kind: "promise", clause: "x-01", code: "promise", machine: 2 };
    expect(lines).toEqual([
      {
        ...line,
        atMs: ms("10T12:00"),
        what: "2027-04 at-risk (alarm-due)",
        facts: { period: "2027-04", state: "at-risk" },
        sentence:
          "The machine has failed since 2027-04-10 12:00; the alarm leaves by 2027-04-10 12:02 at the latest.",
        sentences: expect.objectContaining({ de: expect.stringContaining("spätestens") }),
      },
      {
        ...line,
        atMs: ms("10T12:03"),
        what: "2027-04 broken (alarm-late)",
        facts: { period: "2027-04", state: "broken" },
        sentence:
          "The machine failed at 2027-04-10 12:00; the alarm left after 3 min, promised are 2 min.",
        sentences: expect.objectContaining({ de: expect.stringContaining("nach 3 min") }),
      },
    ]);
    expect(worst).toEqual({ "x-01": "broken" });
    expect(counts).toEqual({ "x-01": { broken: 1, kept: 2 } });
  });

  const atRisk = [ms("10T12:00"), 2, "2027-04 at-risk (alarm-due)"];
  it.each<[string, object, Partial<EventOf<"outage">>, unknown[]]>([
    [
      "told in time",
      {},
      { alarmAfterSeconds: 60 },
      [ms("10T12:01"), 2, "2027-04 kept (alarms-kept)"],
    ],
    [
      "never told: seen five minutes after the state was hard",
      {},
      { alarmAfterSeconds: "never" },
      [ms("10T12:05"), 2, "2027-04 broken (alarm-missing)"],
    ],
    [
      "put right instead",
      { fixedInstead: true },
      { alarmAfterSeconds: "never", minutes: 1 },
      [ms("10T12:01"), 2, "2027-04 kept (alarms-kept)"],
    ],
    [
      "found by monitoring a minute later",
      {},
      { alarmAfterSeconds: 0, detectedAfterSeconds: 60 },
      [],
    ],
  ])("good news come after bad news alone: %s", (_name, term, event, then) => {
    const { said } = play({ terms: [[alarm(term)]], events: [outage(event)] });
    expect(said).toEqual(then.length === 0 ? [] : [atRisk, then]);
  });

  it("have no quiet machine where something happens to each", () => {
    const { counts } = play({
      terms: [[alarm()]],
      contract: { machines: 1 },
      events: [outage({ machine: 1, alarmAfterSeconds: "never" })],
    });
    expect(counts).toEqual({ "x-01": { broken: 1 } });
  });

  it("are counted month by month; the worst of all months is told", () => {
    const months = (month: string) =>
      play({
        terms: [[alarm()]],
        to: "2027-06-01",
        events: [outage({ at: `2027-${month}-10T12:00`, alarmAfterSeconds: "never" })],
      });
    for (const month of ["04", "05"]) {
      const { counts, worst, said } = months(month);
      expect(counts).toEqual({ "x-01": { broken: 1, kept: 5 } });
      expect(worst).toEqual({ "x-01": "broken" });
      expect(said.map(([, , what]) => what)).toEqual([
        `2027-${month} at-risk (alarm-due)`,
        `2027-${month} broken (alarm-missing)`,
      ]);
    }
  });

  it("speak of their own month alone", () => {
    const times = ["2027-04-10T12:00", "2027-05-10T12:00"];
    const { said } = play({
      terms: [[watch({ check: "host", downAfterSeconds: 180 })]],
      to: "2027-06-01",
      events: times.map((at) => outage({ at })),
    });
    expect(said.map(([, , what]) => what)).toEqual([
      "2027-04 at-risk (problem-open)",
      "2027-04 kept (watched)",
      "2027-05 at-risk (problem-open)",
      "2027-05 kept (watched)",
    ]);
  });

  it("are looked at with the first moment of a month as with any other", () => {
    const { said } = play({
      terms: [[alarm()]],
      to: "2027-06-01",
      events: [outage({ at: "2027-05-01T00:00", alarmAfterSeconds: 60 })],
    });
    const firstMs = Date.parse("2027-05-01T00:00+02:00");
    expect(said).toEqual([
      [firstMs, 2, "2027-05 at-risk (alarm-due)"],
      [firstMs + 60_000, 2, "2027-05 kept (alarms-kept)"],
    ]);
  });

  it("are broken by a gap once it is over, and with an alarm on the same machine", () => {
    const gap: ScenarioEvent = { at: "2027-04-10T12:00", event: "gap", machine: 2, minutes: 30 };
    const host = [watch({ check: "host", downAfterSeconds: 180 })];
    const { said, counts } = play({ terms: [host, [alarm()]], events: [gap] });
    expect(said).toEqual([[ms("10T12:30"), 2, "2027-04 broken (gap)"]]);
    expect(counts["x-01"]).toEqual({ broken: 1, kept: 2 });
    const both = play({
      terms: [host, [alarm()]],
      events: [gap, outage({ at: "2027-04-12T12:00", alarmAfterSeconds: "never" })],
    });
    expect(both.counts).toEqual({
      "x-01": { broken: 1, kept: 2 },
      "x-02": { broken: 1, kept: 2 },
    });
  });

  it("read their machine's facts, even where the clause speaks of the contract besides", () => {
    const { counts } = play({
      terms: [[told, alarm()]],
      events: [outage({ alarmAfterSeconds: "never" })],
    });
    expect(counts).toEqual({ "x-01": { broken: 1, kept: 2 } });
  });
});
