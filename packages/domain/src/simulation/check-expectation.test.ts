import { describe, expect, it } from "vitest";
import { readCatalogue } from "../../../../test/catalogues/read-catalogue.ts";
import { checkExpectation, lineText, simulate } from "./index.ts";
import type { Expectation } from "./index.ts";
import { smallScenario } from "./small-scenario.ts";

/** A rack for 1,850.00 CAD and 13 % tax; five per cent of the fee come back for each started half hour. */
const played = simulate(
  readCatalogue("colocation-hall"),
  smallScenario(
    { plan: "rack", machines: 2 },
    [
      { at: "2027-03-10T10:00", event: "outage", id: "one", cause: "powerFault", minutes: 60 },
      { at: "2027-03-10T20:00", event: "claim" },
    ],
    { from: "2027-03-01", to: "2027-04-01" },
  ),
);

const missed = (expected: Expectation | undefined) => checkExpectation(expected, played);

describe("what a scenario must show", () => {
  it("is shown where nothing is asked for", () => {
    expect(missed(undefined)).toEqual([]);
    expect(missed({})).toEqual([]);
  });

  it("is shown where everything is as it should be", () => {
    expect(
      missed({
        has: ["can be claimed before", "missed", "185.00 CAD granted"],
        hasNot: ["lapsed"],
        credits: "185.00 CAD",
        charges: "0.00 CAD",
        promises: { "hall-01": "broken" },
        availability: { "2027-03": "99.8654", "2027-02": "nothing down" },
      }),
    ).toEqual([]);
  });

  it.each<[string, Expectation, string]>([
    ["a line that is not there", { has: ["lapsed"] }, "no line says: lapsed"],
    [
      "a line before the one that comes first",
      { has: ["185.00 CAD granted", "can be claimed before"] },
      "out of order: can be claimed before",
    ],
    [
      "a line twice that is there once",
      { has: ["185.00 CAD granted", "185.00 CAD granted"] },
      "out of order: 185.00 CAD granted",
    ],
    [
      "a line that must not be there",
      { hasNot: ["lapsed", "185.00 CAD granted"] },
      "no line should say: 185.00 CAD granted",
    ],
    ["credits", { credits: "1.00 CAD" }, "credits: expected 1.00 CAD, found 185.00 CAD"],
    ["charges", { charges: "1.00 CAD" }, "charges: expected 1.00 CAD, found 0.00 CAD"],
    [
      "a promise",
      { promises: { "hall-01": "kept" } },
      "promise hall-01: expected kept, found broken",
    ],
    [
      "a promise that nobody gave",
      { promises: { "hall-99": "kept" } },
      "promise hall-99: expected kept, found not promised",
    ],
    [
      "a percentage",
      { availability: { "2027-03": "100.0000" } },
      "availability 2027-03: expected 100.0000, found 99.8654",
    ],
    [
      "a percentage of a month in which nothing was down",
      { availability: { "2027-02": "100.0000" } },
      "availability 2027-02: expected 100.0000, found nothing down",
    ],
  ])("tells of %s", (_name, expected, told) => {
    expect(missed(expected)).toEqual([told]);
  });

  it("tells of invoices, tax and all", () => {
    // A block of hours for 9,000.00 NOK and 25 %.
    const bought = simulate(
      readCatalogue("hours-given-back"),
      smallScenario({ plan: "ten" }, [
        { at: "2027-12-01T09:00", event: "buy", hours: 10, price: "block", validMonths: 6 },
      ]),
    );
    expect(checkExpectation({ invoiced: "11250.00 NOK" }, bought)).toEqual([]);
    expect(checkExpectation({ invoiced: "9000.00 NOK" }, bought)).toEqual([
      "invoiced: expected 9000.00 NOK, found 11250.00 NOK",
    ]);
  });
});

describe("a line of the timeline as it is printed", () => {
  it("has the local moment, the kind, the clause and, where it is one's own, the machine", () => {
    const line = { kind: "act", clause: "x-01", what: "does something", facts: {} } as const;
    const winter = Date.parse("2027-01-04T08:30Z");
    expect(lineText({ ...line, code: "suspended", atMs: winter }, "Europe/Oslo")).toBe(
      "2027-01-04 09:30 act x-01 does something",
    );
    expect(lineText({ ...line, code: "suspended", atMs: winter, machine: 3 }, "UTC")).toBe(
      "2027-01-04 08:30 act x-01 #3 does something",
    );
  });
});
