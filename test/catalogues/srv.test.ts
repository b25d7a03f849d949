import { describe, expect, it } from "vitest";
import { expectReading, idsUpTo, loadShipped, type Reading } from "./shipped.ts";

const has = (...words: string[]) => expect.arrayContaining(words) as unknown;
const checks = (...wanted: object[]) => ({
  checks: expect.arrayContaining(
    wanted.map((check) => expect.objectContaining(check) as unknown),
  ) as unknown,
});
const daily = expect.objectContaining({ every: "day" }) as unknown;

const readings: readonly Reading[] = [
  [
    "srv-01",
    "promise",
    "watch",
    { schedule: { every: "beat", seconds: 15 }, ...checks({ check: "services", sets: "all" }) },
  ],
  [
    "srv-02",
    "promise",
    "watch",
    { schedule: daily, ...checks({ check: "filesystem" }, { check: "mailboxStore" }) },
  ],
  ["srv-03", "promise", "watch", { schedule: daily, ...checks({ check: "antivirusSignature" }) }],
  [
    "srv-04",
    "promise",
    "watch",
    checks({ check: "eventLog", logs: ["windowsEventLog", "journald"] }),
  ],
  ["srv-05", "promise", "watch", { schedule: daily, ...checks({ check: "smart" }) }],
  ["srv-06", "promise", "watch", { schedule: daily, ...checks({ check: "failedLogons" }) }],
  ["srv-07", "promise", "watch", checks({ check: "snmp", devices: ["router", "switch"] })],
  ["srv-08", "promise", "watch", checks({ check: "website" })],
  ["srv-09", "promise", "watch", checks({ check: "temperature", sources: ["snmp", "sensors"] })],
  [
    "srv-10",
    "promise",
    "watch",
    checks(
      { metric: "cpu.busy" },
      { metric: "memory.used" },
      { metric: "disk.busy" },
      { metric: "network.in" },
    ),
  ],
  [
    "srv-11",
    "promise",
    "agentFootprint",
    { agentsPerMachine: 1, outbound: [{ protocol: "tls", port: 443 }], listens: false },
  ],
  [
    "srv-12",
    "promise",
    "alarm",
    { channels: ["mail"], recipients: "chosenByCustomer", withinSeconds: 60 },
  ],
  [
    "srv-13",
    "price",
    "orderedWork",
    { topics: ["alarmRepair"], charge: { mode: "byTime", price: "hour" } },
  ],
  [
    "srv-14",
    "promise",
    "report",
    { name: "checks", schedule: { every: "month", day: 1 }, channels: ["mail"] },
  ],
  [
    "srv-15",
    "promise",
    "patching",
    { severities: ["critical", "important"], scope: ["operatingSystem", "namedProducts"] },
  ],
  [
    "srv-16",
    "promise",
    "releaseControl",
    { watchedCentrally: true, releasedBy: "trainedTechnician" },
  ],
  ["srv-17", "promise", "verification", { of: "updates", schedule: daily }],
  ["srv-18", "duty", "customerDuty", { duty: "restartAfterUpdate", consequence: "remind" }],
  ["srv-19", "promise", "report", { name: "securityUpdates", channels: ["mail"] }],
  [
    "srv-20",
    "promise",
    "rollout",
    {
      steps: [
        { percent: 95, withinDays: 7 },
        { percent: 99, withinDays: 14 },
      ],
      authoritative: "systemReport",
    },
  ],
  [
    "srv-21",
    "authority",
    "consent",
    { to: "criticalPatchesWithoutTest", recorded: has("who", "when") },
  ],
  [
    "srv-22",
    "price",
    "flatRate",
    {
      covers: ["remoteRepair", "remoteAdministration"],
      excessive: expect.objectContaining({ outcome: "proposeAdjustment" }),
    },
  ],
  ["srv-23", "promise", "serviceHours", { purpose: "service", calendar: "service-time" }],
  [
    "srv-24",
    "limit",
    "credentialCustody",
    { heldBy: "provider", releasedTo: "nobody", sealedCopy: true, openingSeenAtOnce: true },
  ],
  ["srv-25", "exclusion", "exclusion", { topics: ["standardChange"], effect: "quote" }],
  [
    "srv-26",
    "limit",
    "scope",
    {
      includes: ["operatingSystem", "directoryDnsDhcpClients", "standardSoftware"],
      otherwise: "outOfScope",
    },
  ],
  [
    "srv-27",
    "authority",
    "remoteControl",
    { consent: "remote-control", encrypted: true, dataProtectionDuties: true },
  ],
  [
    "srv-28",
    "promise",
    "responseClock",
    {
      kind: "reaction",
      targets: [
        expect.objectContaining({
          severity: "critical",
          targetMinutes: 240,
          calendar: "service-time",
        }),
      ],
      startsBy: ["mail", "phone"],
      fulfilledBy: ["workBegun"],
    },
  ],
  [
    "srv-29",
    "promise",
    "responseClock",
    {
      targets: [
        expect.objectContaining({
          severity: "other",
          targetMinutes: 1440,
          calendar: "service-time",
        }),
      ],
      fulfilledBy: ["workBegun", "scheduled"],
    },
  ],
  [
    "srv-30",
    "promise",
    "alarm",
    { channels: ["mail"], recipients: "chosenByCustomer", fixedInstead: true },
  ],
  [
    "srv-31",
    "price",
    "coveredBy",
    { option: "hardware-protection", topics: ["hardwareReplacement", "hardwareService", "travel"] },
  ],
  ["srv-32", "promise", "supportScope", { topics: ["supplierHelp"] }],
  ["srv-33", "exclusion", "exclusion", { topics: ["applicationFault", "industrySolution"] }],
  ["srv-34", "price", "flatRate", { covers: has("onSiteVisit", "travel", "applicationFault") }],
  ["srv-35", "promise", "surcharge", { applies: "outsideCalendar", calendar: "service-time" }],
  ["srv-36", "promise", "report", { name: "antivirus", schedule: { every: "month", day: 1 } }],
  [
    "srv-37",
    "promise",
    "watch",
    {
      schedule: { every: "workingDay", at: "09:00", calendar: "working-days" },
      ...checks({ check: "antivirusSignature", maximumAgeWorkingDays: 2 }),
    },
  ],
  [
    "srv-38",
    "exclusion",
    "exclusion",
    {
      topics: [
        "improperHandling",
        "wilfulDamage",
        "forceMajeure",
        "environmentFault",
        "powerFault",
        "malwareCleanup",
      ],
    },
  ],
  [
    "srv-39",
    "duty",
    "termsAcceptance",
    {
      documents: [
        { id: "special-terms", kind: "specialTerms" },
        { id: "data-processing", kind: "dataProcessingAgreement" },
      ],
      recorded: ["version", "who", "when"],
    },
  ],
  [
    "srv-40",
    "duty",
    "requirement",
    {
      before: { plans: ["plus", "premium"] },
      anyOf: [{ needs: "infrastructureAnalysis", signedOff: true }],
      otherwise: "refused",
    },
  ],
];

describe("the catalogue srv", () => {
  const srv = loadShipped("srv");

  it.each(readings)("%s: the %s says its figures in a %s term", (...reading) => {
    expectReading(srv, reading);
  });

  it("holds all 40 clauses, each with a reading", () => {
    expect(srv.clauses.map((clause) => clause.id)).toEqual(idsUpTo("srv", 40));
    expect(readings.map(([id]) => id)).toEqual(idsUpTo("srv", 40));
  });

  it.each([
    ["srv-23 service time", "service-time", "09:00", "18:00"],
    ["srv-23 fault intake", "fault-intake", "07:00", "19:00"],
  ])("%s: Monday to Friday, nationwide holidays excepted", (_name, calendar, from, to) => {
    expect(srv.calendars[calendar]).toMatchObject({
      weekly: [{ days: ["mon", "tue", "wed", "thu", "fri"], blocks: [{ from, to }] }],
      holidays: [{ country: "DE", subdivisions: [] }],
    });
  });

  it("srv-28: more than ten persons, everyone, or a key process makes a problem critical", () => {
    const terms = srv.clauses.find((clause) => clause.id === "srv-28")?.terms ?? [];
    expect(
      terms.flatMap((t) => (t.type === "severityRule" ? (t.severities[0]?.anyOf ?? []) : [])),
    ).toEqual([
      { if: "personsMoreThan", persons: 10 },
      { if: "everyoneAffected" },
      { if: "keyProcessImpaired" },
    ]);
  });

  it.each([
    ["srv-13: Basis alone", "srv-13", ["basis"]],
    ["srv-33: Plus alone", "srv-33", ["plus"]],
    ["srv-34: Premium alone", "srv-34", ["premium"]],
    ["srv-35: Premium alone", "srv-35", ["premium"]],
    ["srv-36: Plus, Premium and by itself", "srv-36", ["antivirus", "plus", "premium"]],
  ])("%s", (_name, id, plans) => {
    expect(srv.clauses.find((clause) => clause.id === id)?.plans).toEqual(plans);
  });
});
