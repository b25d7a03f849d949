import { describe, expect, it } from "vitest";
import { readCatalogue } from "../../../../test/catalogues/read-catalogue.ts";
import type { Catalogue, Plan } from "../catalogue/index.ts";
import { simulate } from "./index.ts";
import type { Scenario } from "./index.ts";
import type { ScenarioEvent } from "./scenario-event.ts";
import { smallScenario } from "./small-scenario.ts";

const se = readCatalogue("se");
const line = readCatalogue("quarter-line");

function invoicesOf(
  catalogue: Catalogue,
  contract: Scenario["contract"],
  events: readonly ScenarioEvent[] = [],
  to = "2027-04-01",
) {
  return simulate(catalogue, smallScenario(contract, events, { to })).invoices;
}

/** Texts and nets of the lines, by month; months without a line are left out. */
function netsOf(...given: Parameters<typeof invoicesOf>) {
  return Object.fromEntries(
    invoicesOf(...given)
      .filter(({ lines }) => lines.length > 0)
      .map(({ month, lines }) => [month, lines.map(({ text, net }) => [text, net.amountMinor])]),
  );
}

function planOf(catalogue: Catalogue, change: Partial<Plan>): Catalogue {
  return { ...catalogue, plans: catalogue.plans.map((plan) => ({ ...plan, ...change })) };
}

describe("fees of a month", () => {
  it("are the plan's, the level's and the options', for the days on which the contract ran, for each machine", () => {
    // 16 of 31 days. 1,295.00 are 668.39; 700.00 + 3 x 45.00 + 1,495.00 = 2,330.00 are 1,202.58.
    const [january] = invoicesOf(se, {
      plan: "managed",
      level: "sla-plus",
      machines: 2,
      from: "2027-01-16",
      options: { "vpn-users": 3, mssql: true, exchange: 0, forefront: false },
    });
    const rest = { clause: "se-01", quantityMilli: 2000, unit: "month" };
    const vat = { category: "S", basisPoints: 2500 };
    const sek = (amountMinor: number) => ({ amountMinor, currency: "SEK" });
    expect(january).toMatchObject({
      month: "2027-01",
      lines: [
        {
          id: "fee-baseFee",
          text: se.plans[0]?.name.en,
          unitPrice: sek(66_839),
          net: sek(133_678),
          ...rest,
          vat,
        },
        {
          id: "fee-otherFees",
          text: "level and options",
          unitPrice: sek(120_258),
          net: sek(240_516),
          ...rest,
          vat,
        },
      ],
      // A quarter of 3,741.94 is 935.485.
      totals: { net: sek(374_194), tax: sek(93_549), gross: sek(467_743) },
    });
  });

  it("are one line where there is nothing besides the plan, and none outside the contract", () => {
    const name = se.plans[0]?.name.en;
    expect(
      netsOf(se, { plan: "managed", level: "sla-basic", from: "2027-02-01", to: "2027-03-01" }),
    ).toEqual({ "2027-02": [[name, 129_500]] });
  });

  it("leave out an option that costs nothing by itself", () => {
    const free = {
      ...se,
      options: se.options.map((one) => ({ ...one, fee: undefined })),
    } as Catalogue;
    expect(
      netsOf(free, { plan: "managed", options: { mssql: true } }, [], "2027-02-01")["2027-01"],
    ).toHaveLength(1);
  });

  it("come at the end of a quarter, once for the contract however many machines it has", () => {
    // 28 and 31 of the quarter's 90 days: 98,000 yen are 64,244.
    expect(
      netsOf(line, { plan: "line", machines: 5, from: "2027-02-01" }, [], "2027-07-01"),
    ).toEqual({
      "2027-03": [[line.plans[0]?.name.en, 64_244]],
      "2027-06": [[line.plans[0]?.name.en, 98_000]],
    });
  });

  it.each([
    ["month", 12],
    ["quarter", 4],
    ["halfYear", 2],
    ["year", 1],
  ] as const)("come by the %s", (billingPeriod, times) => {
    const invoices = invoicesOf(
      planOf(line, { billingPeriod }),
      { plan: "line" },
      [],
      "2028-01-01",
    );
    expect(invoices).toHaveLength(12);
    const billed = invoices.filter(({ lines }) => lines.length > 0);
    expect(billed).toHaveLength(times);
    expect(billed.at(-1)?.month).toBe("2027-12");
    expect(billed.map(({ totals }) => totals.net.amountMinor)).toEqual(
      Array.from({ length: times }, () => 98_000),
    );
  });

  it.each([
    ["machineMonth", 3],
    ["accountMonth", 3],
    ["month", 1],
    ["year", 1],
  ] as const)("per %s are paid %d times for three machines", (per, times) => {
    const [january] = invoicesOf(planOf(se, { per }), { plan: "managed", machines: 3 });
    expect(january?.totals.net.amountMinor).toBe(129_500 * times);
  });

  it("stop with the scenario: a month that is not over is not invoiced", () => {
    expect(invoicesOf(se, { plan: "managed" }, [], "2027-02-28")).toHaveLength(1);
    expect(invoicesOf(se, { plan: "managed" }, [], "2027-03-01")).toHaveLength(2);
  });
});

describe("se-16: what is counted", () => {
  const use = (at: string, amount: number, thing = "vpnUsers"): ScenarioEvent => ({
    at,
    event: "use",
    thing,
    amount,
  });
  const counted = (...events: ScenarioEvent[]) =>
    invoicesOf(se, { plan: "managed" }, events).map(({ month, lines }) => [
      month,
      lines
        .filter(({ id }) => id === "count-vpnUsers")
        .map(({ text, net }) => `${text}: ${net.amountMinor}`)
        .join(),
    ]);

  it("costs by the highest number of each month; what holds at its beginning holds on", () => {
    expect(
      counted(
        use("2027-01-05T10:00", 12),
        use("2027-01-10T10:00", 15),
        use("2027-01-20T10:00", 11),
        use("2027-03-01T00:00", 10),
      ),
    ).toEqual([
      ["2027-01", "5 vpnUsers beyond 10: 22500"],
      ["2027-02", "1 vpnUsers beyond 10: 4500"],
      ["2027-03", ""],
    ]);
  });

  it("is each thing by itself", () => {
    expect(counted(use("2027-01-05T10:00", 13), use("2027-02-05T10:00", 99, "mailboxes"))).toEqual([
      ["2027-01", "3 vpnUsers beyond 10: 13500"],
      ["2027-02", "3 vpnUsers beyond 10: 13500"],
      ["2027-03", "3 vpnUsers beyond 10: 13500"],
    ]);
  });

  it("has its price, its number and its clause on the line", () => {
    const [january] = invoicesOf(se, { plan: "managed" }, [use("2027-01-05T10:00", 13)]);
    expect(january?.lines.find(({ id }) => id === "count-vpnUsers")).toMatchObject({
      clause: "se-16",
      quantityMilli: 3000,
      unit: "piece",
      unitPrice: { amountMinor: 4500, currency: "SEK" },
      vat: { category: "S", basisPoints: 2500 },
    });
  });

  it.each([
    ["more is refused", { beyond: "refused" }],
    ["there is no end to what is included", { included: "unlimited" }],
    ["no price is named", { price: undefined }],
  ])("costs nothing where %s", (_name, change) => {
    const changed = {
      ...se,
      clauses: se.clauses.map((clause) => ({
        ...clause,
        terms: clause.terms.map((term) =>
          term.type === "countLimit" ? { ...term, ...change } : term,
        ),
      })),
    } as Catalogue;
    const [january] = invoicesOf(changed, { plan: "managed" }, [use("2027-01-05T10:00", 13)]);
    expect(january?.lines.map(({ id }) => id)).toEqual(["fee-baseFee"]);
  });
});

describe("credits", () => {
  const hall = readCatalogue("colocation-hall");
  const outage: ScenarioEvent = {
    at: "2027-01-10T10:00",
    event: "outage",
    cause: "powerFault",
    minutes: 60,
  };
  it.each([
    ["before the month is over", "2027-01-10T20:00", "2027-01"],
    ["in the month after it", "2027-02-01T20:00", "2027-02"],
  ])(
    "are taken off the invoice of the month in which they were granted: %s",
    (_name, at, month) => {
      const invoices = invoicesOf(hall, { plan: "rack" }, [outage, { at, event: "claim" }]);
      const given = invoices.flatMap((one) =>
        one.lines.filter(({ id }) => id.startsWith("credit")).map((credit) => [one.month, credit]),
      );
      expect(given).toMatchObject([
        [
          month,
          {
            id: "credit-0",
            clause: "hall-02",
            text: "credit",
            quantityMilli: 1000,
            unit: "once",
            unitPrice: { amountMinor: -18_500, currency: "CAD" },
            net: { amountMinor: -18_500, currency: "CAD" },
            vat: { category: "S" },
          },
        ],
      ]);
    },
  );
});

describe("lines of the timeline", () => {
  it("an invoice has its sums, a charge its text; months with neither have none", () => {
    const { lines } = simulate(
      readCatalogue("hours-given-back"),
      smallScenario({ plan: "ten" }, [
        {
          at: "2027-01-31T23:30",
          event: "work",
          ticket: "T",
          minutes: 20,
          topics: ["remoteSupport"],
        },
      ]),
    );
    const atMs = Date.parse("2027-02-01T00:00+01:00");
    const nok = (amountMinor: number) => ({ amountMinor, currency: "NOK" });
    expect(lines.filter(({ kind }) => kind === "charge" || kind === "invoice")).toEqual([
      {
        atMs,
        kind: "charge",
        clause: "back-03",
        what: "2027-01 T 30 min: 550.00 NOK",
        code: "charged",
        facts: { period: "2027-01", text: "T 30 min" },
        amount: nok(55_000),
      },
      {
        atMs,
        kind: "invoice",
        clause: "back-01",
        what: "2027-01 net 550.00 NOK, tax 137.50 NOK, gross 687.50 NOK",
        code: "invoiced",
        facts: { period: "2027-01", netMinor: 55_000, taxMinor: 13_750 },
        amount: nok(68_750),
      },
    ]);
  });
});
