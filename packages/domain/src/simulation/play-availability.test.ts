import { describe, expect, it } from "vitest";
import { readCatalogue } from "../../../../test/catalogues/read-catalogue.ts";
import type { Catalogue, Term } from "../catalogue/index.ts";
import { simulate } from "./index.ts";
import type { Scenario } from "./index.ts";

/** The colocation hall with other words in its terms: 1,850.00 CAD a month, 5 % for each started half hour. */
function hallWith(change: (term: Term) => Term): Catalogue {
  const hall = readCatalogue("colocation-hall");
  const clauses = hall.clauses.map((clause) => ({ ...clause, terms: clause.terms.map(change) }));
  return { ...hall, clauses };
}

const scenario = (dates: readonly string[], minutes: number): Scenario => ({
  format: 1,
  name: "hall",
  catalogue: "colocation-hall",
  from: "2027-01-01",
  to: "2027-12-31",
  contract: { plan: "rack" },
  events: [
    ...dates.map((date, k) => ({
      at: `${date}T10:00`,
      event: "outage" as const,
      id: `o${k}`,
      cause: "powerFault" as const,
      minutes,
    })),
    ...dates.map((date) => ({ at: `${date}T20:00`, event: "claim" as const })),
  ],
});

function creditsOf(catalogue: Catalogue, played: Scenario): readonly string[] {
  return simulate(catalogue, played)
    .lines.filter(({ kind, clause }) => kind === "credit" && clause === "hall-02")
    .map(({ what }) => what);
}

describe("a cap over the year", () => {
  it("ten percent of 22,200.00 CAD: the second month gets what the first left, the third nothing", () => {
    const capped = hallWith((term) =>
      term.type === "credit"
        ? { ...term, cap: { of: "percent", percent: 10 }, capPeriod: "year" }
        : term,
    );
    // Ten hours are twenty half hours: the whole fee of each month.
    const three = scenario(["2027-02-10", "2027-03-10", "2027-04-12"], 600);
    expect(creditsOf(capped, three)).toEqual([
      "2027-02 1850.00 CAD granted",
      "2027-03 370.00 CAD granted, capped",
      "2027-04 0.00 CAD granted, capped",
    ]);
    expect(simulate(capped, three).credits.amountMinor).toBe(222_000);
  });
});

describe("thirty days in a row", () => {
  const rolling = hallWith((term) =>
    term.type === "availability" ? { ...term, period: "rolling30Days" } : term,
  );
  it("an outage is credited once, not in each of the thirty windows that it spoils", () => {
    const lines = simulate(rolling, scenario(["2027-03-10"], 60)).lines.map(({ what }) => what);
    // The worst windows lose the hour of 14 March as well: one hour of 719 is 0.1391 %, four decimals rounded down.
    expect(lines.filter((what) => what.includes(" % of 100.0000 %"))).toEqual([
      "2027-03-14/30d 99.8609 % of 100.0000 % missed",
    ]);
    expect(creditsOf(rolling, scenario(["2027-04-20"], 60))).toEqual([
      "2027-04-20/30d 185.00 CAD granted",
    ]);
  });
  it("two in one window count together, over the end of the month", () => {
    expect(creditsOf(rolling, scenario(["2027-04-25", "2027-05-05"], 60))).toEqual([
      "2027-05-05/30d 370.00 CAD granted",
    ]);
  });
});
