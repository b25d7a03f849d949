import { describe, expect, it } from "vitest";
import { expectReading, idsUpTo, loadShipped, type Reading } from "./shipped.ts";

const has = (...words: string[]) => expect.arrayContaining(words) as unknown;

const readings: readonly Reading[] = [
  [
    "dk-01",
    "promise",
    "intake",
    { recordedAs: "ticket", systemAlwaysAvailable: true, freeOfCharge: true },
  ],
  [
    "dk-02",
    "promise",
    "managedService",
    {
      parts: ["mobile", "phoneSystem", "ipTelephony", "faxToMail", "smsGateway"],
      duties: ["operate", "advise"],
    },
  ],
  ["dk-03", "promise", "licenceSupply", { products: ["officeSuite"], basis: "onDemand" }],
  [
    "dk-04",
    "promise",
    "configurationBaseline",
    { of: "officeTenant", deviationsShown: true, keptBy: "customer" },
  ],
  [
    "dk-05",
    "promise",
    "managedService",
    { service: "itOperations", parts: has("maintenance", "remoteAccess"), extent: "asAgreed" },
  ],
  [
    "dk-06",
    "authority",
    "remoteControl",
    { of: ["servers", "computers"], approval: "standing", ownAccessControl: true, encrypted: true },
  ],
  [
    "dk-07",
    "promise",
    "patching",
    {
      trigger: "scheduled",
      schedule: expect.objectContaining({ every: "week" }),
      excludes: ["bigUpgrade"],
    },
  ],
  [
    "dk-08",
    "promise",
    "watch",
    {
      checks: [
        expect.objectContaining({
          signals: ["signInAnomaly", "sharingAnomaly", "mailRuleAnomaly", "mfaCoverage"],
        }),
      ],
    },
  ],
  ["dk-09", "limit", "quota", { metric: "account.diskGigabytes", amount: 1, unit: "gigabyte" }],
  [
    "dk-10",
    "exclusion",
    "exclusion",
    { topics: has("hostedApplication"), effect: "chargedByTime" },
  ],
  [
    "dk-11",
    "promise",
    "requirement",
    { anyOf: [{ needs: "credentials", kinds: ["administrator", "ftp", "dns", "database"] }] },
  ],
  ["dk-12", "promise", "supportScope", { topics: ["remoteSupport"] }],
  ["dk-13", "promise", "backup", { subjects: has("endpoint"), encrypted: true }],
  ["dk-14", "promise", "backup", { subjects: has("wholeMachine") }],
  ["dk-15", "promise", "backupStorage", { encrypted: true, locationOnRecord: true }],
  ["dk-16", "promise", "backup", { subjects: ["mail", "officeFiles", "calendars", "contacts"] }],
  [
    "dk-17",
    "promise",
    "managedService",
    { service: "network", parts: ["administrativeAccess", "computerConnections"] },
  ],
  [
    "dk-18",
    "promise",
    "report",
    { name: "antivirus", schedule: { every: "month", day: 1 }, onDemand: true },
  ],
  ["dk-19", "promise", "signaturePolicy", { appliesTo: "allMailboxes", templatePer: "company" }],
  ["dk-20", "promise", "quota", { amount: "agreed", adjustable: true }],
  [
    "dk-21",
    "promise",
    "cmsUpkeep",
    { updates: ["core", "themes", "plugins"], withoutLicenceKey: "listed" },
  ],
  [
    "dk-22",
    "price",
    "orderedWork",
    { topics: ["workBeyondUpkeep"], needs: "order", charge: { mode: "byTime", price: "hour" } },
  ],
  ["dk-23", "price", "hourQuota", { when: { plans: ["service-10"] }, hours: 10, period: "month" }],
  ["dk-24", "price", "travel", { freeMinutes: 30, thereafter: { mode: "byTime", price: "hour" } }],
];

describe("the catalogue dk", () => {
  const dk = loadShipped("dk");

  it.each(readings)("%s: the %s says its figures in a %s term", (...reading) => {
    expectReading(dk, reading);
  });

  it("holds all 24 clauses, each with a reading", () => {
    expect(dk.clauses.map((clause) => clause.id)).toEqual(idsUpTo("dk", 24));
    expect(readings.map(([id]) => id)).toEqual(idsUpTo("dk", 24));
  });

  it("dk-09: 10 FTP accounts, databases and domains; mailboxes and subdomains without limit", () => {
    const terms = dk.clauses.find((clause) => clause.id === "dk-09")?.terms ?? [];
    expect(
      Object.fromEntries(
        terms.flatMap((t) => (t.type === "countLimit" ? [[t.thing, t.included]] : [])),
      ),
    ).toEqual({
      ftpAccounts: 10,
      databases: 10,
      domains: 10,
      mailboxes: "unlimited",
      subdomains: "unlimited",
    });
  });

  it("dk-20: protects mail without guarantee", () => {
    const terms = dk.clauses.find((clause) => clause.id === "dk-20")?.terms;
    expect(terms).toContainEqual(
      expect.objectContaining({
        type: "mailFiltering",
        against: ["spam", "virus", "malware"],
        guaranteed: false,
      }),
    );
  });

  it("dk-23: sells 2, 5 and 10 hours a month, in plan and clause alike", () => {
    const quotas = dk.clauses
      .flatMap((clause) => clause.terms)
      .flatMap((t) => (t.type === "hourQuota" ? [[t.when?.plans, t.hours]] : []));
    expect(quotas).toEqual([
      [["service-2"], 2],
      [["service-5"], 5],
      [["service-10"], 10],
    ]);
    expect(dk.plans.flatMap((plan) => plan.hoursPerMonth ?? [])).toEqual([2, 5, 10]);
  });

  it("dk-24: the hours cover visits, remote and phone support, small tasks, training, web sites", () => {
    const terms = dk.clauses.find((clause) => clause.id === "dk-24")?.terms;
    expect(terms).toContainEqual(
      expect.objectContaining({
        type: "supportScope",
        topics: [
          "onSiteVisit",
          "remoteSupport",
          "phoneSupport",
          "smallTask",
          "training",
          "webAdjustment",
        ],
      }),
    );
  });
});
