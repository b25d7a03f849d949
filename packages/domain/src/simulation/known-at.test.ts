import { describe, expect, it } from "vitest";
import { readCatalogue } from "../../../../test/catalogues/read-catalogue.ts";
import type { Scenario } from "./index.ts";
import { factsAt, knownOf } from "./known-at.ts";
import type { EventOf, ScenarioEvent } from "./scenario-event.ts";
import { smallScenario } from "./small-scenario.ts";
import { makeWorld } from "./world.ts";

/** Sarajevo and Stockholm, April 2027. */
const ms = (text: string): number => Date.parse(`2027-04-${text}+02:00`);
const april = { fromMs: ms("01T00:00"), toMs: Date.parse("2027-05-01T00:00+02:00") };

function known(
  catalogue: string,
  contract: Scenario["contract"],
  events: readonly ScenarioEvent[],
) {
  const facts = knownOf(makeWorld(readCatalogue(catalogue), smallScenario(contract, events)));
  return {
    ...facts,
    at: (machine: number, text: string) => factsAt(facts, machine, april, ms(text), false),
  };
}

const se = (...events: readonly ScenarioEvent[]) =>
  known("se", { plan: "managed", level: "sla-basic", machines: 2 }, events);

const outageItself: EventOf<"outage"> = {
  at: "2027-04-10T12:00",
  event: "outage",
  id: "o",
  machine: 2,
  cause: "hardwareFault",
  minutes: 30,
  detectedAfterSeconds: 60,
};
/** With its alarm two minutes after it was found. */
const outage: ScenarioEvent = { ...outageItself, alarmAfterSeconds: 120 };

describe("alarms of a machine", () => {
  const alarm = {
    id: "o",
    machine: 2,
    check: "host",
    clauses: expect.arrayContaining(["se-02"]),
    state: "critical",
    hardAtMs: ms("10T12:01"),
    toldAtMs: null,
    recoveredAtMs: null,
  };
  const problem = {
    check: "host",
    clauses: alarm.clauses,
    state: "critical",
    sinceMs: ms("10T12:01"),
  };

  it.each([
    ["10T12:00", [], []],
    ["10T12:01", [alarm], [problem]],
    ["10T12:02", [alarm], [problem]],
    ["10T12:03", [{ ...alarm, toldAtMs: ms("10T12:03") }], [problem]],
    ["10T12:30", [{ ...alarm, toldAtMs: ms("10T12:03"), recoveredAtMs: ms("10T12:30") }], []],
  ])("of an outage, as known at %s", (now, alarms, openProblems) => {
    expect(se(outage).at(2, now)).toMatchObject({ alarms, openProblems });
    expect(se(outage).at(1, now)).toMatchObject({ alarms: [], openProblems: [] });
  });

  it("leave five seconds after a state is hard, or never", () => {
    const told = (event: ScenarioEvent) =>
      se(event)
        .at(2, "10T13:00")
        .alarms?.map(({ toldAtMs }) => toldAtMs);
    expect(told(outageItself)).toEqual([ms("10T12:01:05")]);
    expect(told({ ...outageItself, alarmAfterSeconds: "never" })).toEqual([null]);
  });

  it("of readings are the same, with their own state and check", () => {
    const reading = (more: object): ScenarioEvent => ({
      at: "2027-04-10T12:00",
      event: "alarm",
      check: "cpu",
      state: "warning",
      minutes: 10,
      ...more,
    });
    const { at } = se(
      reading({}),
      reading({ toldAfterSeconds: 90, state: "critical", check: "service:nginx.service" }),
      reading({ toldAfterSeconds: "never" }),
    );
    expect(at(1, "10T13:00").alarms).toMatchObject([
      {
        id: "alarm-1",
        check: "cpu",
        state: "warning",
        hardAtMs: ms("10T12:00"),
        toldAtMs: ms("10T12:00:05"),
        recoveredAtMs: ms("10T12:10"),
      },
      { id: "alarm-2", state: "critical", toldAtMs: ms("10T12:01:30") },
      { id: "alarm-3", toldAtMs: null },
    ]);
    // A service keeps the clauses of all services.
    expect(at(1, "10T13:00").alarms?.[1]?.clauses).toContain("se-04");
    expect(at(2, "10T13:00").alarms).toEqual([]);
  });

  it("older than two months have nothing to say", () => {
    const old = (date: string): ScenarioEvent => ({ ...outage, at: `${date}T12:00` });
    expect(se(old("2027-01-28")).at(2, "10T12:00").alarms).toHaveLength(0);
    expect(se(old("2027-01-29")).at(2, "10T12:00").alarms).toHaveLength(1);
  });
});

describe("who watched", () => {
  const gap = (at: string, minutes: number, more: object = {}): ScenarioEvent => ({
    at: `2027-${at}`,
    event: "gap",
    minutes,
    ...more,
  });
  const HOUR_MS = 3_600_000;

  it("all the time, where there is no gap", () => {
    expect(se().at(1, "02T00:00").coverage).toEqual({
      expectedMs: 24 * HOUR_MS,
      seenMs: 24 * HOUR_MS,
      gaps: [],
    });
  });

  it("not in a gap, as far as it lies in the month and is over", () => {
    const { at } = se(
      gap("03-31T23:00", 120),
      gap("04-01T12:00", 60, { explained: true }),
      gap("04-01T23:30", 60),
      gap("04-01T12:00", 60, { machine: 2 }),
    );
    expect(at(1, "02T00:00").coverage).toEqual({
      expectedMs: 24 * HOUR_MS,
      seenMs: 21.5 * HOUR_MS,
      gaps: [
        { fromMs: ms("01T00:00"), toMs: ms("01T01:00") },
        { fromMs: ms("01T12:00"), toMs: ms("01T13:00"), explainedBy: "alert" },
        { fromMs: ms("01T23:30"), toMs: ms("02T00:00") },
      ],
    });
    expect(at(2, "02T00:00").coverage?.seenMs).toBe(23 * HOUR_MS);
    // It begins with this moment: nothing is missed yet.
    expect(at(1, "01T12:00").coverage?.gaps).toHaveLength(1);
  });

  it("not in a gap before the month, which takes nothing from it", () => {
    const { at } = se(gap("03-31T12:00", 60), gap("03-31T23:00", 60));
    expect(at(1, "02T00:00").coverage).toEqual({
      expectedMs: 24 * HOUR_MS,
      seenMs: 24 * HOUR_MS,
      gaps: [],
    });
  });

  it("only while the contract runs, and to the end of the month", () => {
    const late = known("se", { plan: "managed", from: "2027-04-02" }, []);
    expect(late.at(1, "01T12:00").coverage?.expectedMs).toBe(0);
    expect(late.at(1, "03T00:00").coverage?.expectedMs).toBe(24 * HOUR_MS);
    const whole = factsAt(late, 1, april, april.toMs + HOUR_MS, false);
    expect(whole.coverage?.expectedMs).toBe(29 * 24 * HOUR_MS);
  });

  it("has an agent that is there and graphs that are new", () => {
    expect(se().at(1, "02T00:00")).toMatchObject({
      agent: { enrolled: 1, lastSeenMs: ms("02T00:00"), listens: false },
      graphs: { newestMs: ms("02T00:00") },
    });
  });
});

describe("ba-06: availability as far as it is known", () => {
  const ba = (...events: readonly ScenarioEvent[]) =>
    known("ba", { plan: "vps-full", machines: 2 }, events);
  const hour: ScenarioEvent = {
    at: "2027-04-10T12:00",
    event: "outage",
    machine: 2,
    cause: "hardwareFault",
    minutes: 60,
  };
  const readings = (machine: number, now: string, ...events: readonly ScenarioEvent[]) =>
    ba(...events)
      .at(machine, now)
      .availability?.map(({ judged, running }) => [judged.month, judged.percent, running]);

  it("is a machine's own, and whole where nothing was down", () => {
    expect(readings(1, "10T13:00", hour)).toEqual([["2027-04", "100.00", false]]);
    // Two machines, but one hour down of 229 (nine and a half days): 99.56 rounded down.
    expect(readings(2, "10T13:00", hour)).toEqual([["2027-04", "99.56", false]]);
  });

  it("knows what is still down", () => {
    expect(readings(2, "10T12:00", hour)).toEqual([["2027-04", "100.00", false]]);
    expect(readings(2, "10T12:30", hour)?.[0]?.[2]).toBe(true);
    expect(readings(2, "10T13:00", hour)?.[0]?.[2]).toBe(false);
  });

  it("leaves out what was over before the month", () => {
    const march = { ...hour, at: "2027-03-10T12:00" } as ScenarioEvent;
    expect(readings(2, "10T13:00", march)).toEqual([["2027-04", "100.00", false]]);
  });

  it("has all of the time for which the contract ran, on a machine to which nothing happened", () => {
    const late = known("ba", { plan: "vps-full", from: "2027-04-09" }, []);
    const judged = late.at(1, "10T12:00").availability?.[0]?.judged;
    expect(judged?.agreedMs).toBe(36 * 3_600_000);
  });

  it("cloud-01: is that of all machines where they are down together alone", () => {
    const down = (machine: number, minutes: number): ScenarioEvent => ({
      at: "2027-04-10T12:00",
      event: "outage",
      machine,
      cause: "networkFault",
      minutes,
    });
    const cloud = (...events: readonly ScenarioEvent[]) =>
      known("region-cloud", { plan: "compute", level: "developer", machines: 2 }, events)
        .at(1, "11T00:00")
        .availability?.map(({ judged }) => judged.downMs / 60_000);
    expect(cloud(down(1, 90))).toEqual([0]);
    expect(cloud(down(1, 90), down(2, 40))).toEqual([40]);
  });

  it("is not there where nothing of the kind is promised", () => {
    expect("availability" in se().at(1, "02T00:00")).toBe(false);
  });
});
