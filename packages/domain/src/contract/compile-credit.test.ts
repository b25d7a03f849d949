import { describe, expect, it } from "vitest";
import { catalogueWith, plan } from "../../../../test/catalogues/catalogue-with.ts";
import { compileAvailability } from "./compile-availability.ts";

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
const flat = {
  type: "credit",
  availability: "x-01",
  base: "baseFee",
  unit: "percent",
  by: { rule: "flat", credit: 12.5 },
  cap: { of: "none" },
  capPeriod: "month",
  severalIncidents: "summed",
  payout: "creditNote",
};

function creditOf(more: object, claim?: object) {
  const claims = claim === undefined ? [] : [[claim]];
  const catalogue = catalogueWith([availability], [{ ...flat, ...more }], ...claims);
  const [credit] = compileAvailability(catalogue, plan)[0]?.credits ?? [];
  if (credit === undefined) throw new Error("no credit");
  return credit;
}

describe("what a credit term gives", () => {
  it("by itself where nothing is said about claims, of the base fee, rounded half up", () => {
    expect(creditOf({})).toEqual({
      clause: "x-02",
      scale: { kind: "flat", grant: { kind: "percent", basisPoints: 1_250 } },
      of: "base-fee",
      claim: { kind: "automatic" },
      claimClause: "x-02",
      severalIncidents: "month",
      rounding: "half-up",
    });
    expect(creditOf({ base: "wholeFee" }).of).toBe("all-fees");
  });

  const per = { minutes: 30, credit: 5, afterMinutes: 10 };
  const downtime = {
    unitMs: 1_800_000,
    beyondTarget: false,
    afterMs: 600_000,
    grant: { kind: "percent", basisPoints: 500 },
  };
  it.each<[string, object, object]>([
    [
      "days",
      { unit: "days", by: { rule: "flat", credit: 3 } },
      { kind: "flat", grant: { kind: "days", days: 3 } },
    ],
    [
      "half a day",
      { unit: "days", by: { rule: "flat", credit: 0.5 } },
      { kind: "flat", grant: { kind: "days", days: 0.5 } },
    ],
    [
      "hours",
      { unit: "hours", by: { rule: "flat", credit: 6 } },
      { kind: "flat", grant: { kind: "hours", hours: 6 } },
    ],
    [
      "an hour and a half",
      { unit: "hours", by: { rule: "flat", credit: 1.5 } },
      { kind: "flat", grant: { kind: "hours", hours: 1.5 } },
    ],
    [
      "a multiple of the downtime's fee",
      { unit: "multipleOfDowntime", by: { rule: "flat", credit: 10 } },
      { kind: "downtime-fee", times: 10 },
    ],
    [
      "for each started half hour",
      { by: { rule: "perStarted", ...per } },
      { kind: "per-downtime", started: "started-units", per: "period", ...downtime },
    ],
    [
      "for each full half hour",
      { by: { rule: "perFull", ...per } },
      { kind: "per-downtime", started: "whole-units", per: "period", ...downtime },
    ],
    [
      "of each interruption",
      { severalIncidents: "each", by: { rule: "perFull", ...per } },
      { kind: "per-downtime", started: "whole-units", per: "interruption", ...downtime },
    ],
    [
      "for each tenth of a percent",
      { by: { rule: "perTenthPercentMissed", credit: 2 } },
      { kind: "per-missed", unitPoints: 10, grant: { kind: "percent", basisPoints: 200 } },
    ],
    [
      "ba-07: by tiers, both ends included",
      {
        by: {
          rule: "tiers",
          decimals: 2,
          tiers: [{ fromPercent: 99.89, toPercent: 99.8, credit: 5 }],
        },
      },
      {
        kind: "tiers",
        tiers: [
          { atLeastPoints: 9980, atMostPoints: 9989, grant: { kind: "percent", basisPoints: 500 } },
        ],
      },
    ],
  ])("%s", (_name, more, scale) => {
    expect(creditOf(more).scale).toEqual(scale);
  });
  it("a multiple of the downtime's fee is no scale", () => {
    expect(() => creditOf({ unit: "multipleOfDowntime", by: { rule: "perFull", ...per } })).toThrow(
      RangeError,
    );
  });
});

describe("how it is claimed", () => {
  const claim = (deadline: object, more = {}) => ({
    type: "claim",
    credit: "x-02",
    automatic: false,
    deadline,
    dayCounts: "dayAfterIsFirst",
    inWriting: true,
    channels: ["mail"],
    ...more,
  });
  it.each<[string, object, object, string]>([
    [
      "ba-08: seven days from when it was established",
      claim({ rule: "days", days: 7, from: "established" }),
      { kind: "days", days: 7, from: "established" },
      "each",
    ],
    [
      "the day itself is the first",
      claim({ rule: "days", days: 7, from: "incidentStart" }, { dayCounts: "sameDayIsFirst" }),
      { kind: "days", days: 6, from: "began" },
      "each",
    ],
    [
      "no day less than none",
      claim({ rule: "days", days: 0, from: "incidentEnd" }, { dayCounts: "sameDayIsFirst" }),
      { kind: "days", days: 0, from: "ended" },
      "each",
    ],
    [
      "from the month's end",
      claim({ rule: "days", days: 30, from: "periodEnd" }),
      { kind: "days", days: 30, from: "month-end" },
      "month",
    ],
    [
      "from the report",
      claim({ rule: "days", days: 30, from: "report" }),
      { kind: "days", days: 30, from: "report" },
      "month",
    ],
    [
      "from the invoice",
      claim({ rule: "days", days: 30, from: "invoice" }),
      { kind: "days", days: 30, from: "invoice" },
      "month",
    ],
    [
      "until the end of the next month",
      claim({ rule: "endOfNextMonth", from: "incidentEnd" }),
      { kind: "end-of-next-month", from: "ended" },
      "each",
    ],
    [
      "until the end of the month after it began",
      claim({ rule: "endOfNextMonth", from: "incidentStart" }),
      { kind: "end-of-next-month", from: "began" },
      "each",
    ],
    [
      "until the end of the month after the period",
      claim({ rule: "endOfNextMonth", from: "periodEnd" }),
      { kind: "end-of-next-month", from: "month-end" },
      "month",
    ],
    ["at any time", claim({ rule: "none" }), { kind: "any-time" }, "month"],
    [
      "by itself",
      claim({ rule: "days", days: 20, from: "periodEnd" }, { automatic: true }),
      { kind: "automatic" },
      "month",
    ],
  ])("%s", (_name, term, rule, several) => {
    expect(creditOf({}, term)).toMatchObject({
      claim: rule,
      claimClause: "x-03",
      severalIncidents: several,
    });
  });
  it("in working days of a calendar", () => {
    const deadline = { rule: "workingDays", days: 20, from: "periodEnd", calendar: "working-days" };
    expect(creditOf({}, claim(deadline)).claim).toMatchObject({
      kind: "days",
      days: 20,
      from: "month-end",
      workingDaysOf: { timeZone: "Europe/Berlin" },
    });
    expect(creditOf({}, claim({ ...deadline, rule: "days" })).claim).not.toHaveProperty(
      "workingDaysOf",
    );
  });
  it("a claim about another credit is none about this", () => {
    const other = claim({ rule: "none" }, { credit: "x-09" });
    expect(creditOf({}, other)).toMatchObject({
      claim: { kind: "automatic" },
      claimClause: "x-02",
    });
  });
});
