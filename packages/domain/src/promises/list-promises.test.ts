import { describe, expect, it } from "vitest";
import { catalogueWith, plan, watch } from "../../../../test/catalogues/catalogue-with.ts";
import { readCatalogue } from "../../../../test/catalogues/read-catalogue.ts";
import { listPromises } from "./index.ts";

const rollout = { type: "rollout" };
const retention = { type: "retention" };
const storage = { type: "backupStorage", offsite: true };

describe("what a contract has been promised in a period", () => {
  it("clause by clause, from the first moment of the period to its last in the provider's zone", () => {
    const listed = listPromises(catalogueWith([rollout], [storage, retention]), plan, "2027-03");
    expect(listed).toMatchObject([
      { clause: "x-01", period: "2027-03", timeZone: "Europe/Berlin" },
      { clause: "x-02", measures: [{ kind: "storage" }, { kind: "not-observed" }] },
    ]);
    // Clocks change in March: a month of 743 hours.
    expect(listed[0]?.fromMs).toBe(Date.parse("2027-02-28T23:00:00Z"));
    expect(listed[0]?.toMs).toBe(Date.parse("2027-03-31T22:00:00Z"));
    expect(listPromises(catalogueWith([rollout]), plan, "2027-Q2")[0]?.toMs).toBe(
      Date.parse("2027-06-30T22:00:00Z"),
    );
  });

  it("of promises alone: limits, prices and duties are none", () => {
    const catalogue = catalogueWith([rollout], [rollout]);
    const [first, second] = catalogue.clauses;
    if (first === undefined || second === undefined) throw new Error("two clauses");
    const mixed = { ...catalogue, clauses: [{ ...first, kind: "limit" as const }, second] };
    expect(listPromises(mixed, plan, "2027-04").map(({ clause }) => clause)).toEqual(["x-02"]);
  });

  it.each([
    ["something that the agent sees", [watch({ check: "host", downAfterSeconds: 90 })], false],
    ["nothing that anybody sees", [retention], true],
    ["records, of which there may be none", [storage], true],
    ["both, and something seen", [retention, storage, rollout], false],
  ])("%s: said before anybody judges", (_, terms, unobserved) => {
    expect(listPromises(catalogueWith(terms), plan, "2027-04")[0]?.unobserved).toBe(unobserved);
  });

  it("the same list for the same question, whatever was asked between", () => {
    const se = readCatalogue("se");
    const basic = { plan: "managed", level: "sla-basic" };
    const ask = (selection: Parameters<typeof listPromises>[1], period = "2027-04") =>
      listPromises(se, selection, period);
    const first = ask(basic);
    expect(ask({ plan: "managed", level: "sla-plus" })).not.toBe(first);
    expect(ask({ plan: "managed" })).not.toBe(first);
    expect(ask(basic, "2027-05")).not.toEqual(first);
    expect(ask(basic)).toBe(first);
    expect(ask({ ...basic, options: [] })).toBe(first);
    // Periods beyond the number that is kept are worked out again, and come out the same.
    for (let year = 2028; year < 2068; year += 1) ask(basic, `${year}-04`);
    expect(ask(basic)).toEqual(first);
  });

  it("ba-06: each availability is its own clause's", () => {
    const availability = {
      type: "availability",
      percent: 99.9,
      period: "month",
      of: "machine",
      services: "anyDown",
      downtimeStarts: "firstFailedProbe",
      downtimeEnds: "serviceRestored",
      minimumOutageSeconds: 0,
      evidence: ["providerMonitoring"],
      unknownTime: "up",
      decimals: 2,
      rounding: "down",
    };
    const all = listPromises(
      catalogueWith([availability], [{ ...availability, percent: 99 }]),
      plan,
      "2027-04",
    );
    expect(all.map((promise) => promise.measures)).toMatchObject([
      [{ kind: "availability", promised: { clause: "x-01", rules: { targetPoints: 9_990 } } }],
      [{ kind: "availability", promised: { clause: "x-02", rules: { targetPoints: 9_900 } } }],
    ]);
    expect(all.map((promise) => promise.measures.length)).toEqual([1, 1]);
  });

  it("options count in any order", () => {
    const dk = readCatalogue("dk");
    const ask = (...options: readonly string[]) =>
      listPromises(dk, { plan: "operations", options }, "2027-04");
    expect(ask("network", "office365")).toBe(ask("office365", "network"));
    expect(ask("network")).not.toEqual(ask("network", "office365"));
  });
});
