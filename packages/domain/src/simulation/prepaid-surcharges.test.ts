import { describe, expect, it } from "vitest";
import { catalogueWith } from "../../../../test/catalogues/catalogue-with.ts";
import { simulate } from "./index.ts";
import type { Scenario } from "./index.ts";

const surcharge = {
  type: "surcharge",
  topics: ["remoteRepair"],
  percent: 50,
  applies: "outsideCalendar",
  calendar: "service-time",
};
const rate = { type: "priceRate", price: "hour", topics: "everythingOptional", basis: "perUnit" };
/** An hour each: on a Wednesday at noon, from half an hour before closing, and on a Sunday. */
const events: Scenario["events"] = ["2027-04-14T12:00", "2027-04-14T17:30", "2027-04-18T12:00"].map(
  (at, k) => ({ at, event: "work", ticket: `T${k + 1}`, minutes: 60, topics: ["remoteRepair"] }),
);

/** What is charged for work in April 2027, and what the lines with this code say. */
function play(term: object, code: string, more: Scenario["events"] = []) {
  const { lines } = simulate(catalogueWith([term], [surcharge], [rate]), {
    format: 1,
    name: "surcharges on paid hours",
    catalogue: "srv",
    from: "2027-04-01",
    to: "2027-05-01",
    contract: { plan: "plus" },
    events: [...more, ...events],
  });
  const said = (wanted: string) =>
    lines.filter((line) => line.code === wanted).map(({ clause, what }) => `${clause} ${what}`);
  return { charged: said("charged"), said: said(code) };
}

describe("surcharges on hours that are paid for, as they are invoiced", () => {
  const quota = (more: object) => ({
    type: "hourQuota",
    covers: ["remoteRepair"],
    hours: 5,
    period: "month",
    unused: { rule: "expires" },
    overage: { mode: "byTime", price: "hour" },
    warnAtPercent: [60, 70, 80],
    ...more,
  });
  const buy = { at: "2027-04-01T09:00", event: "buy", hours: 4, price: "hour", validMonths: 1 };
  const bought = [buy] as Scenario["events"];
  const block = (more: object) => ({
    type: "hourBlock",
    covers: ["remoteRepair"],
    hours: 4,
    price: "hour",
    validMonths: 1,
    unused: "expires",
    consume: "oldestFirst",
    ...more,
  });

  it("srv-35, dk-23: are drawn from hours in the fee: 60, 75 and 90 minutes", () => {
    const { charged, said } = play(quota({}), "quota-warning");
    expect(charged).toEqual([]);
    expect(said).toEqual([
      "x-01 60 % of the hours of 2027-04 are used: 225 of 300 min",
      "x-01 70 % of the hours of 2027-04 are used: 225 of 300 min",
    ]);
  });

  it("srv-35, dk-23: are invoiced beside hours in the fee", () => {
    const { charged, said } = play(quota({ surcharges: "invoiced" }), "quota-warning");
    // Half an hour and an hour, at half of 125.00.
    expect(charged).toEqual([
      "x-02 2027-04 T2 30 min surcharge 50 %: 31.25 EUR",
      "x-02 2027-04 T3 60 min surcharge 50 %: 62.50 EUR",
    ]);
    expect(said).toEqual(["x-01 60 % of the hours of 2027-04 are used: 180 of 300 min"]);
  });

  it("srv-35, dk-23: or mean nothing", () => {
    expect(play(quota({ surcharges: "none" }), "quota-warning")).toEqual({
      charged: [],
      said: ["x-01 60 % of the hours of 2027-04 are used: 180 of 300 min"],
    });
  });

  it("srv-35, dk-24: are invoiced beside a block, and with what the block does not pay for", () => {
    const { charged, said } = play(block({ surcharges: "invoiced" }), "drawn-from-block", [
      { ...buy, hours: 2.5 },
    ] as Scenario["events"]);
    expect(said).toEqual([
      "x-01 T1 60 min from the block, 90 left",
      "x-01 T2 60 min from the block, 30 left",
      "x-01 T3 30 min from the block, 0 left",
    ]);
    expect(charged).toEqual([
      "x-02 2027-04 T2 30 min surcharge 50 %: 31.25 EUR",
      "x-02 2027-04 T3 30 min surcharge 50 %: 31.25 EUR",
      "x-01 2027-04 T3 30 min: 62.50 EUR",
      "x-02 2027-04 T3 30 min surcharge 50 %: 31.25 EUR",
      "x-01 2027-04 block of 2.5 hours: 125.00 EUR",
    ]);
  });

  it("srv-35, dk-24: are drawn from a block, or mean nothing", () => {
    expect(play(block({}), "drawn-from-block", bought).said).toEqual([
      "x-01 T1 60 min from the block, 180 left",
      "x-01 T2 75 min from the block, 105 left",
      "x-01 T3 90 min from the block, 15 left",
    ]);
    expect(play(block({ surcharges: "none" }), "drawn-from-block", bought).said.at(-1)).toBe(
      "x-01 T3 60 min from the block, 60 left",
    );
  });
});
