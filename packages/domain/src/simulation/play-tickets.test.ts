import { describe, expect, it } from "vitest";
import { readCatalogue } from "../../../../test/catalogues/read-catalogue.ts";
import { playedTickets, playTickets } from "./play-tickets.ts";
import type { EventOf, ScenarioEvent } from "./scenario-event.ts";
import { smallScenario } from "./small-scenario.ts";
import { makeWorld } from "./world.ts";

type Step = EventOf<"step">["step"];

/** An hour from a mail or a call of high priority, 8:00 to 12:30 and 13:00 to 17:30; warnings at 50 and 90 %. */
const prepaid = readCatalogue("prepaid-hours");

/** Amsterdam time in winter. */
const ms = (text: string): number => Date.parse(`${text}+01:00`);

const ticket = (at: string, more: Partial<EventOf<"ticket">> = {}): ScenarioEvent => ({
  at,
  event: "ticket",
  id: "A",
  channel: "mail",
  priority: "p1",
  ...more,
});
const step = (at: string, what: Step, of = "A"): ScenarioEvent => ({
  at,
  event: "step",
  ticket: of,
  step: what,
});

function worldOf(...events: ScenarioEvent[]) {
  const scenario = smallScenario({ plan: "block-10" }, events, { to: "2027-03-01" });
  return makeWorld(prepaid, scenario);
}

const said = (...events: ScenarioEvent[]) =>
  playTickets(worldOf(...events)).map(({ atMs, what }) => [
    new Date(atMs + 3_600_000).toISOString().slice(0, 16),
    what,
  ]);

describe("the clock of a ticket", () => {
  it("runs, warns and is met", () => {
    const facts = { ticket: "A", clock: "reaction" };
    const known = { kind: "clock", clause: "block-04", facts };
    expect(
      playTickets(worldOf(ticket("2027-01-05T09:00"), step("2027-01-05T09:40", "scheduled"))),
    ).toEqual([
      {
        ...known,
        atMs: ms("2027-01-05T09:00"),
        what: "A reaction runs, due 2027-01-05 10:00",
        code: "clock-runs",
        untilMs: ms("2027-01-05T10:00"),
      },
      {
        ...known,
        atMs: ms("2027-01-05T09:30"),
        what: "A reaction warning at 50 %",
        code: "clock-warning",
        facts: { ...facts, percent: 50 },
      },
      {
        ...known,
        atMs: ms("2027-01-05T09:40"),
        what: "A reaction met",
        code: "clock-met",
      },
    ]);
  });

  it("stands still while it waits for the customer, and over noon", () => {
    // Ten minutes are gone at 10:10; the other fifty begin at 12:00 and end at 13:20.
    expect(
      said(
        ticket("2027-01-05T10:00"),
        step("2027-01-05T10:10", "waitingForCustomer"),
        step("2027-01-05T12:00", "resumed"),
        step("2027-01-05T15:30", "acknowledged"),
        step("2027-01-05T11:00", "acknowledged", "B"),
      ),
    ).toEqual([
      ["2027-01-05T10:00", "A reaction runs, due 2027-01-05 13:20"],
      ["2027-01-05T12:20", "A reaction warning at 50 %"],
      ["2027-01-05T13:14", "A reaction warning at 90 %"],
      ["2027-01-05T13:20", "A reaction missed"],
    ]);
  });

  it("runs on over the end of what is played", () => {
    expect(said(ticket("2027-02-26T17:00"))).toEqual([
      ["2027-02-26T17:00", "A reaction runs, due 2027-03-01 08:30"],
      ["2027-02-26T17:30", "A reaction warning at 50 %"],
    ]);
  });

  it("does not run for a way that the contract does not name, or a priority without a target", () => {
    expect(said(ticket("2027-01-05T09:00", { channel: "chat" }))).toEqual([]);
    expect(said(ticket("2027-01-05T09:00", { priority: "p5" }))).toEqual([]);
  });

  it("that waits to the end is due after the fifty minutes that are left, on Monday morning", () => {
    expect(
      said(ticket("2027-01-05T09:00"), step("2027-01-05T09:10", "waitingForThirdParty")),
    ).toEqual([["2027-01-05T09:00", "A reaction runs, due 2027-03-01 08:50"]]);
  });
});

describe("what happens to a ticket", () => {
  it.each<[Step, object]>([
    ["recorded", { kind: "recorded" }],
    ["acknowledged", { kind: "acknowledged" }],
    ["workBegun", { kind: "work-began" }],
    ["scheduled", { kind: "scheduled" }],
    ["solved", { kind: "solved" }],
    ["reopened", { kind: "reopened" }],
    ["resumed", { kind: "resumed" }],
    ["waitingForCustomer", { kind: "paused", reason: "waiting-for-customer" }],
    ["waitingForThirdParty", { kind: "paused", reason: "waiting-for-supplier" }],
    ["appointmentAgreed", { kind: "paused", reason: "appointment" }],
  ])("is told to its clocks: %s", (what, told) => {
    const [played] = playedTickets(
      worldOf(
        ticket("2027-01-05T09:00"),
        step("2027-01-05T09:10", what),
        step("2027-01-05T09:20", what, "B"),
      ),
    );
    const atMs = ms("2027-01-05T09:00");
    expect(played?.events).toEqual([
      { id: "reported", atMs, kind: "reported", channel: "mail" },
      { id: "recorded", atMs, kind: "recorded" },
      { id: "priority", atMs, kind: "priority-set", priority: expect.anything() },
      { id: "step-1", atMs: ms("2027-01-05T09:10"), ...told },
    ]);
  });
});

describe("se-03: nobody has begun", () => {
  const called = (level: string, at: string, to: string) => {
    const fault = ticket(at, { channel: "phone", serviceDown: true, priority: undefined });
    const scenario = smallScenario({ plan: "managed", level }, [fault], { to });
    return playTickets(makeWorld(readCatalogue("se"), scenario)).filter(
      ({ code }) => code === "escalated",
    );
  };

  it("the lead is paged after 20 minutes, the owner after 45, also at night with Premium", () => {
    const lines = called("sla-premium", "2027-01-08T22:00", "2027-02-01");
    const page = (to: string) => ({
      atMs: expect.any(Number),
      kind: "act",
      clause: "se-03",
      what: `A page to ${to}`,
      code: "escalated",
      facts: { ticket: "A", by: "page", to, heldBack: false },
    });
    expect(lines).toEqual([page("lead"), page("owner")]);
    expect(lines.map(({ atMs }) => Math.floor(atMs / 1000) * 1000)).toEqual([
      ms("2027-01-08T22:20"),
      ms("2027-01-08T22:45"),
    ]);
  });

  it("with Basic the page of Friday at five is held back until Monday at eight", () => {
    expect(
      called("sla-basic", "2027-01-08T16:00", "2027-02-01").map(({ atMs, what, facts }) => ({
        atMs,
        what,
        heldBack: facts["heldBack"],
      })),
    ).toEqual([
      {
        atMs: ms("2027-01-11T08:00"),
        what: "A page to lead, held back until the hours open",
        heldBack: true,
      },
      { atMs: ms("2027-01-11T10:00"), what: "A message to owner", heldBack: false },
    ]);
  });

  it("is not played beyond the end of the scenario", () => {
    expect(called("sla-basic", "2027-01-08T16:00", "2027-01-11")).toEqual([]);
  });
});

describe("srv-28, srv-29: a priority by what is wrong", () => {
  const srv = readCatalogue("srv");
  const clocksOf = (more: Partial<EventOf<"ticket">>) => {
    const given = ticket("2027-01-05T10:00", { channel: "phone", priority: undefined, ...more });
    const world = makeWorld(srv, smallScenario({ plan: "premium" }, [given]));
    return playTickets(world)
      .filter(({ code }) => code === "clock-runs")
      .map(({ what }) => what);
  };
  it("eleven persons are more urgent than one, and a named priority beats both", () => {
    const many = clocksOf({ persons: 11 });
    const one = clocksOf({ persons: 1 });
    expect(many).not.toEqual(one);
    expect(clocksOf({ persons: 11, priority: "p5" })).not.toEqual(many);
  });
});
