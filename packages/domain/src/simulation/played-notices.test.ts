import { describe, expect, it } from "vitest";
import { catalogueWith, plan } from "../../../../test/catalogues/catalogue-with.ts";
import type { TermOf } from "../catalogue/index.ts";
import { knownOf } from "./known-at.ts";
import type { EventOf, ScenarioEvent } from "./scenario-event.ts";
import { playedNotices, sharedFacts } from "./shared-facts.ts";
import { smallScenario } from "./small-scenario.ts";
import { makeWorld } from "./world.ts";

/** Berlin, April 2027. */
const ms = (text: string): number => Date.parse(`2027-04-${text}+02:00`);

describe("ba-04: announcements", () => {
  const notice = (more: Partial<TermOf<"notice">> = {}) => ({
    type: "notice",
    of: "plannedInterruption",
    noticeHours: 24,
    longerThanMinutes: 5,
    channels: ["mail"],
    publishOn: ["statusPage"],
    to: "affectedCustomers",
    emergencies: "repairFirst",
    contents: ["what"],
    ...more,
  });
  /** For work on the 11th at noon. */
  const announced = (at: string, more: Partial<EventOf<"announcement">> = {}): ScenarioEvent => ({
    at: `2027-${at}`,
    event: "announcement",
    id: "a",
    starts: "2027-04-11T12:00",
    minutes: 60,
    ...more,
  });
  const worldOf = (term: object, ...events: readonly ScenarioEvent[]) =>
    makeWorld(catalogueWith([term]), smallScenario(plan, events));
  const playing = (...given: Parameters<typeof worldOf>) => {
    const facts = knownOf(worldOf(...given));
    const toMs = Date.parse("2027-05-01T00:00+02:00");
    return { shared: (now: string) => sharedFacts(facts, ms("01T00:00"), toMs, ms(now)) };
  };
  const latestMs = ms("10T12:00");
  const HOUR_MS = 3_600_000;

  it("are known from the moment at which they are made", () => {
    const { shared } = playing(notice(), announced("04-10T10:00"));
    expect(shared("10T09:59").notices).toEqual([]);
    expect(shared("10T10:00").notices).toEqual([
      {
        id: "a",
        judgement: {
          clause: "x-01",
          outcome: "sufficient",
          latestMs,
          givenMs: 26 * HOUR_MS,
          missingChannels: [],
        },
      },
    ]);
  });

  it("on one channel alone are not enough once the time for the other is over", () => {
    const { shared } = playing(notice(), announced("04-10T10:00", { by: ["mail"] }));
    const said = (now: string) => shared(now).notices?.map(({ judgement }) => judgement);
    const one = { clause: "x-01", latestMs, missingChannels: ["portal"] };
    expect(said("10T12:00")).toEqual([{ ...one, outcome: "pending" }]);
    expect(said("10T12:01")).toEqual([{ ...one, outcome: "missing" }]);
  });

  it.each<[string, Partial<TermOf<"notice">>, Partial<EventOf<"announcement">>, string]>([
    ["late", {}, {}, "too-late"],
    ["for work that is short enough", {}, { minutes: 5 }, "not-needed"],
    ["for work that is a little longer", {}, { minutes: 5.1 }, "too-late"],
    ["in an emergency", {}, { emergency: true }, "emergency"],
    [
      "in an emergency that is told anyway",
      { emergencies: "noticeAnyway" },
      { emergency: true },
      "too-late",
    ],
    [
      "on the portal where mail alone is asked for",
      { publishOn: [] },
      { by: ["portal"] },
      "missing",
    ],
    ["by mail where mail alone is asked for", { publishOn: [] }, { by: ["mail"] }, "too-late"],
    [
      "by mail where the portal alone is asked for",
      { channels: ["phone"] },
      { by: ["mail"] },
      "missing",
    ],
    [
      "on the portal where it alone is asked for",
      { channels: ["phone"] },
      { by: ["portal"] },
      "too-late",
    ],
  ])("%s", (_name, term, event, outcome) => {
    // A minute after the latest moment.
    const { shared } = playing(notice(term), announced("04-10T12:01", event));
    expect(shared("10T12:01").notices?.map(({ judgement }) => judgement.outcome)).toEqual([
      outcome,
    ]);
  });

  it("are of the month in which the work begins, and of the kind that the clause is about", () => {
    const { shared } = playing(
      notice(),
      announced("03-10T12:00", { id: "march", starts: "2027-03-31T23:59" }),
      announced("03-10T12:00", { id: "april" }),
      announced("03-10T12:00", { id: "named", of: "plannedInterruption" }),
      announced("03-10T12:00", { id: "others", of: "thirdPartyWork" }),
      announced("03-10T12:00", { id: "withdrawn", withdrawn: true }),
    );
    expect(shared("10T12:00").notices?.map(({ id }) => id)).toEqual(["april", "named"]);
    const world = worldOf(
      notice({ of: "thirdPartyWork" }),
      announced("03-10T12:00", { of: "thirdPartyWork" }),
    );
    expect([...playedNotices(world).keys()]).toEqual(["2027-04"]);
  });

  it("that come after the work are judged when they come", () => {
    const world = worldOf(notice(), announced("04-12T12:00"));
    const [played] = playedNotices(world).get("2027-04") ?? [];
    expect(played).toMatchObject({
      id: "a",
      month: "2027-04",
      toldMs: ms("12T12:00"),
      atFirst: { outcome: "too-late", givenMs: -24 * HOUR_MS },
      atLast: { outcome: "too-late", givenMs: -24 * HOUR_MS },
    });
  });
});
