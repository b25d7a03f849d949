import { describe, expect, it } from "vitest";
import { decideCase, shorten } from "../../../../../test/catalogues/decision-case.ts";
import type { DecisionCase } from "../../../../../test/catalogues/decision-case.ts";
import type { OperationName } from "../../catalogue/index.ts";
import type { DecisionRequest } from "../index.ts";

const managed = { plan: "managed", level: "professional" };
const ms = (text: string): number => Date.parse(text);
const DAY = 86_400_000;
/** Tuesday 8:00 in Berlin: inside the Professional window of 7 to 9. */
const tuesday = "2027-04-13T06:00:00Z";
const now = ms("2027-04-14T10:00:00Z");

const operation = (
  name: OperationName,
  by: "customer" | "orderer" | "technician" | "system",
  channel: "portal" | "ticket" | "mail" | "phone" | "chat" = "portal",
  more: object = {},
): DecisionRequest => ({ kind: "operation", operation: name, by, channel, ...more });

const work = (by: "customer" | "orderer", ...topics: readonly string[]): DecisionRequest =>
  ({ kind: "work", by, channel: "ticket", topics, minutes: 50 }) as DecisionRequest;

const order = (more: object): DecisionRequest => ({
  kind: "order",
  by: "orderer",
  channel: "mail",
  plan: "vm",
  ...more,
});

const heartbeat = (silentSeconds: number, restartsMs: readonly number[] = []): DecisionRequest => ({
  kind: "watchdog",
  facts: {
    poweredOn: true,
    suspended: false,
    lastHeartbeatMs: now - silentSeconds * 1000,
    lastNetworkMs: now - silentSeconds * 1000,
    lastDiskMs: now - silentSeconds * 1000,
    restartsMs,
    watchedSinceMs: 0,
  },
});
const minutesAgo = (...minutes: readonly number[]) => minutes.map((one) => now - one * 60_000);

const cases: readonly DecisionCase[] = [
  [
    "msp-01: a package for a VM: 89 + 49 euros with SLA Professional",
    managed,
    order({ plan: "managed", level: "professional", machineKind: "vm" }),
    {},
    "charged msp-01 13800 EUR",
  ],
  [
    "msp-01: each machine needs its own, and one is enough",
    managed,
    order({ plan: "managed", level: "professional", machineKind: "vm" }),
    { otherPlans: ["managed"] },
    "refused already-booked msp-01",
  ],
  [
    "msp-02: a VM with SLA Professional without the package is refused",
    managed,
    order({ level: "professional" }),
    {},
    "refused prerequisite-missing msp-02",
  ],
  [
    "msp-02: with the package it is booked: 39 + 49 euros",
    managed,
    order({ level: "professional" }),
    { otherPlans: ["managed"] },
    "charged msp-02 8800 EUR",
  ],
  [
    "msp-02: SLA Basic needs none",
    managed,
    order({ level: "basic" }),
    {},
    "charged msp-02 3900 EUR",
  ],
  [
    "msp-04: no backup is set up without a backup share",
    managed,
    operation("backup.configure", "orderer", "ticket"),
    {},
    "refused prerequisite-missing msp-04",
  ],
  [
    "msp-10: an update inside the window, ordered by a named person's mail",
    managed,
    operation("update.install", "orderer", "mail"),
    { now: tuesday },
    "allowed granted msp-10",
  ],
  [
    "msp-10: a technician does not install updates of his own accord",
    managed,
    operation("update.install", "technician"),
    { now: tuesday },
    "refused asker-not-allowed msp-10",
  ],
  [
    "msp-11: no measure while no alarm reaches the customer",
    managed,
    operation("service.restart", "technician"),
    { dangerImminent: true },
    "refused alerting-inactive msp-11",
  ],
  [
    "msp-11: danger is imminent and alarms reach him by SMS",
    managed,
    operation("service.restart", "technician"),
    { dangerImminent: true, alertingBy: ["sms"] },
    "allowed danger-imminent msp-11",
  ],
  [
    "msp-11: silent for three days to the millisecond: not yet",
    managed,
    operation("service.restart", "technician"),
    { alertingBy: ["mail"], askedMs: [now - 3 * DAY] },
    "needs msp-11 order",
  ],
  [
    "msp-11: silent for more than three days",
    managed,
    operation("service.restart", "technician"),
    { alertingBy: ["mail"], askedMs: [now - 3 * DAY - 1] },
    "allowed silent-customer msp-11",
  ],
  [
    "msp-11: an answer ends the silence",
    managed,
    operation("service.restart", "technician"),
    { alertingBy: ["mail"], askedMs: [now - 4 * DAY], answeredMs: [now - DAY] },
    "needs msp-11 order",
  ],
  [
    "msp-12: what is optional is charged by the minute: 50 minutes at 119 euros",
    managed,
    work("orderer", "optionalService"),
    {},
    "charged msp-12 9917 EUR",
  ],
  [
    "msp-13: a named person's ticket is an order, no confirmation is asked for",
    managed,
    operation("upgrade.install", "orderer", "ticket"),
    { now: tuesday },
    "allowed granted msp-10",
  ],
  [
    "msp-13: by chat it is not",
    managed,
    operation("upgrade.install", "orderer", "chat"),
    { now: tuesday },
    "refused channel-not-allowed msp-10",
  ],
  [
    "msp-14: anybody else's request is recorded and answered, not carried out",
    managed,
    operation("update.install", "customer", "ticket"),
    { now: tuesday },
    "refused not-named msp-14",
  ],
  [
    "msp-14: nor is work for him",
    managed,
    work("customer", "customerCausedFault"),
    {},
    "refused not-named msp-14",
  ],
  [
    "msp-17: a change request by ticket is work by the hour",
    managed,
    work("orderer", "changeRequest"),
    {},
    "charged msp-17 9917 EUR",
  ],
  [
    "msp-19: outside the window an appointment is agreed",
    managed,
    operation("update.install", "orderer", "ticket"),
    {},
    "needs msp-19 appointment",
  ],
  [
    "msp-19: with an appointment it is done",
    managed,
    operation("update.install", "orderer", "ticket"),
    { appointmentAgreed: true },
    "allowed granted msp-10",
  ],
  [
    "msp-19: an order given now for Thursday at 17:30 needs none",
    managed,
    operation("update.install", "orderer", "ticket", { startMs: ms("2027-04-15T15:30:00Z") }),
    {},
    "allowed granted msp-10",
  ],
  [
    "msp-20: the state before is restored once an update has failed",
    managed,
    operation("update.rollback", "system"),
    { events: ["update.failed"] },
    "allowed granted msp-20",
  ],
  [
    "msp-20: and only then",
    managed,
    operation("update.rollback", "system"),
    {},
    "refused not-now msp-20",
  ],
  [
    "msp-22: what its vendor no longer supports is not updated",
    managed,
    operation("update.install", "orderer", "ticket", { software: { vendorSupported: false } }),
    { now: tuesday },
    "refused vendor-unsupported msp-22",
  ],
  ["msp-23: 119 seconds of silence: wait", managed, heartbeat(119), {}, "needs msp-23 waiting"],
  ["msp-23: 120 seconds: restart", managed, heartbeat(120), {}, "allowed act-now msp-23"],
  [
    "msp-23: a third restart in a row",
    managed,
    heartbeat(600, minutesAgo(40, 20)),
    {},
    "allowed act-now msp-23",
  ],
  [
    "msp-23: no fourth",
    managed,
    heartbeat(600, minutesAgo(60, 40, 20)),
    {},
    "refused restarts-used-up msp-23",
  ],
  [
    "msp-24: a full disk is extended when the customer is silent",
    managed,
    operation("filesystem.extend", "system"),
    { events: ["disk.full"], alertingBy: ["mail"], askedMs: [now - 4 * DAY] },
    "allowed silent-customer msp-24",
  ],
  [
    "msp-24: not before more than three days have passed",
    managed,
    operation("filesystem.extend", "system"),
    { events: ["disk.full"], alertingBy: ["mail"], askedMs: [now - DAY] },
    "needs msp-24 waiting",
  ],
  [
    "msp-24: not without alerting",
    managed,
    operation("filesystem.extend", "system"),
    { events: ["disk.full"], dangerImminent: true },
    "refused alerting-inactive msp-24",
  ],
  [
    "msp-25: in none of its cases there is no precaution",
    managed,
    operation("filesystem.extend", "system"),
    { dangerImminent: true, alertingBy: ["mail"] },
    "refused not-now msp-24",
  ],
  [
    "msp-26: clean-up after malware is charged by time",
    managed,
    work("orderer", "malwareCleanup"),
    {},
    "charged msp-26 9917 EUR",
  ],
  [
    "msp-26: and is not begun without an order",
    managed,
    operation("malware.remove", "technician"),
    {},
    "needs msp-26 order 11900 EUR",
  ],
  [
    "msp-27: nothing is compiled",
    managed,
    operation("software.install", "orderer", "ticket", { software: { compiled: true } }),
    {},
    "refused wrong-source msp-27",
  ],
  [
    "msp-27: only from repositories that anybody can reach",
    managed,
    operation("software.install", "orderer", "ticket", {
      software: { format: "deb", source: "private" },
    }),
    {},
    "refused wrong-source msp-27",
  ],
  [
    "msp-28: the customer's own application is installed for money: an hour",
    managed,
    operation("software.install", "orderer", "ticket", {
      software: { format: "deb", source: "publicRepository" },
      minutes: 60,
    }),
    {},
    "charged msp-28 11900 EUR",
  ],
  [
    "msp-29: a change of the configuration is charged by time",
    managed,
    operation("configuration.change", "orderer", "ticket", { minutes: 20 }),
    {},
    "charged msp-29 3967 EUR",
  ],
];

describe("what the managed service packages say", () => {
  it.each(cases)("%s", (...row) => {
    expect(shorten(decideCase("msp", row))).toBe(row[4]);
  });

  it("msp-21: says before the order that compatibility is not checked", () => {
    const decision = decideCase("msp", [
      "",
      managed,
      operation("update.install", "orderer", "mail"),
      { now: tuesday },
      "",
    ]);
    expect(decision).toMatchObject({ outcome: "allowed", notes: ["msp-21"] });
  });

  it("msp-19: says in German when the window opens", () => {
    const decision = decideCase("msp", [
      "",
      managed,
      operation("update.install", "orderer", "ticket"),
      {},
      "",
    ]);
    expect(decision.sentence.de).toContain("das Fenster öffnet 2027-04-15 07:00");
  });
});
