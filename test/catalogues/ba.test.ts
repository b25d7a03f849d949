import { describe, expect, it } from "vitest";
import { expectReading, idsUpTo, loadShipped, type Reading } from "./shipped.ts";

const has = (...words: string[]) => expect.arrayContaining(words) as unknown;

const readings: readonly Reading[] = [
  [
    "ba-01",
    "duty",
    "contractForms",
    { forms: ["signedContract", "confirmedOrder", "acceptedOffer", "orderByMail"] },
  ],
  ["ba-02", "promise", "definition", { word: "update", means: "securityPatches" }],
  [
    "ba-03",
    "promise",
    "notifyCustomer",
    { on: ["sharedSite.overused", "mail.bulk"], inWriting: true },
  ],
  [
    "ba-04",
    "promise",
    "notice",
    {
      noticeHours: 24,
      longerThanMinutes: 5,
      publishOn: ["supportPortal"],
      emergencies: "repairFirst",
    },
  ],
  ["ba-05", "exclusion", "downtimeExclusion", { causes: has() }],
  ["ba-06", "promise", "availability", { percent: 99.9, period: "month" }],
  ["ba-07", "price", "credit", { availability: "ba-06", base: "baseFee", unit: "percent" }],
  [
    "ba-08",
    "limit",
    "claim",
    { credit: "ba-07", deadline: { rule: "days", days: 7, from: "established" }, inWriting: true },
  ],
  [
    "ba-09",
    "limit",
    "evidence",
    {
      accepts: ["providerWanMonitoring", "independentMonitor"],
      rejects: ["customerMonitoring"],
      producible: true,
    },
  ],
  ["ba-10", "duty", "customerDuty", { duty: "keepSoftwareUpdated" }],
  [
    "ba-11",
    "limit",
    "prohibition",
    {
      things: ["spam"],
      action: "switchOffForGood",
      endsContract: true,
      operations: ["mail.suspendUser", "mail.suspendDomain"],
    },
  ],
  ["ba-12", "limit", "forbiddenSoftware", { providerMayAdd: true }],
  ["ba-13", "limit", "fairUse", { metric: "script.seconds", limit: 60, unit: "second" }],
  [
    "ba-14",
    "limit",
    "deniedAccess",
    { denies: ["rdp", "ssh", "remoteDatabase", "operatingSystem", "systemLogs"] },
  ],
  [
    "ba-15",
    "authority",
    "suspension",
    {
      on: ["abuse.known", "abuse.complaint"],
      afterHours: 0,
      until: ["abuse.solved"],
      charge: expect.objectContaining({ mode: "customerBears" }),
    },
  ],
  ["ba-16", "promise", "notice", { of: "thirdPartyWork", to: "affectedCustomers" }],
  ["ba-17", "limit", "dataInspection", { onlyOn: "foundedSecuritySuspicion", recorded: true }],
  ["ba-18", "promise", "destruction", { on: "request", certificate: true }],
  [
    "ba-19",
    "limit",
    "fairUse",
    { metric: "webDomain.trafficGigabytes", limit: 65, window: "calendarMonth" },
  ],
  ["ba-20", "limit", "fairUse", { metric: "mailDomain.addresses", limit: 300 }],
  [
    "ba-21",
    "limit",
    "rateLimit",
    {
      metric: "mail.messages",
      limit: 100,
      window: { minutes: 60, kind: "sliding" },
      per: "customer",
    },
  ],
  [
    "ba-22",
    "exclusion",
    "filteringScope",
    { notCovered: ["ownMailServer", "ownWebServer"], unlessOption: ["mail-relay"] },
  ],
  [
    "ba-23",
    "promise",
    "mailFiltering",
    { level: "enterprise", detectionFromPercent: 99, detectionToPercent: 99.9, measured: true },
  ],
  ["ba-24", "limit", "senderMatch", { action: "refuse" }],
  [
    "ba-25",
    "promise",
    "notifyCustomer",
    { on: ["fairUse.passed"], contents: has("statistics", "proposal") },
  ],
  ["ba-26", "limit", "blockedAttachments", { directions: ["inbound", "outbound"] }],
  [
    "ba-27",
    "promise",
    "quarantine",
    { holdHours: 24, freshDefinitions: true, whenBad: "delete", whenUnclear: "deliverMarked" },
  ],
  ["ba-28", "limit", "phpFunctions", { on: "sharedWebServers" }],
  [
    "ba-29",
    "exclusion",
    "infrastructureBackup",
    { partOfService: false, onRequest: "feasibilityThenCharge" },
  ],
  [
    "ba-30",
    "promise",
    "selfService",
    { where: "hostingPanel", targets: ["webSpace", "ownComputer"], charge: { mode: "free" } },
  ],
  [
    "ba-31",
    "promise",
    "restore",
    { granularity: ["wholeMachine", "files", "database"], by: "customerInPortal" },
  ],
  ["ba-32", "promise", "notifyCustomer", { on: ["backup.failed"] }],
  ["ba-33", "limit", "tierMatrix", { plans: ["vps-self", "vps-semi", "vps-full"] }],
  [
    "ba-34",
    "limit",
    "requirement",
    {
      anyOf: [
        { needs: "option", options: ["enterprise-firewall"] },
        { needs: "plan", plans: ["iaas"] },
      ],
      otherwise: "refused",
    },
  ],
  [
    "ba-35",
    "exclusion",
    "exclusion",
    { topics: has("customerApplication", "customerSite", "thirdPartyCms", "thirdPartyScript") },
  ],
  [
    "ba-36",
    "promise",
    "managedService",
    {
      parts: [
        "loadWatch",
        "siteProblems",
        "networkProblems",
        "restarts",
        "hardwareProblems",
        "packageInstall",
        "componentUpgrade",
        "componentMigration",
        "firewallSetUp",
      ],
    },
  ],
  ["ba-37", "promise", "watch", { observedBy: "hypervisor" }],
  ["ba-38", "limit", "credentialCustody", { releasedTo: "orderer" }],
  [
    "ba-39",
    "price",
    "timeUnits",
    { unitMinutes: 30, rounding: "up", agreedBefore: true, documented: true },
  ],
  ["ba-40", "promise", "notifyCustomer", { on: ["address.blackholed"] }],
  [
    "ba-41",
    "authority",
    "suspension",
    {
      afterHours: 72,
      timerStarts: "customerTold",
      cancelledBy: has("delisting.requested"),
      until: ["address.delisted"],
      restore: "automatic",
    },
  ],
  [
    "ba-42",
    "authority",
    "suspension",
    { on: ["machine.zombie"], afterHours: 0, mayBePermanent: true },
  ],
  [
    "ba-43",
    "promise",
    "managedService",
    { service: "iaas", parts: ["storage", "cpu", "ram", "nat", "firewall", "os"] },
  ],
];

describe("the catalogue ba", () => {
  const ba = loadShipped("ba");
  const termsOf = (id: string) => ba.clauses.find((clause) => clause.id === id)?.terms ?? [];

  it.each(readings)("%s: the %s says its figures in a %s term", (...reading) => {
    expectReading(ba, reading);
  });

  it("holds all 43 clauses, each with a reading", () => {
    expect(ba.clauses.map((clause) => clause.id)).toEqual(idsUpTo("ba", 43));
    expect(readings.map(([id]) => id)).toEqual(idsUpTo("ba", 43));
  });

  it("ba-05: planned work announced 24 hours ahead and attacks are not downtime", () => {
    expect(termsOf("ba-05")).toEqual([
      {
        type: "downtimeExclusion",
        causes: [
          { cause: "plannedWork", noticeHours: 24 },
          { cause: "maliciousAttack" },
          { cause: "ddos" },
        ],
      },
    ]);
  });

  it("ba-07: the seven tiers", () => {
    const tiers = termsOf("ba-07").flatMap((t) =>
      t.type === "credit" && t.by.rule === "tiers" ? t.by.tiers : [],
    );
    expect(tiers.map((t) => [t.fromPercent, t.toPercent, t.credit])).toEqual([
      [99.89, 99.8, 5],
      [99.79, 99.7, 10],
      [99.69, 99.6, 15],
      [99.59, 99.5, 20],
      [99.49, 99, 30],
      [98.99, 97, 60],
      [96.99, 0, 70],
    ]);
  });

  it("ba-12: the eight categories", () => {
    const categories = termsOf("ba-12").flatMap((t) =>
      t.type === "forbiddenSoftware" ? t.categories.map((c) => c.id) : [],
    );
    expect(categories).toEqual([
      "coinMiner",
      "chatAndIrc",
      "torrentTracker",
      "spamTool",
      "attackTool",
      "platformProbe",
      "networkScanner",
      "gameServer",
    ]);
  });

  it.each([
    [
      "ba-19: a web domain",
      "ba-19",
      {
        "webDomain.diskGigabytes": 10,
        "webDomain.databaseGigabytes": 1,
        "webDomain.trafficGigabytes": 65,
        "webServer.memoryPercent": 10,
        "webServer.cpuPercent": 10,
      },
    ],
    [
      "ba-20: a mail domain",
      "ba-20",
      {
        "mailDomain.diskGigabytes": 10,
        "mailDomain.addresses": 300,
        "mail.messageMegabytes": 25,
        "mail.lists": 5,
        "mail.listMessageKilobytes": 200,
      },
    ],
  ])("%s has these limits", (_name, id, limits) => {
    expect(
      Object.fromEntries(
        termsOf(id).flatMap((t) => (t.type === "fairUse" ? [[t.metric, t.limit]] : [])),
      ),
    ).toEqual(limits);
  });

  it("ba-21: 300 recipients to agree, 100 to be a newsletter", () => {
    const rates = termsOf("ba-21").flatMap((t) =>
      t.type === "rateLimit" ? [[t.id, t.limit, t.action]] : [],
    );
    expect(rates).toEqual([
      ["bulk", 300, "agreeFirst"],
      ["hourly", 100, "refuse"],
      ["newsletter", 100, "flagNewsletter"],
    ]);
  });

  it("ba-26: all 69 extensions", () => {
    const written =
      "exe-ms exe vbs pif scr bat cmd com cpl dll lha cab rpm cpio tar jar sis mrc 386 ad ade adp app asp bas chm crt docm fxp grp hlp hta inf ini ins isp js jse lib lnk mda mdb mde mdt mdw mdz msc msi msp mst ocx ops pcd prg reg sct shb shs sys vb vbe vss vst vsw vxd ws wsc wsf wsh";
    expect(
      termsOf("ba-26").flatMap((t) => (t.type === "blockedAttachments" ? t.extensions : [])),
    ).toEqual(written.split(" "));
  });

  it("ba-28: all 41 functions", () => {
    const written =
      "dl exec furl_open passthru pfsockopen popen posix_kill posix_mkfifo posix_setuid proc_close proc_open proc_terminate shell_exec system leak posix_setpgid posix_setsid proc_get_status proc_nice show_source phpinfo escapeshellcmd ini_restore base64_decode decode_base64 base64_url_decode str_rot13 rot13 apache_child_terminate curl_exec curl_multi_exec apache_setenv define_syslog_variables posix_getpwuid pcntl_exec syslog chgrp chown chmod pclose escapeshellarg";
    expect(termsOf("ba-28").flatMap((t) => (t.type === "phpFunctions" ? t.disabled : []))).toEqual(
      written.split(" "),
    );
  });

  it.each([
    ["ba-33: self", "vps-self", ["initialSetUp", "initialUpdates"]],
    [
      "ba-33: semi",
      "vps-semi",
      [
        "initialSetUp",
        "initialUpdates",
        "initialOsUpkeep",
        "initialDomainAndDns",
        "basicWatching",
        "componentMaintenance",
      ],
    ],
    [
      "ba-33: fully",
      "vps-full",
      [
        "initialSetUp",
        "initialUpdates",
        "initialOsUpkeep",
        "initialDomainAndDns",
        "basicWatching",
        "componentMaintenance",
        "periodicOsUpdates",
        "osUpgrades",
        "hostingSoftwareUpdates",
        "componentUpdates",
        "componentUpgrades",
      ],
    ],
  ])("%s managed contains exactly", (_name, plan, items) => {
    const rows = termsOf("ba-33").flatMap((t) => (t.type === "tierMatrix" ? t.rows : []));
    expect(rows.filter((row) => row.in.includes(plan)).map((row) => row.item)).toEqual(items);
  });
});
