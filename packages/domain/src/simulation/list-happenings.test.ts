import { describe, expect, it } from "vitest";
import { readCatalogue } from "../../../../test/catalogues/read-catalogue.ts";
import { listHappenings } from "./index.ts";
import type { ScenarioEvent } from "./scenario-event.ts";
import { smallScenario } from "./small-scenario.ts";

const ba = readCatalogue("ba");
const at = "2027-04-12T09:00";
const atMs = Date.parse("2027-04-12T09:00+02:00");
const minutes = (count: number): number => atMs + count * 60_000;

const listed = (...events: ScenarioEvent[]) =>
  listHappenings(ba, smallScenario({ plan: "web" }, events));

describe("what happens in a scenario, for pictures", () => {
  it.each<[string, ScenarioEvent, object]>([
    [
      "an outage of a service on the second machine",
      { at, event: "outage", cause: "ddos", minutes: 20, service: "nginx.service", machine: 2 },
      { toMs: minutes(20), name: "nginx.service", word: "ddos", machine: 2 },
    ],
    [
      "an outage of the machine itself",
      { at, event: "outage", cause: "ddos", minutes: 20 },
      { toMs: minutes(20), name: "", word: "ddos", machine: 1 },
    ],
    [
      "a bad reading",
      { at, event: "alarm", check: "cpu", state: "warning", minutes: 5 },
      { toMs: minutes(5), name: "cpu", word: "warning", machine: 1 },
    ],
    [
      "nobody watching",
      { at, event: "gap", minutes: 7, machine: 3 },
      { toMs: minutes(7), name: "", machine: 3 },
    ],
    [
      "a silent machine",
      { at, event: "silence", minutes: 8 },
      { toMs: minutes(8), name: "", machine: 1 },
    ],
    ["a step", { at, event: "step", ticket: "t", step: "solved" }, { name: "t", word: "solved" }],
    [
      "work on the first of its topics",
      { at, event: "work", ticket: "t", minutes: 30, topics: ["training", "travel"] },
      { toMs: minutes(30), name: "t", word: "training", machine: 1 },
    ],
    ["a count", { at, event: "use", thing: "users", amount: 13 }, { name: "users", word: "13" }],
    [
      "an amount",
      { at, event: "use", metric: "cpu.busy", amount: 7.5 },
      { name: "cpu.busy", word: "7.5" },
    ],
    ["use of nothing named", { at, event: "use", amount: 1 }, { name: "", word: "1" }],
    ["an event", { at, event: "happens", on: "mail.spam" }, { name: "mail.spam" }],
    ["a good backup", { at, event: "backup", ok: true }, { name: "", word: "good" }],
    ["a failed backup", { at, event: "backup", ok: false }, { name: "", word: "failed" }],
    ["an update", { at, event: "update", id: "u1", machines: 3, installed: [] }, { name: "u1" }],
    ["a report", { at, event: "report", name: "updates", sentAfterHours: 1 }, { name: "updates" }],
    [
      "a block that is bought",
      { at, event: "buy", hours: 10, price: "block", validMonths: 6 },
      { name: "block", word: "10" },
    ],
    [
      "a question",
      { at, event: "ask", request: { kind: "run", process: "miner" } },
      { name: "run" },
    ],
    ["a claim", { at, event: "claim" }, { name: "" }],
    ["an answer", { at, event: "answered" }, { name: "" }],
    ["a record", { at, event: "record", facts: {} }, { name: "" }],
  ])("places %s", (_name, event, expected) => {
    expect(listed(event)).toStrictEqual([
      { index: 0, event: event.event, fromMs: atMs, toMs: atMs, ...expected },
    ]);
  });

  it("places announced work where it is done, and says when it was told", () => {
    expect(
      listed({ at, event: "announcement", id: "w", starts: "2027-04-12T12:00", minutes: 30 }),
    ).toEqual([
      {
        index: 0,
        event: "announcement",
        fromMs: minutes(180),
        toMs: minutes(210),
        toldMs: atMs,
        name: "w",
      },
    ]);
    // Work that was told of first stands where it is done, after what happened before.
    const work: ScenarioEvent = {
      at: "2027-04-12T08:00",
      event: "announcement",
      id: "w",
      starts: "2027-04-12T12:00",
      minutes: 30,
    };
    expect(listed(work, { at, event: "asked" }).map(({ index }) => index)).toEqual([1, 0]);
  });

  it("draws a ticket up to the last of its own steps, and never backwards", () => {
    const ticket = (id: string): ScenarioEvent => ({ at, event: "ticket", id, channel: "mail" });
    const step = (of: string, when: string): ScenarioEvent => ({
      at: when,
      event: "step",
      ticket: of,
      step: "recorded",
    });
    const drawn = listed(
      ticket("a"),
      ticket("b"),
      ticket("c"),
      step("a", "2027-04-12T09:10"),
      step("a", "2027-04-12T09:30"),
      step("b", "2027-04-12T08:00"),
    ).filter(({ event }) => event === "ticket");
    expect(drawn.map(({ name, toMs }) => [name, toMs])).toEqual([
      ["a", minutes(30)],
      ["b", atMs],
      ["c", atMs],
    ]);
  });

  it("keeps the order of the file for what happens at one moment", () => {
    const asked: ScenarioEvent = { at, event: "asked" };
    const before: ScenarioEvent = { at: "2027-04-12T08:59", event: "answered" };
    expect(listed(asked, { at, event: "answered" }, asked, before).map((one) => one.index)).toEqual(
      [3, 0, 1, 2],
    );
  });
});
