import { describe, expect, it } from "vitest";
import { decideCase, shorten } from "../../../../../test/catalogues/decision-case.ts";
import type { DecisionCase } from "../../../../../test/catalogues/decision-case.ts";
import type { OperationName } from "../../catalogue/index.ts";
import type { DecisionRequest } from "../index.ts";

const managed = { plan: "managed", level: "sla-basic" };
const night = "2027-04-14T22:00:00Z";

const operation = (
  name: OperationName,
  by: "customer" | "orderer" | "endUser" | "technician" | "system",
  channel: "portal" | "ticket" | "mail" | "phone",
  more: object = {},
): DecisionRequest => ({ kind: "operation", operation: name, by, channel, ...more });

const cases: readonly DecisionCase[] = [
  [
    "se-01: booked for a dedicated server, 1295 kr with SLA Basic",
    managed,
    {
      kind: "order",
      by: "orderer",
      channel: "portal",
      plan: "managed",
      level: "sla-basic",
      machineKind: "dedicatedServer",
    },
    {},
    "charged se-01 129500 SEK",
  ],
  [
    "se-01: more with a higher SLA level: 1295 + 1700",
    managed,
    {
      kind: "order",
      by: "orderer",
      channel: "portal",
      plan: "managed",
      level: "sla-premium",
      machineKind: "vps",
    },
    {},
    "charged se-01 299500 SEK",
  ],
  [
    "se-01: not for shared hosting",
    managed,
    {
      kind: "order",
      by: "orderer",
      channel: "portal",
      plan: "managed",
      level: "sla-basic",
      machineKind: "sharedHosting",
    },
    {},
    "refused wrong-machine se-01",
  ],
  [
    "se-01: once per server",
    managed,
    { kind: "order", by: "orderer", channel: "portal", plan: "managed", machineKind: "vps" },
    { otherPlans: ["managed"] },
    "refused already-booked se-01",
  ],
  [
    "se-06: software that the customer installed is not updated",
    managed,
    operation("update.install", "customer", "ticket", { software: { installedBy: "customer" } }),
    {},
    "refused customer-keeps se-06",
  ],
  [
    "se-06: nor configured by a technician",
    managed,
    operation("service.configure", "technician", "portal", {
      software: { installedBy: "customer" },
    }),
    {},
    "refused customer-keeps se-06",
  ],
  [
    "se-07: help with a restart by phone in opening hours",
    managed,
    operation("machine.restart", "customer", "phone"),
    {},
    "allowed granted se-07",
  ],
  [
    "se-07: by phone at midnight only from 8:00 on",
    managed,
    operation("machine.restart", "customer", "phone"),
    { now: night },
    "needs se-07 window",
  ],
  [
    "se-08: in the portal at midnight, at once",
    managed,
    operation("machine.restart", "customer", "portal"),
    { now: night },
    "allowed granted se-08",
  ],
  [
    "se-08: an end user may not",
    managed,
    operation("machine.restart", "endUser", "portal"),
    {},
    "refused asker-not-allowed se-07",
  ],
  [
    "se-10: ports are changed once the change was seen and confirmed",
    managed,
    operation("firewall.changePorts", "customer", "portal"),
    { confirmed: true },
    "allowed granted se-10",
  ],
  [
    "se-10: and not before",
    managed,
    operation("firewall.changePorts", "customer", "portal"),
    {},
    "needs se-10 confirmation",
  ],
  [
    "se-11: a service is limited to address ranges on confirmation",
    managed,
    operation("firewall.restrictSources", "customer", "mail"),
    { confirmed: true },
    "allowed granted se-11",
  ],
  [
    "se-12: users are added on the customer's wish, confirmed",
    managed,
    operation("account.addUser", "customer", "ticket"),
    { confirmed: true },
    "allowed granted se-12",
  ],
  [
    "se-12: not on an end user's",
    managed,
    operation("account.addUser", "endUser", "ticket"),
    { confirmed: true },
    "refused asker-not-allowed se-12",
  ],
  [
    "se-13: what will change is confirmed even where the order is clear",
    managed,
    operation("configuration.change", "customer", "ticket"),
    { approvals: ["provider"] },
    "refused not-in-contract se-01",
  ],
  [
    "se-13: a user is not added before the change was confirmed",
    managed,
    operation("account.addUser", "orderer", "portal"),
    { ordered: true },
    "needs se-12 confirmation",
  ],
  [
    "se-14: a personal certificate for the tenth user",
    managed,
    operation("vpn.issueCertificate", "customer", "portal"),
    { counts: { vpnUsers: 9 } },
    "allowed granted se-14",
  ],
  [
    "se-15: anybody may report a lost certificate, by phone too",
    managed,
    operation("vpn.revokeCertificate", "endUser", "phone"),
    { now: night },
    "allowed granted se-15",
  ],
  [
    "se-16: the eleventh VPN user costs 45 kr",
    managed,
    operation("vpn.issueCertificate", "customer", "portal"),
    { counts: { vpnUsers: 10 } },
    "charged se-16 4500 SEK",
  ],
  [
    "se-16: thirteen users are three beyond those included",
    managed,
    { kind: "use", thing: "vpnUsers", amount: 13 },
    {},
    "charged se-16 13500 SEK",
  ],
  [
    "se-16: ten are included",
    managed,
    { kind: "use", thing: "vpnUsers", amount: 10 },
    {},
    "allowed within-limit se-16",
  ],
  [
    "se-19: Exchange carries a licence cost: 1295 + 95",
    managed,
    {
      kind: "order",
      by: "orderer",
      channel: "portal",
      plan: "managed",
      level: "sla-basic",
      options: ["exchange"],
    },
    {},
    "charged se-01 139000 SEK",
  ],
  [
    "se-21: other software waits for the provider's approval",
    managed,
    operation("software.install", "customer", "ticket", {
      software: { name: "Redis", package: "redis-server" },
    }),
    {},
    "needs se-21 approval",
  ],
  [
    "se-21: and is installed once he has approved it",
    managed,
    operation("software.install", "customer", "ticket", {
      software: { name: "Redis", package: "redis-server" },
    }),
    { approvals: ["provider"] },
    "allowed granted se-21",
  ],
];

describe("what the Swedish service description says", () => {
  it.each(cases)("%s", (...row) => {
    expect(shorten(decideCase("se", row))).toBe(row[4]);
  });

  it("se-07: says in Swedish from when on", () => {
    const row = cases.find(([name]) => name.startsWith("se-07: by phone at midnight"));
    const decision = row && decideCase("se", row);
    expect(decision?.sentence.sv).toBe(
      "Från 2027-04-15 08:00: Hjälp med omstart under öppettid (se-07).",
    );
    expect(decision?.needs).toEqual([
      { kind: "window", clause: "se-07", fromMs: Date.parse("2027-04-15T06:00:00Z") },
    ]);
  });
});
