import { describe, expect, it } from "vitest";
import { readCatalogue } from "../../../../test/catalogues/read-catalogue.ts";
import type { Catalogue, Term } from "../catalogue/index.ts";
import { lineText, simulate } from "./index.ts";
import type { Scenario } from "./index.ts";
import type { ScenarioEvent } from "./scenario-event.ts";
import { smallScenario } from "./small-scenario.ts";

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

/** Availability, credits and deadlines of a contract, each with the month and day on which it stands. */
function played(
  catalogue: string,
  contract: Scenario["contract"],
  events: Scenario["events"],
  to = "2027-06-01",
) {
  const { lines, timeZone } = simulate(
    readCatalogue(catalogue),
    smallScenario(contract, events, { to }),
  );
  return lines
    .filter(({ kind }) => ["availability", "credit", "deadline"].includes(kind))
    .map((line) => lineText(line, timeZone));
}

const down = (at: string, minutes: number, more: object = {}): ScenarioEvent => ({
  at,
  event: "outage",
  cause: "hardwareFault",
  minutes,
  ...more,
});
const claim = (at: string, ...outages: readonly string[]): ScenarioEvent => ({
  at,
  event: "claim",
  ...(outages.length > 0 && { outages: [...outages] }),
});

describe("ba-06, ba-07, ba-08: a server that was down", () => {
  const vps = { plan: "vps-full", machines: 3 };
  it("gets its own credit; a machine that was down for a moment gets its percentage alone", () => {
    expect(
      played("ba", vps, [
        down("2027-04-10T12:00", 87, { id: "a" }),
        down("2027-04-11T12:00", 10, { id: "b", machine: 2 }),
        claim("2027-04-12T12:00", "a"),
      ]),
    ).toEqual([
      "2027-04-10 12:00 deadline ba-08 #1 a can be claimed before 2027-04-18 00:00",
      "2027-05-01 00:00 availability ba-06 #1 2027-04 99.79 % of 99.90 % missed",
      "2027-05-01 00:00 availability ba-06 #2 2027-04 99.97 % of 99.90 % kept",
      "2027-05-01 00:00 credit ba-07 #1 2027-04 15.00 BAM granted",
    ]);
  });

  it("gets nothing for another machine's claim, or for nobody's", () => {
    const lapsed = [
      "2027-04-10 12:00 deadline ba-08 #1 a can be claimed before 2027-04-18 00:00",
      "2027-04-18 00:00 credit ba-08 #1 2027-04 lapsed, nobody asked in time",
      "2027-05-01 00:00 availability ba-06 #1 2027-04 99.79 % of 99.90 % missed",
    ];
    const a = down("2027-04-10T12:00", 87, { id: "a" });
    expect(played("ba", vps, [a])).toEqual(lapsed);
    expect(played("ba", vps, [a, claim("2027-04-12T12:00", "b")])).toEqual(lapsed);
  });

  it("lapses month by month, each at the end of its own outages' time", () => {
    const twice = [
      down("2027-03-10T12:00", 87, { id: "a" }),
      down("2027-03-12T12:00", 87, { id: "b" }),
      down("2027-05-10T12:00", 87, { id: "c" }),
    ];
    expect(played("ba", vps, twice).filter((line) => line.includes("lapsed"))).toEqual([
      "2027-03-20 00:00 credit ba-08 #1 2027-03 lapsed, nobody asked in time",
      "2027-05-18 00:00 credit ba-08 #1 2027-05 lapsed, nobody asked in time",
    ]);
  });

  it("over the end of a month is judged in both", () => {
    // An hour in each: of 720 and of 744 hours, both 99.86 rounded down.
    expect(
      played("ba", vps, [down("2027-04-30T23:00", 120, { id: "a" })]).filter((line) =>
        line.includes("availability"),
      ),
    ).toEqual([
      "2027-05-01 00:00 availability ba-06 #1 2027-04 99.86 % of 99.90 % missed",
      "2027-06-01 00:00 availability ba-06 #1 2027-05 99.86 % of 99.90 % missed",
    ]);
  });

  it("can still be claimed where the scenario ends before the time is up", () => {
    expect(played("ba", vps, [down("2027-05-30T23:00", 120, { id: "a" })])).toEqual([
      "2027-05-30 23:00 deadline ba-08 #1 a can be claimed before 2027-06-07 00:00",
      "2027-06-01 00:00 availability ba-06 #1 2027-05 99.73 % of 99.90 % missed",
      "2027-06-01 00:00 credit ba-07 #1 2027-05 15.00 BAM can be claimed",
    ]);
  });

  it("is not judged in a month that is not over", () => {
    expect(played("ba", vps, [down("2027-05-10T12:00", 87)], "2027-05-31")).toEqual([]);
    expect(played("ba", vps, [down("2027-05-10T12:00", 87)], "2027-06-01")).not.toEqual([]);
  });

  it("has its figures beside its words", () => {
    const { lines, availability, credits } = simulate(
      readCatalogue("ba"),
      smallScenario(vps, [
        down("2027-04-10T12:00", 87, { id: "a", machine: 2 }),
        claim("2027-04-12T12:00"),
      ]),
    );
    const atMs = Date.parse("2027-05-01T00:00+02:00");
    expect(lines.filter(({ kind }) => kind === "availability" || kind === "credit")).toEqual([
      {
        atMs,
        kind: "availability",
        clause: "ba-06",
        what: "2027-04 99.79 % of 99.90 % missed",
        code: "availability-missed",
        facts: { period: "2027-04", percent: "99.79", target: "99.90" },
        machine: 2,
      },
      {
        atMs,
        kind: "credit",
        clause: "ba-07",
        what: "2027-04 15.00 BAM granted",
        code: "credit-granted",
        facts: { period: "2027-04", capped: false },
        amount: { amountMinor: 1500, currency: "BAM" },
        machine: 2,
      },
    ]);
    expect(availability.map(({ machine, judged }) => [machine, judged.percent])).toEqual([
      [2, "99.79"],
    ]);
    expect(credits).toEqual({ amountMinor: 1500, currency: "BAM" });
  });

  it("has its amount while it can be claimed, and none once it lapsed", () => {
    const codes = (date: string) =>
      simulate(readCatalogue("ba"), smallScenario(vps, [down(date, 120)], { to: "2027-06-01" }))
        .lines.filter(({ kind }) => kind === "credit")
        .map(({ code, amount, facts }) => ({ code, amount, facts }));
    expect(codes("2027-05-30T12:00")).toEqual([
      {
        code: "credit-claimable",
        amount: { amountMinor: 1500, currency: "BAM" },
        facts: { period: "2027-05" },
      },
    ]);
    expect(codes("2027-05-03T12:00")).toEqual([
      { code: "credit-lapsed", amount: undefined, facts: { period: "2027-05" } },
    ]);
  });
});

describe("a claim within seven working days of the report", () => {
  const silver = { plan: "service", level: "silver" };
  // 218 of 242 service hours' 14,520 minutes: 98.49 %, rounded down to 98.4; 11 tenths are 22 % of 1,480.00.
  const outage = down("2027-04-12T12:00", 218, { id: "a" });
  const report = (sentAfterHours: number | "never", at = "2027-05-03T08:00"): ScenarioEvent => ({
    at,
    event: "report",
    name: "availability",
    sentAfterHours,
  });
  const missed = "2027-05-01 00:00 availability hours-01 #1 2027-04 98.4 % of 99.5 % missed";
  const until = (when: string) =>
    `2027-04-12 12:00 deadline hours-03 #1 a can be claimed before ${when}`;
  const granted = (when: string) => `${when} credit hours-02 #1 2027-04 325.60 CHF granted`;

  it("runs from when it was sent: Monday 3 May, with Ascension Day between", () => {
    expect(played("hours-only", silver, [outage, report(2), claim("2027-05-12T12:00")])).toEqual([
      until("2027-05-14 00:00"),
      missed,
      granted("2027-05-12 12:00"),
    ]);
    // Sent on Tuesday, it is a day later.
    expect(played("hours-only", silver, [outage, report(26)])[0]).toBe(until("2027-05-15 00:00"));
  });

  it("is granted when it was asked for, and not when an earlier month was", () => {
    const events = [
      down("2027-03-10T12:00", 218, { id: "b" }),
      claim("2027-04-05T12:00"),
      outage,
      claim("2027-05-04T12:00"),
    ];
    expect(played("hours-only", silver, events).filter((line) => line.includes("granted"))).toEqual(
      [
        "2027-04-05 12:00 credit hours-02 #1 2027-03 325.60 CHF granted",
        granted("2027-05-04 12:00"),
      ],
    );
  });

  it("is too late after them", () => {
    expect(played("hours-only", silver, [outage, report(2), claim("2027-05-14T12:00")])).toEqual([
      until("2027-05-14 00:00"),
      missed,
      "2027-05-14 00:00 credit hours-03 #1 2027-04 lapsed, nobody asked in time",
    ]);
  });

  it.each([
    ["never sent", report("never")],
    ["one of another month", report(2, "2027-06-01T00:00")],
    ["one of before the month was over", report(2, "2027-04-30T23:00")],
    ["another report", { ...report(2), name: "updates" } as ScenarioEvent],
  ])("has no end without the report: %s", (_name, event) => {
    expect(
      played("hours-only", silver, [outage, event, claim("2027-05-14T12:00")], "2027-07-01"),
    ).toEqual([missed, granted("2027-05-14 12:00")]);
  });
});

describe("a credit that nobody has to ask for", () => {
  it("is granted with the end of the quarter, for all lines together", () => {
    expect(played("quarter-line", { plan: "line" }, [down("2027-02-12T12:00", 218)])).toEqual([
      "2027-04-01 00:00 availability line-01 2027-Q1 99.83 % of 99.90 % missed",
      "2027-04-01 00:00 credit line-02 2027-Q1 1648 JPY granted",
    ]);
  });
});
