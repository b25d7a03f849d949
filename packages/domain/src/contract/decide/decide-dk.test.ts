import { describe, expect, it } from "vitest";
import { decideCase, shorten } from "../../../../../test/catalogues/decision-case.ts";
import type { DecisionCase } from "../../../../../test/catalogues/decision-case.ts";
import type { OperationName } from "../../catalogue/index.ts";
import type { DecisionRequest } from "../index.ts";

const operations = { plan: "operations" };
const hosting = { plan: "web-hosting" };
const five = { plan: "service-5" };

const operation = (
  name: OperationName,
  by: "customer" | "orderer" | "endUser" | "technician" | "system",
  channel: "portal" | "ticket" | "mail" | "phone" = "portal",
  more: object = {},
): DecisionRequest => ({ kind: "operation", operation: name, by, channel, ...more });

const work = (topic: string, minutes: number, channel = "phone"): DecisionRequest =>
  ({ kind: "work", by: "orderer", channel, topics: [topic], minutes }) as DecisionRequest;

const cases: readonly DecisionCase[] = [
  [
    "dk-01: general support is asked for in the system and costs by time",
    operations,
    work("generalItSupport", 60, "portal"),
    {},
    "charged dk-01 89500 DKK",
  ],
  [
    "dk-02: telephony is operated by technicians",
    { plan: "operations", options: ["telephony"] },
    operation("telephony.operate", "technician"),
    {},
    "allowed granted dk-02",
  ],
  [
    "dk-03: licences are supplied as needed, for their price",
    { plan: "operations", options: ["office365"] },
    operation("licence.supply", "customer", "ticket"),
    {},
    "charged dk-03 11900 DKK",
  ],
  [
    "dk-05: systems are operated without asking each time",
    operations,
    operation("service.restart", "technician"),
    {},
    "allowed granted dk-05",
  ],
  [
    "dk-06: remote control with the standing consent",
    operations,
    operation("remote.control", "technician"),
    { consents: ["remote-without-approval"] },
    "allowed granted dk-06",
  ],
  [
    "dk-06: and not without it",
    operations,
    operation("remote.control", "technician"),
    {},
    "needs dk-06 consent",
  ],
  [
    "dk-07: big upgrades are offered separately",
    operations,
    operation("upgrade.install", "technician"),
    {},
    "needs dk-07 quote",
  ],
  [
    "dk-09: the tenth database is the last",
    hosting,
    { kind: "use", thing: "databases", amount: 10 },
    {},
    "allowed within-limit dk-09",
  ],
  [
    "dk-09: no eleventh",
    hosting,
    { kind: "use", thing: "databases", amount: 11 },
    {},
    "refused limit-reached dk-09",
  ],
  [
    "dk-09: as many mailboxes as wanted",
    hosting,
    { kind: "use", thing: "mailboxes", amount: 5_000 },
    {},
    "allowed within-limit dk-09",
  ],
  [
    "dk-09: one gigabyte and not more",
    hosting,
    { kind: "use", metric: "account.diskGigabytes", amount: 1.01 },
    {},
    "refused limit-reached dk-09",
  ],
  [
    "dk-09: traffic is free",
    hosting,
    { kind: "use", metric: "account.trafficGigabytes", amount: 900 },
    {},
    "allowed within-limit dk-09",
  ],
  [
    "dk-10: the application on the platform is the customer's: work on it costs",
    hosting,
    work("hostedApplication", 60, "mail"),
    {},
    "charged dk-10 89500 DKK",
  ],
  [
    "dk-11: web work needs the current credentials",
    operations,
    operation("site.adjust", "orderer", "mail"),
    {},
    "needs dk-11 credentials 89500 DKK",
  ],
  [
    "dk-11: with them it is done and charged",
    operations,
    operation("site.adjust", "orderer", "mail", { minutes: 60 }),
    { credentialsCurrent: true },
    "charged dk-11 89500 DKK",
  ],
  [
    "dk-12: remote support on request in office hours",
    operations,
    operation("remote.support", "endUser", "phone", { minutes: 60 }),
    {},
    "charged dk-12 89500 DKK",
  ],
  [
    "dk-12: at night from the next morning on",
    operations,
    operation("remote.support", "endUser", "phone"),
    { now: "2027-04-14T22:00:00Z" },
    "needs dk-12 window 89500 DKK",
  ],
  [
    "dk-13: endpoint data is brought back on request",
    { plan: "operations", options: ["endpoint-backup"] },
    operation("backup.restoreFiles", "customer", "phone", { minutes: 60 }),
    {},
    "charged dk-13 89500 DKK",
  ],
  [
    "dk-14: the server is rebuilt from its backup on request, not in the portal by the customer himself",
    { plan: "operations", options: ["server-backup"] },
    operation("backup.restoreMachine", "customer", "portal"),
    {},
    "refused channel-not-allowed dk-14",
  ],
  [
    "dk-16: single items are brought back in the portal",
    { plan: "operations", options: ["office365-backup"] },
    operation("backup.restoreItem", "customer", "portal"),
    {},
    "allowed granted dk-16",
  ],
  [
    "dk-20: space is adjusted at any time for its price",
    { plan: "operations", options: ["mail-host"] },
    operation("mail.adjustSpace", "customer", "portal"),
    {},
    "charged dk-20 500 DKK",
  ],
  [
    "dk-21: the content management system is updated without asking",
    { plan: "web-hosting", options: ["web-administration"] },
    operation("cms.update", "system"),
    {},
    "allowed granted dk-21",
  ],
  [
    "dk-22: work beyond upkeep waits for an order",
    operations,
    work("workBeyondUpkeep", 60),
    {},
    "needs dk-22 order 89500 DKK",
  ],
  [
    "dk-22: on the order it is charged",
    operations,
    work("workBeyondUpkeep", 60),
    { ordered: true },
    "charged dk-22 89500 DKK",
  ],
  [
    "dk-23: a service agreement is booked for its monthly amount",
    five,
    { kind: "order", by: "orderer", channel: "portal", plan: "service-5", machineKind: "company" },
    {},
    "charged dk-23 379500 DKK",
  ],
  [
    "dk-23: an hour of the five is left",
    five,
    work("remoteSupport", 60),
    { quotaHoursUsed: 4 },
    "allowed within-limit dk-23",
  ],
  [
    "dk-23: half an hour is left of the five: half an hour is charged",
    five,
    work("remoteSupport", 60),
    { quotaHoursUsed: 4.5 },
    "charged dk-23 44750 DKK",
  ],
  [
    "dk-24: the hours cover visits, training and small tasks",
    five,
    work("training", 120),
    {},
    "allowed within-limit dk-23",
  ],
];

describe("what the Danish service catalogue says", () => {
  it.each(cases)("%s", (...row) => {
    expect(shorten(decideCase("dk", row))).toBe(row[4]);
  });
});
