import { describe, expect, it } from "vitest";
import { expectReading, idsUpTo, loadShipped, type Reading } from "./shipped.ts";

const has = (...words: string[]) => expect.arrayContaining(words) as unknown;
const threshold = (metric: string) =>
  expect.objectContaining({ check: "metric", metric }) as unknown;

const readings: readonly Reading[] = [
  [
    "msp-01",
    "price",
    "machineBinding",
    { onePerMachine: true, appliesTo: "thatMachineOnly", bookedAs: "bundle" },
  ],
  [
    "msp-02",
    "limit",
    "requirement",
    {
      before: { plans: ["vm"], levels: ["professional", "premium"] },
      anyOf: [{ needs: "plan", plans: ["managed"] }],
      otherwise: "refused",
    },
  ],
  [
    "msp-03",
    "promise",
    "provisioning",
    { steps: ["installOs", "configureOs", "configureNetwork", "installCertificates"] },
  ],
  [
    "msp-04",
    "promise",
    "provisioning",
    { steps: ["setUpBackup"], requiresOption: "backup-share", asAgreed: true },
  ],
  [
    "msp-05",
    "promise",
    "watch",
    {
      schedule: { every: "beat", seconds: 15 },
      checks: expect.arrayContaining([expect.objectContaining({ check: "host" })]),
    },
  ],
  [
    "msp-06",
    "promise",
    "graphs",
    { ranges: ["24h", "7d", "30d", "365d"], audience: has("customer") },
  ],
  [
    "msp-07",
    "promise",
    "watch",
    {
      checks: expect.arrayContaining([
        threshold("cpu.busy"),
        threshold("memory.used"),
        expect.objectContaining({ check: "filesystem", mounts: "all" }),
        expect.objectContaining({ check: "host" }),
      ]),
    },
  ],
  ["msp-08", "promise", "certificateRenewal", { renewBeforeDays: 30 }],
  [
    "msp-09",
    "promise",
    "backup",
    { subjects: ["files", "databases"], requiresOption: "backup-share" },
  ],
  [
    "msp-10",
    "authority",
    "operation",
    { operations: has("update.install"), allOf: [{ if: "ordered" }] },
  ],
  [
    "msp-11",
    "authority",
    "operation",
    { allOf: [{ if: "alertingActive", anyOf: ["mail", "sms"] }] },
  ],
  [
    "msp-12",
    "price",
    "priceRate",
    { price: "hour", topics: "everythingOptional", basis: "timeSpent" },
  ],
  [
    "msp-13",
    "authority",
    "orderAuthority",
    { channels: ["ticket", "mail", "phone"], requestIsOrder: true },
  ],
  [
    "msp-14",
    "duty",
    "orderAuthority",
    { who: "namedPersons", fromOthers: { recorded: true, answered: true, carriedOut: false } },
  ],
  ["msp-15", "promise", "intake", { channels: has("phone", "mail"), recordedAs: "ticket" }],
  [
    "msp-16",
    "promise",
    "serviceHours",
    { when: { levels: ["premium"] }, purpose: "faultIntake", calendar: "always" },
  ],
  ["msp-17", "promise", "intake", { topics: ["changeRequest", "setUpHelp", "operationHelp"] }],
  [
    "msp-18",
    "promise",
    "patching",
    { scope: ["operatingSystem", "preinstalledApplications"], trigger: "onOrder" },
  ],
  [
    "msp-19",
    "limit",
    "window",
    {
      when: { levels: ["professional"] },
      of: "updates",
      calendar: "updates-professional",
      outside: "appointment",
    },
  ],
  ["msp-20", "promise", "rollback", { on: "both" }],
  [
    "msp-21",
    "exclusion",
    "exclusion",
    { topics: has("updateCompatibility"), effect: "notPromised", saidBeforeOrder: true },
  ],
  ["msp-22", "limit", "vendorSupport", { onlySupported: true, unsupportedIs: "refused" }],
  [
    "msp-23",
    "promise",
    "watchdog",
    {
      idleSeconds: 120,
      idleOf: ["network", "disk"],
      operation: "machine.restart",
      maximumInARow: 3,
    },
  ],
  [
    "msp-24",
    "authority",
    "precaution",
    {
      silentDays: 3,
      silentTo: ["alarm", "enquiry"],
      orDangerImminent: true,
      onlyWithAlertingBy: ["mail", "sms"],
    },
  ],
  [
    "msp-25",
    "promise",
    "precautionCase",
    { on: ["disk.full"], detail: "diskFullFromNormalOperation" },
  ],
  [
    "msp-26",
    "exclusion",
    "exclusion",
    {
      topics: ["customerCausedFault", "ddosMitigation", "securityReview", "malwareCleanup"],
      effect: "chargedByTime",
    },
  ],
  [
    "msp-27",
    "limit",
    "installSource",
    { formats: ["rpm", "deb"], sources: ["publicRepository"], compiled: false },
  ],
  [
    "msp-28",
    "exclusion",
    "exclusion",
    { topics: ["customerApplicationInstall"], effect: "chargedByTime" },
  ],
  [
    "msp-29",
    "exclusion",
    "exclusion",
    { topics: ["configurationChange"], effect: "chargedByTime" },
  ],
];

describe("the catalogue msp", () => {
  const msp = loadShipped("msp");

  it.each(readings)("%s: the %s says its figures in a %s term", (...reading) => {
    expectReading(msp, reading);
  });

  it("holds all 29 clauses, each with a reading", () => {
    expect(msp.clauses.map((clause) => clause.id)).toEqual(idsUpTo("msp", 29));
    expect(readings.map(([id]) => id)).toEqual(idsUpTo("msp", 29));
  });

  it("msp-07: alarms by mail, SMS or both, with thresholds of 80 and 95 % CPU", () => {
    const terms = msp.clauses.find((clause) => clause.id === "msp-07")?.terms ?? [];
    expect(terms).toContainEqual(
      expect.objectContaining({
        type: "alarm",
        channels: ["mail", "sms"],
        combination: "anyChosen",
      }),
    );
    const cpu = terms
      .flatMap((t) => (t.type === "watch" ? t.checks : []))
      .find((c) => c.check === "metric" && c.metric === "cpu.busy");
    expect(cpu).toMatchObject({ direction: "above", warn: 80, crit: 95 });
  });

  it("msp-25: covers the full disk, the OOM killer, and both ways in which the ACME path is barred", () => {
    const terms = msp.clauses.find((clause) => clause.id === "msp-25")?.terms ?? [];
    expect(terms.flatMap((term) => (term.type === "precautionCase" ? [term.detail] : []))).toEqual([
      "diskFullFromNormalOperation",
      "oomKillerStopsServices",
      "certificateRenewalBlockedByRewrite",
      "certificateRenewalBlockedByAccess",
    ]);
  });
});
