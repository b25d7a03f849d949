import { describe, expect, it } from "vitest";
import { catalogueWith, plan, srv } from "../../../../test/catalogues/catalogue-with.ts";
import { compileTimeRate, vatOf } from "./compile-time-rate.ts";
import { judgeSeverity } from "./judge-severity.ts";

describe("hourly rates", () => {
  const units = {
    type: "timeUnits",
    unitMinutes: 15,
    minimumUnits: 2,
    rounding: "up",
    roundedPer: "ticketDay",
    agreedBefore: false,
    price: "hour",
  };
  const surcharge = {
    type: "surcharge",
    topics: ["remoteSupport"],
    percent: 50,
    applies: "outsideCalendar",
    calendar: "service-time",
  };
  const travel = { type: "travel", freeMinutes: 30, freePer: "direction" };
  const hour = srv.prices.find(({ id }) => id === "hour")?.amount;
  const rateOf = (
    terms: readonly object[],
    topics: readonly ["remoteSupport" | "training"],
    priceId?: string,
  ) => compileTimeRate(catalogueWith(terms), plan, "x-09", topics, priceId);
  const added = { clause: "x-01", basisPoints: 5_000 };
  it("srv-35: units, minimum, surcharge for its topics, driving, tax", () => {
    expect(rateOf([units, surcharge, travel], ["remoteSupport"])).toEqual({
      clause: "x-09",
      perHour: { amountMinor: hour?.amountMinor, currency: "EUR" },
      unitMinutes: 15,
      minimumMinutes: 30,
      roundPer: "ticket-day",
      timeZone: "Europe/Berlin",
      surcharges: [{ ...added, applies: "outside", hours: expect.anything() }],
      surchargesAtOnce: "highest",
      driving: { clause: "x-01", freeMinutes: 30, freePer: "direction" },
      rounding: "half-up",
      vat: { category: "S", basisPoints: 1_900 },
    });
  });
  it("srv-35: no surcharge for other topics, by the minute where no unit is named", () => {
    expect(rateOf([units, surcharge], ["training"])).not.toHaveProperty("surcharges");
    expect(rateOf([units], ["remoteSupport"])).not.toHaveProperty("surchargesAtOnce");
    expect(rateOf([], ["training"], "hour")).toMatchObject({
      unitMinutes: 1,
      minimumMinutes: 0,
      roundPer: "entry",
    });
    expect(rateOf([{ ...units, roundedPer: "month" }], ["training"])).toMatchObject({
      roundPer: "ticket",
    });
  });
  it("the line that a clause names, else the units', else the rate's, else none", () => {
    expect(rateOf([units], ["training"], "nothing")).toBeUndefined();
    expect(rateOf([], ["training"])).toBeUndefined();
    expect(
      rateOf([{ type: "priceRate", topics: "everythingOptional", price: "hour" }], ["training"])
        ?.perHour.amountMinor,
    ).toBe(hour?.amountMinor);
  });
  it("msp-12: time actually spent is no unit; a rate by the unit, or for other work, leaves them", () => {
    const spent = { type: "priceRate", price: "hour", topics: ["training"], basis: "timeSpent" };
    const plain = { unitMinutes: 1, minimumMinutes: 0, roundPer: "entry" };
    const counted = { unitMinutes: 15, minimumMinutes: 30, roundPer: "ticket-day" };
    expect(rateOf([units, spent], ["training"])).toMatchObject(plain);
    expect(rateOf([{ ...units, rounding: "down" }, spent], ["training"])).not.toHaveProperty(
      "unitRounding",
    );
    expect(rateOf([units, { ...spent, basis: "perUnit" }], ["training"])).toMatchObject(counted);
    expect(rateOf([units, spent], ["remoteSupport"])).toMatchObject(counted);
    expect(rateOf([units, { ...spent, price: "other" }], ["training"], "hour")).toMatchObject(
      counted,
    );
    const all = { ...spent, topics: "everythingOptional" };
    expect(rateOf([units, all], ["remoteSupport"])).toMatchObject(plain);
    expect(rateOf([all, { ...spent, basis: "perUnit" }, units], ["training"])).toMatchObject(
      counted,
    );
  });
  it("msp-12: the rate that names the work sets its price, before the units' and the one for everything", () => {
    const dear = { ...srv.prices[0], id: "dear", amount: { amountMinor: 20_000, currency: "EUR" } };
    const perHour = (terms: readonly object[], topics: readonly ["remoteSupport" | "training"]) => {
      const catalogue = { ...catalogueWith(terms), prices: [...srv.prices, dear] } as typeof srv;
      return compileTimeRate(catalogue, plan, "x-09", topics)?.perHour.amountMinor;
    };
    const rate = (topics: string | readonly string[], price: string) => ({
      type: "priceRate",
      basis: "perUnit",
      topics,
      price,
    });
    const both = [rate("everythingOptional", "hour"), rate(["training"], "dear")];
    expect(perHour(both, ["training"])).toBe(20_000);
    expect(perHour(both, ["remoteSupport"])).toBe(12_500);
    expect(perHour([units, rate(["training"], "dear")], ["training"])).toBe(20_000);
    expect(perHour([units, rate("everythingOptional", "dear")], ["training"])).toBe(12_500);
    expect(perHour([rate(["training"], "dear")], ["remoteSupport"])).toBe(20_000);
  });
  it("no tax is another category than some", () => {
    expect(vatOf({ ...srv, provider: { ...srv.provider, vatPercent: 0 } })).toEqual({
      category: "Z",
      basisPoints: 0,
    });
    expect(vatOf({ ...srv, provider: { ...srv.provider, vatPercent: 8.1 } })).toEqual({
      category: "S",
      basisPoints: 810,
    });
    expect(vatOf({ ...srv, provider: { ...srv.provider, vatPercent: 14.975 } })).toEqual({
      category: "S",
      basisPoints: 1497.5,
    });
  });
  it("srv-35: every surcharge on these topics, inside its calendar, outside it, or always; the catalogue says how they combine", () => {
    const timeless = { type: "surcharge", topics: ["remoteSupport"], percent: 50 };
    const terms = [
      units,
      surcharge,
      { ...surcharge, percent: 12.34, applies: "insideCalendar" },
      { ...surcharge, topics: ["training"] },
      { ...timeless, applies: "always" },
    ];
    const catalogue = { ...catalogueWith(terms), surchargesAtOnce: "multiply" as const };
    const rate = compileTimeRate(catalogue, plan, "x-09", ["remoteSupport"]);
    expect(rate?.surchargesAtOnce).toBe("multiply");
    expect(rate?.surcharges).toEqual([
      { ...added, applies: "outside", hours: expect.anything() },
      { ...added, basisPoints: 1_234, applies: "inside", hours: expect.anything() },
      { ...added, applies: "always" },
    ]);
    const sunday = Math.floor(Date.parse("2027-04-18") / 86_400_000);
    expect(rate?.surcharges?.[0]?.hours?.openingsOfDay(sunday)).toEqual([]);
  });
  it("part of a unit counts as the contract says", () => {
    expect(rateOf([{ ...units, rounding: "nearest" }], ["training"])).toHaveProperty(
      "unitRounding",
      "nearest",
    );
    expect(rateOf([units], ["training"])).not.toHaveProperty("unitRounding");
  });
});

describe("severity", () => {
  const rule = (more = {}) => ({
    type: "severityRule",
    severities: [
      {
        id: "critical",
        priority: "p1",
        anyOf: [
          { if: "personsMoreThan", persons: 10 },
          { if: "everyoneAffected" },
          { if: "keyProcessImpaired" },
        ],
      },
      { id: "down", priority: "p2", anyOf: [{ if: "serviceDown" }] },
      { id: "slow", priority: "p3", anyOf: [{ if: "serviceDegraded" }] },
      { id: "other", priority: "p4", anyOf: [{ if: "otherwise" }] },
    ],
    ...more,
  });
  const matrix = {
    high: { high: "p1", medium: "p2", low: "p3" },
    medium: { high: "p2", medium: "p3", low: "p4" },
    low: { high: "p3", medium: "p4", low: "p5" },
  };
  it.each([
    ["srv-28: eleven persons", { persons: 11 }, "critical", "p1"],
    ["srv-28: ten are not more than ten", { persons: 10 }, "other", "p4"],
    ["srv-28: everyone", { everyone: true }, "critical", "p1"],
    ["srv-28: not everyone", { everyone: false, keyProcess: false }, "other", "p4"],
    ["srv-28: a key process", { keyProcess: true, serviceDown: true }, "critical", "p1"],
    ["a service down", { serviceDown: true, serviceDegraded: true }, "down", "p2"],
    ["a service degraded", { serviceDegraded: true }, "slow", "p3"],
    ["impact without a matrix", { impact: "high", urgency: "high" }, "other", "p4"],
  ] as const)("%s", (_name, fault, severity, priority) => {
    expect(judgeSeverity(catalogueWith([rule()]), plan, fault)).toEqual({
      clause: "x-01",
      severity,
      priority,
    });
  });
  it("impact and urgency decide what no firm word does", () => {
    const both = catalogueWith([rule({ matrix })]);
    expect(judgeSeverity(both, plan, { impact: "medium", urgency: "low" })).toEqual({
      clause: "x-01",
      priority: "p4",
    });
    expect(judgeSeverity(both, plan, { impact: "medium" })).toMatchObject({ severity: "other" });
    expect(judgeSeverity(both, plan, { urgency: "low" })).toMatchObject({ severity: "other" });
    expect(
      judgeSeverity(both, plan, { impact: "low", urgency: "low", everyone: true }),
    ).toMatchObject({ severity: "critical" });
    const soft = catalogueWith([
      rule({
        matrix,
        severities: [{ id: "firm", priority: "p1", anyOf: [{ if: "everyoneAffected" }] }],
      }),
    ]);
    expect(judgeSeverity(soft, plan, { impact: "low", urgency: "high" })).toEqual({
      clause: "x-01",
      priority: "p3",
    });
    expect(judgeSeverity(soft, plan, {})).toBeUndefined();
    expect(judgeSeverity(catalogueWith([]), plan, { everyone: true })).toBeUndefined();
  });
});
