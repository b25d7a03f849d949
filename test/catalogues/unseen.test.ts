import { readdirSync, readFileSync } from "node:fs";
import { creditFor, type Claim, type Outage } from "@driftvakt/domain/availability";
import {
  formatProblem,
  listTerms,
  loadCatalogue,
  type Catalogue,
  type Selection,
} from "@driftvakt/domain/catalogue";
import { compileAvailability } from "@driftvakt/domain/contract";
import { describe, expect, it } from "vitest";

/** Fictional providers whose rules have the shapes of published service level agreements. */
const folder = new URL("./", import.meta.url);
const names = readdirSync(folder).filter((name) => name.endsWith(".yaml"));

function load(name: string): Catalogue {
  const loaded = loadCatalogue(readFileSync(new URL(name, folder), "utf8"), { fileName: name });
  if (!loaded.ok) throw new Error(loaded.problems.map(formatProblem).join("\n"));
  expect(loaded.warnings.map(formatProblem)).toEqual([]);
  return loaded.catalogue;
}

const ms = (instant: string) => Temporal.Instant.from(instant).epochMilliseconds;

type Down = { from: string; minutes: number; service?: string };

/** An outage that everybody noticed at once and that was over for everybody at once. */
function outage({ from, minutes, service = "one" }: Down, i: number): Outage {
  const beganMs = ms(from);
  const endedMs = beganMs + minutes * 60_000;
  return {
    id: `outage-${i}`,
    service,
    cause: "hardware",
    beganMs,
    detectedMs: beganMs,
    reportedMs: beganMs,
    endedMs,
    recoveryDetectedMs: endedMs,
    closedMs: endedMs,
  };
}

type Case = {
  selection: Selection;
  period: string;
  services?: string[];
  down: Down[];
  claimedAt?: string;
  now?: string;
  reportSent?: string;
};

/** What the contract gives back for the outages: percentage, amount in minor units, state. */
function credit(
  catalogue: Catalogue,
  {
    selection,
    period,
    services = ["one"],
    down,
    claimedAt,
    now = "2028-06-01T00:00Z",
    reportSent,
  }: Case,
) {
  const [promise] = compileAvailability(catalogue, selection);
  const rules = promise?.credits[0];
  const plan = catalogue.plans.find((candidate) => candidate.id === selection.plan);
  if (promise === undefined || rules === undefined || plan === undefined)
    throw new Error("no availability with a credit");
  const facts = {
    services,
    outages: down.map(outage),
    announcements: [],
    unknown: [],
    ...(reportSent !== undefined && { reportSentMs: ms(reportSent) }),
  };
  const claims: Claim[] = claimedAt === undefined ? [] : [{ id: "claim", atMs: ms(claimedAt) }];
  const fees = {
    baseFee: plan.baseFee,
    otherFees: { amountMinor: 0, currency: plan.baseFee.currency },
  };
  const given = creditFor(
    rules,
    promise.rules,
    facts,
    period,
    fees,
    claims,
    Temporal.Instant.from(now),
  );
  return { points: given.points, amountMinor: given.amount.amountMinor, state: given.state };
}

describe("service descriptions that were not seen before", () => {
  it("are at least six, and load without a warning", () => {
    expect(names.length).toBeGreaterThanOrEqual(6);
    for (const name of names) expect(load(name).clauses.length).toBeGreaterThan(3);
  });

  it.each([
    ["30 minutes of April are 99.931 %: 10 %", 30, 99_931, 730],
    ["500 minutes of April are 98.843 %: 25 %", 500, 98_843, 1825],
    ["20 minutes of April are within 99.95 %", 20, 99_954, 0],
    ["2,500 minutes of April are 94.213 %: all of it", 2500, 94_213, 7300],
  ])("region-cloud: %s", (_name, minutes, points, amountMinor) => {
    const given = credit(load("region-cloud.yaml"), {
      selection: { plan: "compute", level: "business" },
      period: "2027-04",
      down: [{ from: "2027-04-10T00:00Z", minutes }],
      claimedAt: "2027-04-20T00:00Z",
    });
    expect(given).toEqual({ points, amountMinor, state: amountMinor === 0 ? "none" : "granted" });
  });

  it.each([
    ["on the 60th day after the end", "2027-06-09T23:59Z", "granted"],
    ["a day later", "2027-06-10T00:00Z", "lapsed"],
  ])("region-cloud: a claim %s", (_name, claimedAt, state) => {
    const given = credit(load("region-cloud.yaml"), {
      selection: { plan: "compute" },
      period: "2027-04",
      down: [{ from: "2027-04-10T00:00Z", minutes: 500 }],
      claimedAt,
    });
    expect(given.state).toBe(state);
  });

  it.each([
    ["12 hours of the year 2027 are 99.863 %: 3 days of 62.00 EUR", 12, 99_863, 600],
    ["40 hours are 99.543 %: 10 days", 40, 99_543, 2000],
    ["8 hours are within 99.9 %", 8, 99_909, 0],
  ])("root-server-host: %s", (_name, hours, points, amountMinor) => {
    const given = credit(load("root-server-host.yaml"), {
      selection: { plan: "root" },
      period: "2027",
      down: [{ from: "2027-11-10T00:00Z", minutes: hours * 60 }],
      claimedAt: "2027-11-20T00:00Z",
    });
    expect(given).toMatchObject({ points, amountMinor });
  });

  it.each([
    ["41 minutes start two half hours: 10 % of 1,850.00", [41], 18_500],
    ["11 hours start 22, capped at the whole fee", [660], 185_000],
    ["two outages of 20 minutes start one half hour each", [20, 20], 18_500],
    ["4 minutes do not count", [4], 0],
  ])("colocation-hall: %s", (_name, minutes, amountMinor) => {
    const given = credit(load("colocation-hall.yaml"), {
      selection: { plan: "rack" },
      period: "2027-05",
      down: minutes.map((m, i) => ({ from: `2027-05-0${i + 3}T12:00Z`, minutes: m })),
      claimedAt: "2027-05-20T12:00Z",
    });
    expect(given.amountMinor).toBe(amountMinor);
  });

  it.each([
    ["on the 30th day, the first day counted", "2027-06-02T03:59Z", "granted"],
    ["on the 31st", "2027-06-02T04:00Z", "lapsed"],
  ])("colocation-hall: a claim %s", (_name, claimedAt, state) => {
    const given = credit(load("colocation-hall.yaml"), {
      selection: { plan: "rack" },
      period: "2027-05",
      down: [{ from: "2027-05-03T12:00Z", minutes: 41 }],
      claimedAt,
    });
    expect(given.state).toBe(state);
  });

  it.each([
    [
      "5 hours 20 minutes in June are four full hours after the first: 4 days of 60.00 GBP",
      320,
      800,
    ],
    ["59 minutes are nothing", 59, 0],
    ["40 hours are 39 days, capped at 30", 2400, 6000],
  ])("two-continents: %s", (_name, minutes, amountMinor) => {
    const given = credit(load("two-continents.yaml"), {
      selection: { plan: "london-host" },
      period: "2027-06",
      down: [{ from: "2027-06-10T00:00Z", minutes }],
      claimedAt: "2027-07-31T22:59Z",
    });
    expect(given.amountMinor).toBe(amountMinor);
  });

  it.each([
    ["28 February, 24:00 in London", "2027-02-28T23:59Z", "granted"],
    ["1 March", "2027-03-01T00:00Z", "lapsed"],
  ])("two-continents: January is claimed until %s", (_name, claimedAt, state) => {
    const given = credit(load("two-continents.yaml"), {
      selection: { plan: "london-host" },
      period: "2027-01",
      down: [{ from: "2027-01-31T10:00Z", minutes: 300 }],
      claimedAt,
    });
    expect(given.state).toBe(state);
  });

  it("two-continents: an outage at the end of the month in London is next month's in Sydney", () => {
    const down = [{ from: "2027-01-31T14:00Z", minutes: 300 }];
    const host = (plan: string) =>
      credit(load("two-continents.yaml"), {
        selection: { plan },
        period: "2027-01",
        down,
        now: "2027-02-01T12:00Z",
      });
    expect(host("london-host").amountMinor).toBeGreaterThan(0);
    expect(host("sydney-host").amountMinor).toBe(0);
  });

  it("quarter-line: one of two lines down 10.8 hours gives ten times the fee of the downtime, by itself", () => {
    const given = credit(load("quarter-line.yaml"), {
      selection: { plan: "line" },
      period: "2027-Q1",
      services: ["one", "two"],
      down: [{ from: "2027-02-10T00:00Z", minutes: 648 }],
    });
    expect(given).toEqual({ points: 9975, amountMinor: 2450, state: "granted" });
  });

  it.each([
    [
      "3 h 38 min inside service hours are 98.4 %: eleven tenths, 22 % of 1,480.00",
      "2027-11-10T08:00+01:00",
      218,
      984,
      32_560,
    ],
    ["the same at night is nothing", "2027-11-10T19:00+01:00", 218, 1000, 0],
    ["a whole day is capped at 25 %", "2027-11-10T07:00+01:00", 660, 954, 37_000],
  ])("hours-only: %s", (_name, from, minutes, points, amountMinor) => {
    const given = credit(load("hours-only.yaml"), {
      selection: { plan: "service", level: "silver" },
      period: "2027-11",
      down: [{ from, minutes }],
      claimedAt: "2027-12-08T12:00+01:00",
      reportSent: "2027-12-03T09:00+01:00",
    });
    expect(given).toMatchObject({ points, amountMinor });
  });

  it.each([
    ["region-cloud.yaml", { plan: "compute", level: "enterprise" }, "business-critical-down", 15],
    ["region-cloud.yaml", { plan: "compute", level: "business" }, "production-down", 60],
  ])("%s: answers by level and severity", (name, selection, severity, minutes) => {
    const targets = listTerms(load(name), selection, "responseClock").flatMap(
      ({ term }) => term.targets,
    );
    const first = targets.find(
      (t) => t.severity === severity && (t.level ?? selection.level) === selection.level,
    );
    expect(first?.targetMinutes).toBe(minutes);
  });

  it("prepaid-hours: blocks that expire or move on, tenths of an hour, dearer evenings and Sundays", () => {
    const catalogue = load("prepaid-hours.yaml");
    const terms = listTerms(catalogue, { plan: "block-25" }).map(({ term }) => term);
    expect(terms).toContainEqual(
      expect.objectContaining({
        type: "hourBlock",
        hours: 25,
        validMonths: 12,
        unused: "rollsOverOnRenewal",
        rollOverMonths: 3,
      }),
    );
    expect(terms).toContainEqual(
      expect.objectContaining({
        type: "timeUnits",
        unitMinutes: 6,
        minimumUnits: 3,
        roundedPer: "ticketDay",
      }),
    );
    expect(
      terms.filter((term) => term.type === "surcharge").map((term) => [term.applies, term.percent]),
    ).toEqual([
      ["outsideCalendar", 50],
      ["insideCalendar", 100],
    ]);
    expect(terms.filter((term) => term.type === "hourBlock")).toHaveLength(1);
    expect(catalogue.prices.find((price) => price.id === "twenty-five")?.amount).toEqual({
      amountMinor: 212_500,
      currency: "EUR",
    });
  });
});
