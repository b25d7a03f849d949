import { describe, expect, it } from "vitest";
import { catalogueWith, plan } from "../../../../../test/catalogues/catalogue-with.ts";
import { entitlementsOf } from "./entitlements.ts";
import { chargeOf } from "./price-of.ts";

const noon = Date.parse("2027-04-14T10:00:00Z");
const sunday = Date.parse("2027-04-18T10:00:00Z");
const units = (more: object = {}) => ({
  type: "timeUnits",
  unitMinutes: 30,
  minimumUnits: 0,
  rounding: "up",
  roundedPer: "entry",
  agreedBefore: false,
  ...more,
});
const surcharge = {
  type: "surcharge",
  topics: ["remoteRepair"],
  percent: 50,
  applies: "outsideCalendar",
  calendar: "service-time",
};
const price = { id: "hour", amount: { amountMinor: 12_500, currency: "EUR" }, per: "hour" };

const charge = (
  mode: string,
  terms: readonly object[] = [],
  work: object = {},
  priceId: string | undefined = "hour",
) =>
  chargeOf(
    entitlementsOf(catalogueWith(terms), plan),
    { mode, price: priceId } as Parameters<typeof chargeOf>[1],
    { topics: ["remoteRepair"], startMs: noon, ...work },
  );

describe("what a charge of the catalogue comes to", () => {
  it("msp-03: what is included or free costs nothing", () => {
    expect(charge("included")).toBeUndefined();
    expect(charge("free")).toBeUndefined();
  });

  it("ba-15: what the customer bears is the time that it takes", () => {
    expect(charge("customerBears", [], { minutes: 30 })).toEqual({
      mode: "customerBears",
      price,
      estimate: { amountMinor: 6_250, currency: "EUR" },
    });
    expect(charge("byTime", [], { minutes: 30 })).toEqual({
      mode: "byTime",
      price,
      estimate: { amountMinor: 6_250, currency: "EUR" },
    });
  });

  it("se-16: other charges are a line of the price list, however long it takes", () => {
    expect(charge("fixed", [units()], { minutes: 30 })).toEqual({ mode: "fixed", price });
    expect(charge("licence", [], {}, "nothing")).toEqual({ mode: "licence" });
    expect(charge("quote", [], {}, "nothing")).toEqual({ mode: "quote" });
  });

  it("ba-39: says the unit that it is counted in, and nothing where nobody knows how long it takes", () => {
    expect(charge("byTime", [units()])).toEqual({ mode: "byTime", price, unitMinutes: 30 });
    expect(charge("byTime", [units()], { minutes: 31 })).toMatchObject({
      unitMinutes: 30,
      estimate: { amountMinor: 12_500 },
    });
  });

  it("srv-35: says what is added at this time, where something is", () => {
    expect(charge("byTime", [surcharge])).toEqual({ mode: "byTime", price });
    expect(charge("byTime", [surcharge], { startMs: sunday, minutes: 60 })).toEqual({
      mode: "byTime",
      price,
      surchargePercent: 50,
      estimate: { amountMinor: 18_750, currency: "EUR" },
    });
  });

  it("msp-12: time without a price is time without a figure", () => {
    expect(charge("byTime", [units()], { minutes: 30 }, "nothing")).toEqual({
      mode: "byTime",
      unitMinutes: 30,
    });
  });
});
