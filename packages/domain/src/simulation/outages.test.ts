import { describe, expect, it } from "vitest";
import { readCatalogue } from "../../../../test/catalogues/read-catalogue.ts";
import type { Catalogue, Term } from "../catalogue/index.ts";
import { compileAvailability } from "../contract/index.ts";
import { judgedTogether, playedAnnouncements, playedOutages } from "./outages.ts";
import type { EventOf, ScenarioEvent } from "./scenario-event.ts";
import { smallScenario } from "./small-scenario.ts";
import { makeWorld } from "./world.ts";

const ba = readCatalogue("ba");
const at = "2027-04-12T10:00";
const atMs = Date.parse("2027-04-12T10:00+02:00");
const minutes = (count: number): number => atMs + count * 60_000;

const worldOf = (events: readonly ScenarioEvent[], catalogue: Catalogue = ba, machines = 3) =>
  makeWorld(catalogue, smallScenario({ plan: catalogue.plans.at(-2)?.id ?? "", machines }, events));

const outage = (more: Partial<EventOf<"outage">> = {}): ScenarioEvent => ({
  at,
  event: "outage",
  cause: "ddos",
  minutes: 20,
  ...more,
});

describe("an outage", () => {
  it("of the first machine, found at once and closed with its end, where nothing else is said", () => {
    expect(playedOutages(worldOf([{ at, event: "asked" }, outage()]))).toEqual([
      {
        id: "outage-2",
        machine: 1,
        check: "host",
        service: "1:host",
        cause: expect.any(String),
        beganMs: atMs,
        detectedMs: atMs,
        endedMs: minutes(20),
        recoveryDetectedMs: minutes(20),
        closedMs: minutes(20),
      },
    ]);
  });

  it("has every moment that a contract may count from", () => {
    const [played] = playedOutages(
      worldOf([
        outage({
          id: "o",
          machine: 2,
          service: "nginx.service",
          detectedAfterSeconds: 30,
          reportedAfterMinutes: 5,
          closedAfterMinutes: 60,
          announcement: "w",
        }),
      ]),
    );
    expect(played).toMatchObject({
      id: "o",
      machine: 2,
      check: "service:nginx.service",
      service: "2:nginx.service",
      beganMs: atMs,
      detectedMs: minutes(0.5),
      reportedMs: minutes(5),
      endedMs: minutes(20),
      closedMs: minutes(80),
      announcementId: "w",
    });
  });
});

describe("ba-04: an announcement excuses what it covers", () => {
  const announced = (more: Partial<EventOf<"announcement">>, catalogue = ba) =>
    playedAnnouncements(
      worldOf(
        [{ at, event: "announcement", id: "w", starts: "2027-04-13T10:00", minutes: 30, ...more }],
        catalogue,
      ),
    );

  /** The catalogue with other ways in its notice of planned interruptions. */
  const told = (change: object): Catalogue => ({
    ...ba,
    clauses: ba.clauses.map((clause) => ({
      ...clause,
      terms: clause.terms.map((term): Term =>
        term.type === "notice" && term.of === "plannedInterruption" ? { ...term, ...change } : term,
      ),
    })),
  });

  it("from its start for as long as it says, told when it was published", () => {
    const fromMs = minutes(24 * 60);
    expect(announced({})).toEqual([
      { id: "w", fromMs, toMs: fromMs + 30 * 60_000, publishedMs: atMs },
    ]);
    expect(announced({ withdrawn: true })).toMatchObject([{ withdrawn: true }]);
  });

  it.each<[string, object, EventOf<"announcement">["by"], boolean]>([
    ["mail and portal by both", {}, ["mail", "portal"], true],
    ["mail and portal by mail alone", {}, ["mail"], false],
    ["mail and portal by the portal alone", {}, ["portal"], false],
    ["mail by mail", { publishOn: [] }, ["mail"], true],
    ["mail by the portal", { publishOn: [] }, ["portal"], false],
    ["the portal by the portal", { channels: [] }, ["portal"], true],
    ["the portal by mail", { channels: [] }, ["mail"], false],
    ["other work only", { of: "thirdPartyWork" }, [], true],
  ])("only once told by every way that the clause names: %s", (_name, change, by, isTold) => {
    const [played] = announced({ by }, told(change));
    expect(played?.publishedMs).toBe(isTold ? atMs : Infinity);
  });
});

describe("what is judged together", () => {
  const announcement = (id: string, starts: string): ScenarioEvent => ({
    at: "2027-04-01T10:00",
    event: "announcement",
    id,
    starts,
    minutes: 30,
  });
  const judged = (catalogue: Catalogue, events: readonly ScenarioEvent[]) => {
    const world = worldOf(events, catalogue);
    const [promise] = compileAvailability(world.catalogue, world.selection);
    if (promise === undefined) throw new Error("no availability is promised");
    return judgedTogether(world, promise, playedOutages(world), playedAnnouncements(world)).map(
      ({ machine, facts }) => ({
        machine,
        services: facts.services,
        outages: facts.outages.map(({ id }) => id),
        announcements: facts.announcements.map(({ id }) => id),
        agreed: facts.agreed,
      }),
    );
  };

  it("ba-06: each machine by itself, with the announcements that touch its outages", () => {
    const agreed = [
      { fromMs: Date.parse("2027-01-01T00:00+01:00"), toMs: Date.parse("2028-01-01T00:00+01:00") },
    ];
    expect(
      judged(ba, [
        outage({ id: "a" }),
        outage({ id: "b", machine: 3, service: "nginx.service", closedAfterMinutes: 30 }),
        outage({ id: "c", at: "2027-04-12T12:00" }),
        announcement("ends-as-they-begin", "2027-04-12T09:30"),
        announcement("before-all", "2027-04-12T09:29"),
        announcement("while-b-is-open", "2027-04-12T10:50"),
        announcement("after-b", "2027-04-12T10:51"),
      ]),
    ).toEqual([
      {
        machine: 1,
        services: ["1:host"],
        outages: ["a", "c"],
        announcements: ["ends-as-they-begin"],
        agreed,
      },
      {
        machine: 3,
        services: ["3:host", "3:nginx.service"],
        outages: ["b"],
        announcements: ["ends-as-they-begin", "while-b-is-open"],
        agreed,
      },
    ]);
  });

  it("all machines of the contract where it averages or joins them", () => {
    const apart: Catalogue = {
      ...ba,
      clauses: ba.clauses.map((clause) => ({
        ...clause,
        terms: clause.terms.map((term): Term =>
          term.type === "availability" ? { ...term, services: "average" } : term,
        ),
      })),
    };
    expect(
      judged(apart, [outage({ id: "b", machine: 3, service: "nginx.service" })]),
    ).toMatchObject([
      {
        machine: undefined,
        services: ["1:host", "2:host", "3:host", "3:nginx.service"],
        outages: ["b"],
        announcements: [],
      },
    ]);
  });
});
