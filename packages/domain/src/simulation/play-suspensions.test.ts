import { describe, expect, it } from "vitest";
import { readCatalogue } from "../../../../test/catalogues/read-catalogue.ts";
import type { EventName, TermOf } from "../catalogue/index.ts";
import { playSuspensions } from "./play-suspensions.ts";
import { smallScenario } from "./small-scenario.ts";
import { makeWorld } from "./world.ts";

const ba = readCatalogue("ba");

type Told = number | "never";

/** What happens to a server of ba from January to February 2027, Sarajevo time. */
function play(
  happenings: readonly (readonly [at: string, on: EventName, toldAfterHours?: Told])[],
  change: Partial<TermOf<"suspension">> = {},
) {
  const catalogue = {
    ...ba,
    clauses: ba.clauses.map((clause) => ({
      ...clause,
      terms: clause.terms.map((term) =>
        term.type === "suspension" ? { ...term, ...change } : term,
      ),
    })),
  };
  const events = happenings.map(([at, on, toldAfterHours]) => ({
    at,
    event: "happens" as const,
    on,
    ...(toldAfterHours !== undefined && { toldAfterHours }),
  }));
  const scenario = smallScenario({ plan: "vps-full" }, events, { to: "2027-03-01" });
  return playSuspensions(makeWorld(catalogue, scenario));
}

const ms = (text: string): number => Date.parse(`${text}+01:00`);
const event = "address.blackholed";

describe("ba-41: an address on a blackhole list", () => {
  it("suspends the service when the time is up, counted from when the customer was told, until it is off the list", () => {
    const { lines, suspended } = play([
      ["2027-01-05T09:00", event, 2],
      ["2027-01-09T09:00", "address.delisted"],
      ["2027-01-10T09:00", "address.delisted"],
    ]);
    const known = { clause: "ba-41", facts: { event } };
    expect(lines).toEqual([
      {
        ...known,
        atMs: ms("2027-01-05T11:00"),
        kind: "deadline",
        what: `${event} suspends 2027-01-08 11:00 unless stopped`,
        code: "suspends-unless-stopped",
        untilMs: ms("2027-01-08T11:00"),
      },
      {
        ...known,
        atMs: ms("2027-01-08T11:00"),
        kind: "act",
        what: `${event} suspended: service`,
        code: "suspended",
        facts: { event, reason: "service" },
      },
      {
        ...known,
        atMs: ms("2027-01-09T09:00"),
        kind: "act",
        what: `${event} restored`,
        code: "restored",
      },
    ]);
    expect(suspended).toEqual([
      { clause: "ba-41", fromMs: ms("2027-01-08T11:00"), toMs: ms("2027-01-09T09:00") },
    ]);
  });

  it("is not acted on when the customer was never told", () => {
    expect(play([["2027-01-05T09:00", event, "never"]])).toEqual({
      lines: [
        {
          atMs: ms("2027-01-05T09:00"),
          kind: "act",
          clause: "ba-41",
          what: `${event} not acted on: the customer was not told`,
          code: "not-told",
          facts: { event },
        },
      ],
      suspended: [],
    });
  });

  it("counts from the event where the clause says so, whenever the customer was told", () => {
    const { suspended } = play([["2027-01-05T09:00", event, 24]], { timerStarts: "event" });
    expect(suspended).toEqual([
      { clause: "ba-41", fromMs: ms("2027-01-08T09:00"), toMs: ms("2027-03-01T00:00") },
    ]);
  });

  it.each<[string, EventName]>([
    ["2027-01-07T15:00", "delisting.requested"],
    ["2027-01-08T09:00", "delisting.requested"],
    ["2027-01-06T09:00", "address.delisted"],
  ])("is stopped at %s by %s, and told at that moment", (at, by) => {
    const { lines, suspended } = play([
      ["2027-01-05T09:00", event],
      [at, by],
    ]);
    expect(suspended).toEqual([]);
    expect(lines.at(-1)).toEqual({
      atMs: ms(at),
      kind: "act",
      clause: "ba-41",
      what: `${event} timer-stopped`,
      code: "not-suspended",
      facts: { event, reason: "timer-stopped" },
    });
  });

  it.each<[string, EventName]>([
    ["2027-01-05T08:59", "delisting.requested"],
    ["2027-01-08T09:01", "delisting.requested"],
    ["2027-01-06T09:00", "mail.bulk"],
  ])("is not stopped at %s by %s", (at, by) => {
    const { suspended } = play([
      ["2027-01-05T09:00", event],
      [at, by],
    ]);
    expect(suspended).toEqual([
      { clause: "ba-41", fromMs: ms("2027-01-08T09:00"), toMs: ms("2027-03-01T00:00") },
    ]);
  });

  it("is not played beyond the end of the scenario", () => {
    const { lines, suspended } = play([["2027-02-26T00:00", event]]);
    expect(lines.map(({ code }) => code)).toEqual(["suspends-unless-stopped"]);
    expect(suspended).toEqual([]);
  });
});

describe("ba-15: abuse", () => {
  it("suspends at once, and a technician restores when it is solved", () => {
    const { lines, suspended } = play([
      ["2027-01-05T09:00", "abuse.known"],
      ["2027-01-06T09:00", "abuse.solved"],
    ]);
    expect(lines.map(({ code, what, facts }) => ({ code, what, facts }))).toEqual([
      {
        code: "suspended",
        what: "abuse.known suspended: service",
        facts: { event: "abuse.known", reason: "service" },
      },
      {
        code: "may-be-restored",
        what: "abuse.known may be restored byTechnician",
        facts: { event: "abuse.known", reason: "byTechnician" },
      },
    ]);
    expect(suspended).toEqual([
      { clause: "ba-15", fromMs: ms("2027-01-05T09:00"), toMs: ms("2027-01-06T09:00") },
    ]);
  });

  it("stays suspended to the end where nothing solves it", () => {
    const { lines, suspended } = play([["2027-01-05T09:00", "abuse.known"]]);
    expect(lines.map(({ code }) => code)).toEqual(["suspended"]);
    expect(suspended[0]?.toMs).toBe(ms("2027-03-01T00:00"));
  });
});

describe("ba-11: what is prohibited", () => {
  it("has its action, and the end of the contract where the clause says so", () => {
    expect(play([["2027-01-07T09:00", "mail.spam"]]).lines).toEqual([
      {
        atMs: ms("2027-01-07T09:00"),
        kind: "act",
        clause: "ba-11",
        what: "mail.spam switchOffForGood, the contract ends",
        code: "prohibited",
        facts: { event: "mail.spam", action: "switchOffForGood", endsContract: true },
      },
    ]);
  });

  it("srv-24: a case without an end of the contract", () => {
    const scenario = smallScenario({ plan: "plus" }, [
      { at: "2027-01-07T09:00", event: "happens", on: "sealed.opened" },
    ]);
    const { lines } = playSuspensions(makeWorld(readCatalogue("srv"), scenario));
    expect(lines).toMatchObject([
      {
        clause: "srv-24",
        what: "sealed.opened case",
        facts: { event: "sealed.opened", action: "case", endsContract: false },
      },
    ]);
  });

  it("no clause, no line", () => {
    expect(play([["2027-01-07T09:00", "disk.full"]])).toEqual({ lines: [], suspended: [] });
  });
});
