import { describe, expect, it } from "vitest";
import { readCatalogue } from "../../../../test/catalogues/read-catalogue.ts";
import type { Catalogue, Term } from "../catalogue/index.ts";
import type { ScenarioEvent } from "./scenario-event.ts";
import { simulate } from "./index.ts";
import { smallScenario } from "./small-scenario.ts";

/** Blocks of 10 hours for 9,000.00 NOK that hold 6 months; half hours; 1,100.00 NOK an hour without a block. */
const back = readCatalogue("hours-given-back");
/** Blocks of 10, 25 and 50 hours in euros; tenths of an hour, at least three for a ticket and day. */
const prepaid = readCatalogue("prepaid-hours");

const buy = (at: string, price = "block", hours = 10): ScenarioEvent => ({
  at,
  event: "buy",
  hours,
  price,
  validMonths: 6,
});
const work = (at: string, ticket: string, minutes: number): ScenarioEvent => ({
  at,
  event: "work",
  ticket,
  minutes,
  topics: ["remoteSupport"],
});

function changed(catalogue: Catalogue, change: (term: Term) => Term): Catalogue {
  const clauses = catalogue.clauses.map((one) => ({ ...one, terms: one.terms.map(change) }));
  return { ...catalogue, clauses };
}

function play(catalogue: Catalogue, plan: string, events: readonly ScenarioEvent[]) {
  const { lines, charges } = simulate(catalogue, smallScenario({ plan }, events));
  return {
    charges: charges.amountMinor,
    drawn: lines.filter(({ code }) => code === "drawn-from-block").map(({ facts }) => facts),
    charged: lines.filter(({ code }) => code === "charged").map(({ what }) => what),
    decided: lines.filter(({ code }) => code === "decided").map(({ what }) => what),
    lines,
  };
}

describe("hours of a block", () => {
  it("cover work while they last; what is beyond them is charged by the hour", () => {
    // 700 minutes are 24 half hours: 20 of them are in the block, 100 minutes cost two hours.
    const { drawn, charged, decided } = play(back, "ten", [
      buy("2027-01-04T09:00"),
      work("2027-01-05T09:00", "T1", 700),
      work("2027-01-06T09:00", "T2", 20),
    ]);
    expect(decided).toEqual([
      "T1 700 min remoteSupport: charged 2200.00 NOK (charged)",
      "T2 20 min remoteSupport: charged 550.00 NOK (charged)",
    ]);
    expect(drawn).toEqual([{ ticket: "T1", minutes: 600, left: 0 }]);
    expect(charged).toEqual([
      "2027-01 T1 120 min: 2200.00 NOK",
      "2027-01 T2 30 min: 550.00 NOK",
      "2027-01 block of 10 hours: 9000.00 NOK",
    ]);
  });

  it("are charged from nobody who never bought any", () => {
    const { drawn, decided, charges } = play(back, "ten", [work("2027-01-05T09:00", "T1", 60)]);
    expect(drawn).toEqual([]);
    expect(decided).toEqual(["T1 60 min remoteSupport: charged 1100.00 NOK (charged)"]);
    expect(charges).toBe(110_000);
  });

  it("say what was drawn, when and under which clause", () => {
    const { lines } = play(back, "ten", [
      buy("2027-01-04T09:00"),
      work("2027-01-05T09:00", "T1", 40),
    ]);
    expect(lines.find(({ code }) => code === "drawn-from-block")).toEqual({
      atMs: Date.parse("2027-01-05T09:00+01:00"),
      kind: "charge",
      clause: "back-01",
      what: "T1 60 min from the block, 540 left",
      code: "drawn-from-block",
      facts: { ticket: "T1", minutes: 60, left: 540 },
    });
  });

  it.each([
    // 40 and 40 minutes: one by one two hours and a half hour more than together.
    ["entry", [60, 60, 30]],
    ["ticket", [60, 30, 30]],
    ["ticketDay", [60, 30, 30]],
  ] as const)("are rounded by %s", (roundedPer, minutes) => {
    const catalogue = changed(back, (term) =>
      term.type === "timeUnits" ? { ...term, roundedPer } : term,
    );
    const { drawn } = play(catalogue, "ten", [
      buy("2027-01-04T09:00"),
      work("2027-01-05T09:00", "T1", 40),
      work("2027-01-05T15:00", "T1", 40),
      work("2027-01-06T09:00", "T1", roundedPer === "ticket" ? 40 : 20),
    ]);
    expect(drawn.map((facts) => facts["minutes"])).toEqual(minutes);
  });

  it("rounded by month, the tickets of a month each by itself", () => {
    const catalogue = changed(back, (term) =>
      term.type === "timeUnits" ? { ...term, roundedPer: "month" } : term,
    );
    const { drawn } = play(catalogue, "ten", [
      buy("2027-01-04T09:00"),
      work("2027-01-05T09:00", "T1", 20),
      work("2027-01-20T09:00", "T1", 5),
      work("2027-01-20T15:00", "T2", 10),
      work("2027-02-05T09:00", "T1", 5),
    ]);
    expect(drawn.map((facts) => facts["minutes"])).toEqual([30, 0, 30, 30]);
  });

  it("count minute by minute where the contract has no units", () => {
    const catalogue = {
      ...back,
      clauses: back.clauses.filter(({ id }) => id !== "back-02"),
    };
    const { drawn } = play(catalogue, "ten", [
      buy("2027-01-04T09:00"),
      work("2027-01-05T09:00", "T1", 7),
      work("2027-01-05T15:00", "T1", 8),
    ]);
    expect(drawn.map((facts) => facts["minutes"])).toEqual([7, 8]);
  });
});

describe("work of several kinds on one ticket and day", () => {
  const training = (at: string) =>
    ({ ...work(at, "T1", 60), topics: ["training"] }) as ScenarioEvent;
  // A Sunday: support counts twice, training does not.
  it.each([
    [
      "the dearer last",
      [training("2027-01-10T10:00"), work("2027-01-10T12:00", "T1", 60)],
      [60, 120],
    ],
    [
      "the dearer first",
      [work("2027-01-10T10:00", "T1", 60), training("2027-01-10T12:00")],
      [120, 60],
    ],
  ])("counts each kind by itself, as its invoice would: %s", (_name, events, minutes) => {
    const bought = buy("2027-01-04T09:00", "twenty-five", 25);
    const { drawn } = play(prepaid, "block-25", [bought, ...events]);
    expect(drawn.map((facts) => facts["minutes"])).toEqual(minutes);
  });
});

describe("a block", () => {
  it("is bought at the price that is asked for, under the clause that sells it", () => {
    const [term] = prepaid.clauses[0]?.terms ?? [];
    if (term?.type !== "hourBlock") throw new Error("no block");
    const small: Term = { ...term, when: {}, hours: 10, price: "ten" };
    const large: Term = { ...term, when: {}, hours: 25, price: "twenty-five" };
    const catalogue = {
      ...prepaid,
      clauses: prepaid.clauses.map((clause) => {
        if (clause.id === "block-01") return { ...clause, terms: [small] };
        return clause.id === "block-02" ? { ...clause, terms: [...clause.terms, large] } : clause;
      }),
    };
    const { lines } = play(catalogue, "block-10", [
      buy("2027-01-04T09:00", "ten", 10),
      buy("2027-02-04T09:00", "twenty-five", 25),
      buy("2027-03-04T09:00", "fifty", 50),
    ]);
    const charged = lines.filter(({ code }) => code === "charged");
    // Who buys what no clause sells pays under the first that sells blocks at all.
    expect(charged.map(({ clause, what }) => `${clause} ${what}`)).toEqual([
      "block-01 2027-01 block of 10 hours: 900.00 EUR",
      "block-02 2027-02 block of 25 hours: 2125.00 EUR",
      "block-01 2027-03 block of 50 hours: 4000.00 EUR",
    ]);
  });

  it("costs nothing where its price is not on the list", () => {
    expect(play(back, "ten", [buy("2027-01-04T09:00", "gift")]).charges).toBe(0);
  });

  it("dk-23: renews itself with its own line and price, once for each that is missing", () => {
    // 26 hours of training, 25 there and 2.5 to stay: one more block of 25 hours, 24 are left. Training has no surcharge at night.
    const { lines } = play(prepaid, "block-25", [
      buy("2027-01-04T09:00", "twenty-five", 25),
      { ...work("2027-01-05T09:00", "T1", 1560), topics: ["training"] } as ScenarioEvent,
    ]);
    expect(lines.filter(({ code }) => code === "block-renewed")).toEqual([
      {
        atMs: Date.parse("2027-01-05T09:00+01:00"),
        kind: "charge",
        clause: "block-01",
        what: "block of 25 hours renewed below 2.5 hours",
        code: "block-renewed",
        facts: { hours: 25, below: 2.5 },
      },
    ]);
    expect(lines.filter(({ code }) => code === "charged").map(({ what }) => what)).toEqual([
      "2027-01 block of 25 hours: 2125.00 EUR",
      "2027-01 block of 25 hours, renewed: 2125.00 EUR",
    ]);
    expect(lines.find(({ code }) => code === "drawn-from-block")?.facts["left"]).toBe(1440);
  });

  it("dk-23: gives back its own price for what is left, and nothing once it is used up", () => {
    const dear = { ...back, prices: [...back.prices] };
    const [block] = back.prices;
    if (block === undefined) throw new Error("no block");
    dear.prices.push({ ...block, id: "dear", amount: { amountMinor: 1_000_010, currency: "NOK" } });
    // The newest first: nine and a half hours of the dear one; the cheap one is used up before it is bought.
    const { charged } = play(dear, "ten", [
      buy("2027-01-04T09:00"),
      work("2027-01-05T09:00", "T1", 600),
      buy("2027-02-04T09:00", "dear"),
      work("2027-02-05T09:00", "T2", 570),
    ]);
    expect(charged).toEqual([
      "2027-01 block of 10 hours: 9000.00 NOK",
      "2027-02 block of 10 hours: 10000.10 NOK",
      // A twentieth of 10,000.10 is 500.005.
      "2027-08 30 min of a block given back: -500.01 NOK",
    ]);
  });

  it("gives nothing back that nothing was paid for", () => {
    const { charged } = play(back, "ten", [buy("2027-01-04T09:00", "gift")]);
    expect(charged).toEqual([]);
  });

  it("lives on when another is bought before its end, where the contract says so", () => {
    const leftIn = (month: string, unused: string) => {
      const catalogue = changed(prepaid, (term) =>
        term.type === "hourBlock" ? ({ ...term, unused } as Term) : term,
      );
      const again = buy("2027-06-04T09:00", "twenty-five", 25);
      const used = { ...work(`2027-${month}-05T09:00`, "T1", 60), topics: ["training"] };
      return play(catalogue, "block-25", [
        buy("2027-01-04T09:00", "twenty-five", 25),
        again,
        used as ScenarioEvent,
      ]).drawn[0]?.["left"];
    };
    // The first of two blocks of 1500 minutes ends on 4 July, or three months later.
    expect(leftIn("07", "rollsOverOnRenewal")).toBe(2940);
    expect(leftIn("10", "rollsOverOnRenewal")).toBe(1440);
    expect(leftIn("07", "expires")).toBe(1440);
  });

  it.each([
    // 25 hours less 22.5 are as many as shall be left; six minutes more are too many.
    [1350, 150, 0],
    [1356, 1644, 1],
  ])("renews itself when less than 2.5 hours would be left: %d minutes", (minutes, left, times) => {
    const { drawn, lines } = play(prepaid, "block-25", [
      buy("2027-01-04T09:00", "twenty-five", 25),
      { ...work("2027-01-05T09:00", "T1", minutes), topics: ["training"] } as ScenarioEvent,
    ]);
    expect(drawn.map((facts) => facts["left"])).toEqual([left]);
    expect(lines.filter(({ code }) => code === "block-renewed")).toHaveLength(times);
  });

  it("that nobody bought does not renew itself", () => {
    const { decided, drawn } = play(prepaid, "block-25", [
      { ...work("2027-01-05T09:00", "T1", 60), topics: ["training"] } as ScenarioEvent,
    ]);
    expect(decided).toEqual(["T1 60 min training: charged 98.50 EUR (charged)"]);
    expect(drawn).toEqual([]);
  });

  it("costs what it costs under the first clause where no clause sells blocks", () => {
    const none = changed(back, (term) =>
      term.type === "hourBlock" ? ({ type: "definition" } as Term) : term,
    );
    const { lines } = play(none, "ten", [buy("2027-01-04T09:00")]);
    expect(lines.filter(({ code }) => code === "charged")).toMatchObject([
      { clause: "back-01", what: "2027-01 block of 10 hours: 9000.00 NOK" },
    ]);
  });
});
