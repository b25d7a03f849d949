import { describe, expect, it } from "vitest";
import { expectReading, idsUpTo, loadShipped, type Reading } from "./shipped.ts";

const readings: readonly Reading[] = [
  ["se-01", "price", "priceMonthly", { per: "machine", startingPrice: true, risesWithLevel: true }],
  [
    "se-02",
    "promise",
    "alarm",
    { to: ["technicians"], events: expect.arrayContaining(["service.down"]) },
  ],
  [
    "se-03",
    "promise",
    "responseClock",
    {
      kind: "reaction",
      targets: expect.arrayContaining([
        expect.objectContaining({ level: "sla-premium", targetMinutes: 60, calendar: "always" }),
      ]),
    },
  ],
  [
    "se-04",
    "promise",
    "watch",
    {
      checks: [
        expect.objectContaining({ check: "services", sets: ["linux", "windows", "statistics"] }),
      ],
    },
  ],
  [
    "se-05",
    "promise",
    "patching",
    {
      severities: ["critical", "security"],
      scope: expect.arrayContaining(["providerInstalled"]),
      trigger: "automatic",
    },
  ],
  [
    "se-06",
    "exclusion",
    "softwareOwnership",
    { customerKeeps: expect.arrayContaining(["installedByCustomer"]), knownPer: "package" },
  ],
  [
    "se-07",
    "promise",
    "operation",
    {
      operations: ["machine.restart", "service.restart"],
      calendar: "opening-hours",
      charge: { mode: "included" },
    },
  ],
  [
    "se-08",
    "authority",
    "operation",
    {
      operations: ["machine.restart", "service.restart"],
      actors: expect.arrayContaining(["customer", "technician"]),
      channels: ["portal"],
    },
  ],
  ["se-09", "promise", "firewallPolicy", { default: "deny", open: "namedByCustomer" }],
  [
    "se-10",
    "duty",
    "auditRecord",
    { of: ["firewallChanges"], fields: expect.arrayContaining(["who", "when", "what", "why"]) },
  ],
  ["se-11", "promise", "operation", { operations: ["firewall.restrictSources"] }],
  [
    "se-12",
    "promise",
    "accountManagement",
    {
      operations: [
        "account.addUser",
        "account.removeUser",
        "account.addGroup",
        "account.removeGroup",
        "file.changePermissions",
      ],
    },
  ],
  [
    "se-13",
    "duty",
    "confirmation",
    { shows: expect.arrayContaining(["before", "after"]), ambiguous: "asksBack" },
  ],
  ["se-14", "promise", "vpnAccess", { authentication: "personalCertificate" }],
  [
    "se-15",
    "promise",
    "revocation",
    { reportedBy: ["portal", "mail", "phone"], cutsConnections: true },
  ],
  [
    "se-16",
    "price",
    "countLimit",
    { thing: "vpnUsers", per: "machine", included: 10, beyond: "charged" },
  ],
  [
    "se-17",
    "promise",
    "softwareSet",
    { set: "linux", source: "distribution", sourceAppliesWithoutPanel: true },
  ],
  ["se-18", "promise", "softwareSet", { set: "windows", os: "windows" }],
  [
    "se-19",
    "price",
    "licenceCost",
    {
      items: [
        expect.objectContaining({ item: "mail" }),
        expect.objectContaining({ item: "mssql" }),
        expect.objectContaining({ item: "protection" }),
      ],
    },
  ],
  [
    "se-20",
    "promise",
    "softwareSet",
    { set: "statistics", items: [expect.objectContaining({ choice: "oneByCustomer" })] },
  ],
  [
    "se-21",
    "exclusion",
    "exclusion",
    { topics: ["otherSoftware"], effect: "customerKeeps", unless: { approval: "provider" } },
  ],
  [
    "se-22",
    "duty",
    "customerDuty",
    {
      duty: "nameBackupPaths",
      consequence: "nothingPromised",
      shownTo: ["customer", "technician"],
    },
  ],
  ["se-23", "promise", "backupStorage", { offsite: true }],
  ["se-24", "promise", "retention", { keepDaily: 7, keepWeekly: 4, unlessAgreed: true }],
];

describe("the catalogue se", () => {
  const se = loadShipped("se");

  it.each(readings)("%s: the %s says its figures in a %s term", (...reading) => {
    expectReading(se, reading);
  });

  it("holds all 24 clauses, each with a reading", () => {
    expect(se.clauses.map((clause) => clause.id)).toEqual(idsUpTo("se", 24));
    expect(readings.map(([id]) => id)).toEqual(idsUpTo("se", 24));
  });

  it("se-01: costs from 1295.00 SEK, in öre, for dedicated servers and VPS only", () => {
    expect(se.plans.map((plan) => [plan.baseFee, plan.machineKinds])).toEqual([
      [{ amountMinor: 129_500, currency: "SEK" }, ["dedicatedServer", "vps"]],
    ]);
  });

  it.each([
    [
      "se-17",
      [
        "vsftpd",
        "Apache",
        "Dovecot",
        "sendmail",
        "OpenSSH",
        "MariaDB",
        "MySQL",
        "PostgreSQL",
        "SpamAssassin",
      ],
    ],
    [
      "se-18",
      [
        "FileZilla Server",
        "IIS FTP",
        "IIS",
        "Exchange",
        "SQL Server",
        "SQL Server Express",
        "Forefront",
      ],
    ],
    ["se-20", ["AWStats", "Webalizer"]],
  ])("%s: names the products of its set", (id, products) => {
    const terms = se.clauses.find((clause) => clause.id === id)?.terms ?? [];
    const named = terms.flatMap((term) =>
      term.type === "softwareSet"
        ? term.items.flatMap((item) => item.products.map((p) => p.name))
        : [],
    );
    expect(named).toEqual(products);
  });

  it("se-19: marks exactly Exchange, SQL Server and Forefront as licensed", () => {
    const marked = se.clauses
      .flatMap((clause) => clause.terms)
      .flatMap((term) =>
        term.type === "softwareSet"
          ? term.items.flatMap((item) => item.products.filter((p) => p.licence).map((p) => p.name))
          : [],
      );
    expect(marked).toEqual(["Exchange", "SQL Server", "Forefront"]);
  });
});
