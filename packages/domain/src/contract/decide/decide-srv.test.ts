import { describe, expect, it } from "vitest";
import { decideCase, shorten } from "../../../../../test/catalogues/decision-case.ts";
import type { DecisionCase } from "../../../../../test/catalogues/decision-case.ts";
import type { OperationName } from "../../catalogue/index.ts";
import type { DecisionRequest } from "../index.ts";

const basis = { plan: "basis" };
const plus = { plan: "plus" };
const premium = { plan: "premium" };
const protectedPlus = { plan: "plus", options: ["hardware-protection"] };
const night = "2027-04-14T20:00:00Z";
const documents = ["special-terms", "data-processing"];

const operation = (
  name: OperationName,
  by: "customer" | "orderer" | "endUser" | "technician" | "system",
  channel: "portal" | "ticket" | "mail" | "phone" = "portal",
  more: object = {},
): DecisionRequest => ({ kind: "operation", operation: name, by, channel, ...more });

const work = (topic: string, minutes = 60, channel = "phone"): DecisionRequest =>
  ({ kind: "work", by: "customer", channel, topics: [topic], minutes }) as DecisionRequest;

const order = (plan: string): DecisionRequest => ({
  kind: "order",
  by: "orderer",
  channel: "mail",
  plan,
  machineKind: "physicalServer",
});

const cases: readonly DecisionCase[] = [
  [
    "srv-13: the repair of an alarm waits for an order (Basis)",
    basis,
    operation("alarm.repair", "customer", "mail", { minutes: 20 }),
    { ordered: false },
    "needs srv-13 order 6250 EUR",
  ],
  [
    "srv-13: ordered, 20 minutes are two units of 15",
    basis,
    operation("alarm.repair", "customer", "mail", { minutes: 20 }),
    { ordered: true },
    "charged srv-13 6250 EUR",
  ],
  [
    "srv-16: updates are released by technicians",
    basis,
    operation("update.release", "technician"),
    {},
    "allowed granted srv-16",
  ],
  [
    "srv-16: not by the customer",
    basis,
    operation("update.release", "customer"),
    {},
    "refused asker-not-allowed srv-16",
  ],
  [
    "srv-18: the restart after an update is the customer's",
    basis,
    operation("machine.restart", "customer"),
    { events: ["restart.required"] },
    "allowed granted srv-18",
  ],
  [
    "srv-18: nobody restarts where no update asks for it",
    basis,
    operation("machine.restart", "customer"),
    {},
    "refused not-now srv-18",
  ],
  [
    "srv-21: critical patches without a test need the consent on record",
    basis,
    operation("update.install", "system"),
    {},
    "needs srv-21 consent",
  ],
  [
    "srv-21: with the consent they are installed",
    basis,
    operation("update.install", "system"),
    { consents: ["critical-without-test"] },
    "allowed granted srv-21",
  ],
  [
    "srv-21: or once the customer approves them",
    basis,
    operation("update.install", "technician"),
    { approvals: ["customer"] },
    "allowed granted srv-21",
  ],
  [
    "srv-22: Plus: repair from afar is flat",
    plus,
    work("remoteRepair"),
    {},
    "allowed included srv-22",
  ],
  [
    "srv-22: three months of more than four hours: an adjustment is proposed",
    plus,
    work("remoteRepair"),
    { flatHoursByMonth: [9, 4.1, 4.1, 4.1] },
    "allowed limit-contact srv-22",
  ],
  [
    "srv-22: four hours are not more than four",
    plus,
    work("remoteRepair"),
    { flatHoursByMonth: [9, 4.1, 4.1, 4] },
    "allowed included srv-22",
  ],
  [
    "srv-22: a quiet month in between",
    plus,
    work("remoteRepair"),
    { flatHoursByMonth: [9, 3, 4.1, 9] },
    "allowed included srv-22",
  ],
  [
    "srv-22: two months prove nothing",
    plus,
    work("remoteRepair"),
    { flatHoursByMonth: [9, 9] },
    "allowed included srv-22",
  ],
  [
    "srv-22: the customer has a service restarted",
    plus,
    operation("service.restart", "customer", "phone"),
    {},
    "allowed granted srv-22",
  ],
  [
    "srv-24: nobody but the provider holds the administrator's password",
    plus,
    { kind: "credential", by: "orderer", credentials: "administrator" },
    {},
    "refused access-denied srv-24",
  ],
  [
    "srv-24: the way in by password is denied, a sealed copy is there",
    plus,
    { kind: "access", way: "administratorPassword" },
    {},
    "refused access-denied srv-24",
  ],
  [
    "srv-24: the orderer may open the sealed copy, on record",
    plus,
    operation("credential.openSealed", "orderer"),
    {},
    "allowed granted srv-24",
  ],
  [
    "srv-24: nobody else may",
    plus,
    operation("credential.openSealed", "customer"),
    {},
    "refused asker-not-allowed srv-24",
  ],
  [
    "srv-25: a change of the standard needs an accepted offer",
    plus,
    operation("configuration.change", "customer", "ticket"),
    {},
    "needs srv-25 quote",
  ],
  [
    "srv-25: accepted, it is done as offered",
    plus,
    operation("configuration.change", "customer", "ticket"),
    { quoteAccepted: true },
    "charged srv-25",
  ],
  [
    "srv-26: the operating system is in scope",
    plus,
    work("operatingSystem"),
    {},
    "allowed included srv-26",
  ],
  [
    "srv-26: a customer's site is not",
    plus,
    work("customerSite"),
    {},
    "refused out-of-scope srv-26",
  ],
  [
    "srv-27: remote control asks each time, on top of the consent",
    plus,
    operation("remote.control", "technician"),
    { consents: ["remote-control"] },
    "needs srv-27 approval",
  ],
  [
    "srv-27: with both it begins",
    plus,
    operation("remote.control", "technician"),
    { consents: ["remote-control"], approvals: ["customer"] },
    "allowed granted srv-27",
  ],
  [
    "srv-30: a fault may be put right free of charge",
    plus,
    operation("alarm.repair", "technician"),
    {},
    "allowed granted srv-22",
  ],
  [
    "srv-31: with the protection letter new hardware costs nothing",
    protectedPlus,
    work("hardwareReplacement"),
    {},
    "allowed included srv-31",
  ],
  [
    "srv-31: without it that is out of scope",
    plus,
    work("hardwareReplacement"),
    {},
    "refused out-of-scope srv-26",
  ],
  [
    "srv-32: help with suppliers in service time",
    plus,
    operation("supplier.assist", "customer", "phone"),
    {},
    "allowed granted srv-32",
  ],
  [
    "srv-33: Plus: faults of applications are offered separately",
    plus,
    work("applicationFault"),
    {},
    "needs srv-33 quote",
  ],
  [
    "srv-34: Premium: they are included",
    premium,
    work("applicationFault"),
    {},
    "allowed included srv-34",
  ],
  [
    "srv-34: Premium: a visit in service time",
    premium,
    operation("visit.make", "customer", "phone"),
    {},
    "allowed granted srv-34",
  ],
  [
    "srv-35: by the emergency number at night: half as much again",
    premium,
    work("emergencyWork", 60, "emergencyPhone"),
    { now: night },
    "charged srv-35 18750 EUR",
  ],
  [
    "srv-38: clean-up after malware is never included",
    premium,
    work("malwareCleanup"),
    { ordered: true },
    "charged srv-38 12500 EUR",
  ],
  [
    "srv-38: nor is what came of a power fault",
    premium,
    work("powerFault"),
    { ordered: true },
    "charged srv-38 12500 EUR",
  ],
  [
    "srv-39: the terms in their current version must be accepted",
    basis,
    order("basis"),
    { acceptedDocuments: ["special-terms"] },
    "needs srv-39 acceptance 2900 EUR",
  ],
  [
    "srv-39: accepted: 29 euros",
    basis,
    order("basis"),
    { acceptedDocuments: documents },
    "charged srv-39 2900 EUR",
  ],
  [
    "srv-40: Plus needs an analysis that is signed off",
    plus,
    order("plus"),
    { acceptedDocuments: documents, analysis: { taken: true, signedOff: false } },
    "needs srv-40 analysis 9900 EUR",
  ],
  [
    "srv-40: signed off: 99 euros",
    plus,
    order("plus"),
    { acceptedDocuments: documents, analysis: { taken: true, signedOff: true } },
    "charged srv-39 9900 EUR",
  ],
];

describe("what the server management says", () => {
  it.each(cases)("%s", (...row) => {
    expect(shorten(decideCase("srv", row))).toBe(row[4]);
  });
});
