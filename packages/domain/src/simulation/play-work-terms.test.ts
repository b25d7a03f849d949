import { describe, expect, it } from "vitest";
import { catalogueWith, plan } from "../../../../test/catalogues/catalogue-with.ts";
import { readCatalogue } from "../../../../test/catalogues/read-catalogue.ts";
import { playDecisions } from "./play-decisions.ts";
import type { EventOf, ScenarioEvent } from "./scenario-event.ts";
import { smallScenario } from "./small-scenario.ts";
import { makeWorld } from "./world.ts";

/** Berlin in winter. */
const ms = (text: string): number => Date.parse(`2027-${text}+01:00`);

const work = (at: string, minutes: number, more: Partial<EventOf<"work">> = {}): ScenarioEvent => ({
  at: `2027-${at}`,
  event: "work",
  ticket: "T",
  minutes,
  topics: ["remoteRepair"],
  ...more,
});

/** Clauses `x-01`, `x-02`, … with these terms; an hour costs 125.00 EUR. */
function play(terms: readonly (readonly object[])[], ...events: readonly ScenarioEvent[]) {
  const { lines, work: billed } = playDecisions(
    makeWorld(catalogueWith(...terms), smallScenario(plan, events)),
    [],
  );
  const decided = lines.filter(({ code }) => code === "decided");
  return {
    lines: decided,
    said: decided.map(({ what }) => what),
    billed: billed.map(({ clause, surchargeOnly, entry }) => [clause, surchargeOnly, entry.id]),
    work: billed,
  };
}

const support = (more: object = {}) => ({
  type: "supportScope",
  topics: ["training"],
  channels: ["phone"],
  charge: { mode: "included" },
  ...more,
});
const travel = {
  type: "travel",
  freeMinutes: 0,
  freePer: "visit",
  thereafter: { mode: "byTime", price: "hour" },
};
const rate = { type: "priceRate", price: "hour", topics: "everythingOptional", basis: "perUnit" };

describe("what a technician's work is said to be", () => {
  it("has its ticket, its minutes and all its topics, by phone where nothing is said", () => {
    const { lines } = play(
      [[support()]],
      work("01-05T09:00", 60, { topics: ["training", "remoteRepair"] }),
    );
    expect(lines).toMatchObject([
      {
        atMs: ms("01-05T09:00"),
        kind: "decision",
        clause: "x-01",
        what: "T 60 min training+remoteRepair: allowed (included)",
      },
    ]);
  });

  it("is refused by another channel, and then not even the driving costs", () => {
    const asked = (channel: EventOf<"work">["channel"]) =>
      play(
        [[support()], [travel]],
        work("01-05T09:00", 60, { topics: ["training"], driveMinutes: 30, channel }),
      );
    expect(asked("mail")).toMatchObject({
      said: ["T 60 min training: refused (channel-not-allowed)"],
      billed: [],
    });
    expect(asked("phone").billed).toEqual([["x-02", undefined, "0-drive"]]);
  });

  it("costs nothing by the hour where the price is not on the list", () => {
    const charge = (price: string) =>
      play(
        [[support({ charge: { mode: "byTime", price } })]],
        work("01-05T09:00", 60, { topics: ["training"] }),
      );
    expect(charge("hour")).toMatchObject({
      said: ["T 60 min training: charged 125.00 EUR (charged)"],
      billed: [["x-01", undefined, "0-work"]],
    });
    expect(charge("gift").billed).toEqual([]);
  });
});

describe("srv-22: hours under a flat rate", () => {
  const flat = {
    type: "flatRate",
    covers: ["remoteRepair"],
    excessive: { months: 3, aboveHoursPerMonth: 4, outcome: "contact" },
  };
  const months = (topic: "training" | "remoteRepair") => [
    ...["01", "02", "03"].map((month) => work(`${month}-05T09:00`, 300, { topics: [topic] })),
    work("04-05T09:00", 10),
  ];
  const last = (terms: readonly object[][], topic: "training" | "remoteRepair") =>
    play(terms, ...months(topic)).said.at(-1);

  it("are those of its own clause, however many clauses have one", () => {
    const other = { ...flat, covers: ["webAdjustment"] };
    const above = "T 10 min remoteRepair: allowed (limit-contact)";
    expect(last([[flat]], "remoteRepair")).toBe(above);
    expect(last([[flat], [other]], "remoteRepair")).toBe(above);
  });

  it("are not those that another clause pays for", () => {
    expect(last([[flat], [support()]], "training")).toBe(
      "T 10 min remoteRepair: allowed (included)",
    );
  });
});

describe("srv-35: the surcharge on hours that are paid for", () => {
  const quota = (more: object = {}) => ({
    type: "hourQuota",
    covers: ["remoteRepair"],
    hours: 5,
    period: "month",
    unused: { rule: "expires" },
    overage: { mode: "byTime", price: "hour" },
    warnAtPercent: [],
    ...more,
  });
  const block = (more: object = {}) => ({
    type: "hourBlock",
    covers: ["training"],
    hours: 4,
    price: "hour",
    validMonths: 6,
    unused: "expires",
    consume: "oldestFirst",
    ...more,
  });
  const invoiced = { surcharges: "invoiced" };

  it("has its own entry from the beginning of the work, where it is invoiced", () => {
    const { work: billed } = play([[quota(invoiced)], [block()]], work("01-05T09:00", 60));
    expect(billed).toEqual([
      {
        clause: "x-01",
        surchargeOnly: true,
        topics: ["remoteRepair"],
        entry: {
          id: "0-paid",
          ticket: "T",
          technician: "technician",
          activity: "other",
          fromMs: ms("01-05T09:00"),
          toMs: ms("01-05T10:00"),
        },
      },
    ]);
  });

  it("has none where another clause's is invoiced, or no hours are left", () => {
    expect(play([[quota()], [block(invoiced)]], work("01-05T09:00", 60)).billed).toEqual([]);
    expect(play([[quota({ ...invoiced, hours: 0 })]], work("01-05T09:00", 60)).billed).toEqual([
      ["x-01", undefined, "0-work"],
    ]);
  });

  it("dk-23: is on all of the work where a block renews itself for it, which then costs no hours", () => {
    const renews = block({ ...invoiced, covers: ["remoteRepair"], autoRenewBelowHours: 1 });
    const buy: ScenarioEvent = {
      at: "2027-01-04T09:00",
      event: "buy",
      hours: 4,
      price: "hour",
      validMonths: 6,
    };
    const { work: billed } = play([[renews], [rate]], buy, work("01-05T09:00", 300));
    expect(billed.map(({ surchargeOnly, entry }) => [surchargeOnly, entry.id, entry.toMs])).toEqual(
      [[true, "1-paid", ms("01-05T14:00")]],
    );
  });

  it("is nothing before a first block was bought, and nothing is drawn then", () => {
    const own = [block({ covers: ["remoteRepair"] }), support({ topics: ["remoteRepair"] })];
    const { lines } = playDecisions(
      makeWorld(catalogueWith(own), smallScenario(plan, [work("01-05T09:00", 60)])),
      [],
    );
    expect(lines.map(({ code }) => code)).toEqual(["decided"]);
  });
});

describe("dk-24: driving there", () => {
  it("is one entry where minutes are free by the visit", () => {
    const { work: billed } = playDecisions(
      makeWorld(
        readCatalogue("dk"),
        smallScenario({ plan: "service-2" }, [
          work("01-05T09:00", 60, { topics: ["remoteSupport"], driveMinutes: 40 }),
        ]),
      ),
      [],
    );
    expect(billed.map(({ entry }) => entry.id)).toEqual(["0-drive"]);
  });
});
