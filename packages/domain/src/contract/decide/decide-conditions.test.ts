import { describe, expect, it } from "vitest";
import { decideTerms, sayTerms } from "../../../../../test/catalogues/decide-terms.ts";
import type { TermsCase } from "../../../../../test/catalogues/decide-terms.ts";
import { WEDNESDAY_NOON } from "../../../../../test/catalogues/decision-case.ts";
import type { DecisionRequest } from "../index.ts";

type By = "customer" | "orderer" | "endUser" | "technician" | "lead" | "owner";

const ms = (text: string): number => Date.parse(text);
const now = ms(WEDNESDAY_NOON);
const DAY = 86_400_000;
const sunday = "2027-04-18T10:00:00Z";
/** Nine o'clock in Berlin: the service time of weekdays begins. */
const monday = ms("2027-04-19T07:00:00Z");

const operation = (more: object) => ({
  type: "operation",
  operations: ["backup.run"],
  actors: ["customer", "technician", "endUser"],
  channels: ["portal"],
  charge: { mode: "included" },
  ...more,
});
const all = (...allOf: readonly object[]) => [[operation({ allOf })]];
const any = (...anyOf: readonly object[]) => [[operation({ anyOf })]];
const ask = (by: By = "customer", more: object = {}): DecisionRequest => ({
  kind: "operation",
  operation: "backup.run",
  by,
  channel: "portal",
  ...more,
});

const approved = (by: string) => ({ if: "approved", by });
const inside = (otherwise: string) => ({
  if: "insideCalendar",
  calendar: "service-time",
  otherwise,
});
const booked = { if: "optionBooked", anyOf: ["hardware-protection", "mail-relay"] };
const silent = { if: "customerSilentDays", moreThanDays: 3 };
const danger = { if: "dangerImminent" };
const full = { if: "event", anyOf: ["disk.full", "update.failed"] };
const left = { if: "countLeft", thing: "vpnUsers" };
const ten = (included: number | "unlimited") => [
  { type: "countLimit", thing: "vpnUsers", included, beyond: "refused" },
];

const cases: readonly TermsCase[] = [
  [
    "msp-13: the customer's own wish is an order",
    all({ if: "ordered" }),
    ask(),
    {},
    "allowed granted x-01",
  ],
  ["msp-13: an end user's is none", all({ if: "ordered" }), ask("endUser"), {}, "needs x-01 order"],
  [
    "msp-13: a technician orders nothing",
    all({ if: "ordered" }),
    ask("technician"),
    {},
    "needs x-01 order",
  ],
  [
    "msp-13: an order on record",
    all({ if: "ordered" }),
    ask("technician"),
    { ordered: true },
    "allowed granted x-01",
  ],
  [
    "msp-13: on record that there is none",
    all({ if: "ordered" }),
    ask(),
    { ordered: false },
    "needs x-01 order",
  ],

  [
    "se-21: approved by the provider",
    all(approved("provider")),
    ask(),
    { approvals: ["provider"] },
    "allowed granted x-01",
  ],
  [
    "se-21: approved by somebody else",
    all(approved("provider")),
    ask(),
    { approvals: ["customer", "lead"] },
    "needs x-01 approval",
  ],
  [
    "ba-17: a second person",
    all(approved("secondPerson")),
    ask("technician"),
    {},
    "needs x-01 second-person",
  ],
  [
    "ba-17: with him",
    all(approved("secondPerson")),
    ask("technician"),
    { approvals: ["secondPerson"] },
    "allowed granted x-01",
  ],
  [
    "dk-07: a technician asks his lead",
    all(approved("lead")),
    ask("technician"),
    {},
    "needs x-01 approval",
  ],
  ["dk-07: the lead needs nobody", all(approved("lead")), ask("lead"), {}, "allowed granted x-01"],
  ["dk-07: nor does the owner", all(approved("lead")), ask("owner"), {}, "allowed granted x-01"],
  [
    "dk-07: the lead is no second person of his own",
    all(approved("secondPerson")),
    ask("lead"),
    {},
    "needs x-01 second-person",
  ],

  [
    "se-13: confirmed",
    all({ if: "confirmed" }),
    ask(),
    { confirmed: true },
    "allowed granted x-01",
  ],
  [
    "se-13: not confirmed",
    all({ if: "confirmed" }),
    ask(),
    { confirmed: false },
    "needs x-01 confirmation",
  ],
  [
    "srv-21: another consent",
    all({ if: "consented", consent: "remote" }),
    ask(),
    { consents: ["patches"] },
    "needs x-01 consent",
  ],
  [
    "srv-21: the consent",
    all({ if: "consented", consent: "remote" }),
    ask(),
    { consents: ["patches", "remote"] },
    "allowed granted x-01",
  ],
  [
    "ba-29: not checked",
    all({ if: "feasible" }),
    ask(),
    { feasible: false },
    "needs x-01 feasibility",
  ],
  ["ba-29: checked", all({ if: "feasible" }), ask(), { feasible: true }, "allowed granted x-01"],
  [
    "dk-11: old credentials",
    all({ if: "credentialsCurrent" }),
    ask(),
    { credentialsCurrent: false },
    "needs x-01 credentials",
  ],
  [
    "dk-11: current ones",
    all({ if: "credentialsCurrent" }),
    ask(),
    { credentialsCurrent: true },
    "allowed granted x-01",
  ],
  [
    "srv-24: everything is put on record",
    all({ if: "recorded" }),
    ask(),
    {},
    "allowed granted x-01",
  ],

  ["srv-32: inside the service time", all(inside("refused")), ask(), {}, "allowed granted x-01"],
  [
    "srv-32: on Sunday it is refused",
    all(inside("refused")),
    ask(),
    { now: sunday },
    "refused not-now x-01",
  ],
  [
    "srv-32: even with an appointment",
    all(inside("refused")),
    ask(),
    { now: sunday, appointmentAgreed: true },
    "refused not-now x-01",
  ],
  [
    "srv-35: on Sunday for a surcharge",
    all(inside("surcharge")),
    ask(),
    { now: sunday },
    "allowed granted x-01",
  ],
  [
    "msp-19: on Sunday by appointment",
    all(inside("appointment")),
    ask(),
    { now: sunday },
    "needs x-01 appointment",
  ],
  [
    "msp-19: that was agreed",
    all(inside("appointment")),
    ask(),
    { now: sunday, appointmentAgreed: true },
    "allowed granted x-01",
  ],
  [
    "msp-19: asked for on Sunday, to be done on Monday",
    all(inside("refused")),
    ask("customer", { startMs: monday }),
    { now: sunday },
    "allowed granted x-01",
  ],
  [
    "msp-19: asked for now, to be done on Sunday",
    all(inside("refused")),
    ask("customer", { startMs: ms(sunday) }),
    {},
    "refused not-now x-01",
  ],

  [
    "ba-22: one of the options is booked",
    all(booked),
    ask(),
    { options: ["mail-relay"] },
    "allowed granted x-01",
  ],
  [
    "ba-22: none of them is",
    all(booked),
    ask(),
    { options: ["backup"] },
    "refused prerequisite-missing x-01",
  ],
  [
    "msp-24: alarms reach the customer",
    all({ if: "alertingActive", anyOf: ["sms", "mail"] }),
    ask(),
    { alertingBy: ["mail"] },
    "allowed granted x-01",
  ],
  [
    "msp-24: another way",
    all({ if: "alertingActive", anyOf: ["sms"] }),
    ask(),
    { alertingBy: ["mail"] },
    "refused alerting-inactive x-01",
  ],
  [
    "msp-24: no way at all",
    all({ if: "alertingActive", anyOf: ["sms"] }),
    ask(),
    {},
    "refused alerting-inactive x-01",
  ],
  [
    "msp-24: silent for three days and a millisecond",
    all(silent),
    ask(),
    { askedMs: [now - 3 * DAY - 1] },
    "allowed silent-customer x-01",
  ],
  [
    "msp-24: for three days",
    all(silent),
    ask(),
    { askedMs: [now - 3 * DAY] },
    "needs x-01 waiting",
  ],
  [
    "msp-24: he has answered",
    all(silent),
    ask(),
    { askedMs: [now - 9 * DAY], answeredMs: [now - 8 * DAY] },
    "refused not-now x-01",
  ],
  [
    "msp-24: nobody has asked him, danger or not",
    all(silent),
    ask(),
    { dangerImminent: true },
    "refused not-now x-01",
  ],
  [
    "msp-24: danger is imminent",
    all(danger),
    ask(),
    { dangerImminent: true },
    "allowed danger-imminent x-01",
  ],
  ["msp-24: no danger", all(danger), ask(), { dangerImminent: false }, "refused not-now x-01"],
  [
    "msp-25: one of the events holds",
    all(full),
    ask(),
    { events: ["update.failed"] },
    "allowed granted x-01",
  ],
  ["msp-25: another one", all(full), ask(), { events: ["backup.failed"] }, "refused not-now x-01"],
  [
    "se-06: software of the provider",
    all({ if: "providerInstalled" }),
    ask("customer", { software: { installedBy: "provider" } }),
    {},
    "allowed granted x-01",
  ],
  [
    "se-06: of the customer",
    all({ if: "providerInstalled" }),
    ask("customer", { software: { installedBy: "customer" } }),
    {},
    "refused customer-keeps x-01",
  ],
  [
    "se-06: of nobody knows whom",
    all({ if: "providerInstalled" }),
    ask(),
    {},
    "refused customer-keeps x-01",
  ],
  [
    "msp-22: its vendor supports it",
    all({ if: "vendorSupported" }),
    ask("customer", { software: { vendorSupported: true } }),
    {},
    "allowed granted x-01",
  ],
  [
    "msp-22: nobody knows otherwise",
    all({ if: "vendorSupported" }),
    ask(),
    {},
    "allowed granted x-01",
  ],
  [
    "msp-22: no longer",
    all({ if: "vendorSupported" }),
    ask("customer", { software: { vendorSupported: false } }),
    {},
    "refused vendor-unsupported x-01",
  ],
  [
    "ba-17: a founded suspicion",
    all({ if: "foundedSuspicion" }),
    ask(),
    { foundedSuspicion: true },
    "allowed granted x-01",
  ],
  [
    "ba-17: an unfounded one",
    all({ if: "foundedSuspicion" }),
    ask(),
    { foundedSuspicion: false },
    "refused no-suspicion x-01",
  ],
  [
    "srv-28: so grave",
    all({ if: "severity", is: ["grave"] }),
    ask(),
    { severity: "grave" },
    "allowed granted x-01",
  ],
  [
    "srv-28: less grave",
    all({ if: "severity", is: ["grave"] }),
    ask(),
    { severity: "slight" },
    "refused not-now x-01",
  ],
  [
    "srv-28: not judged yet",
    all({ if: "severity", is: ["grave"] }),
    ask(),
    {},
    "refused not-now x-01",
  ],
  [
    "se-16: nine of ten",
    [...all(left), ten(10)],
    ask(),
    { counts: { vpnUsers: 9 } },
    "allowed granted x-01",
  ],
  [
    "se-16: ten of ten",
    [...all(left), ten(10)],
    ask(),
    { counts: { vpnUsers: 10 } },
    "refused limit-reached x-01",
  ],
  ["se-16: none counted yet", [...all(left), ten(10)], ask(), {}, "allowed granted x-01"],
  ["se-16: none included", [...all(left), ten(0)], ask(), {}, "refused limit-reached x-01"],
  [
    "se-16: no limit",
    [...all(left), ten("unlimited")],
    ask(),
    { counts: { vpnUsers: 99 } },
    "allowed granted x-01",
  ],
  [
    "se-16: the limit of something else",
    [[operation({ allOf: [{ if: "countLeft", thing: "mailboxes" }] })], ten(0)],
    ask(),
    {},
    "allowed granted x-01",
  ],

  // All of them, and one of several.
  [
    "ba-17: a refusal wins over what is missing",
    all(approved("secondPerson"), { if: "foundedSuspicion" }),
    ask(),
    {},
    "refused no-suspicion x-01",
  ],
  [
    "ba-17: everything that is missing, in its order",
    all(approved("secondPerson"), { if: "feasible" }, { if: "confirmed" }),
    ask(),
    { feasible: true },
    "needs x-01 second-person, x-01 confirmation",
  ],
  [
    "msp-11: one that holds is enough",
    any({ if: "foundedSuspicion" }, approved("customer"), danger),
    ask(),
    { dangerImminent: true },
    "allowed danger-imminent x-01",
  ],
  [
    "msp-11: else what somebody can do something about",
    any(silent, { if: "foundedSuspicion" }, approved("customer")),
    ask(),
    { askedMs: [now] },
    "needs x-01 approval",
  ],
  [
    "msp-11: else what time brings",
    any({ if: "foundedSuspicion" }, silent),
    ask(),
    { askedMs: [now] },
    "needs x-01 waiting",
  ],
  [
    "msp-11: else the first refusal",
    any({ if: "foundedSuspicion" }, full),
    ask(),
    {},
    "refused no-suspicion x-01",
  ],
  [
    "msp-11: one of several, and all of the others",
    [[operation({ allOf: [{ if: "confirmed" }], anyOf: [danger, full] })]],
    ask(),
    { events: ["disk.full"] },
    "needs x-01 confirmation",
  ],
  [
    "msp-11: none of several",
    [[operation({ allOf: [{ if: "confirmed" }], anyOf: [danger, full] })]],
    ask(),
    { confirmed: true },
    "refused not-now x-01",
  ],
  [
    "msp-11: the first reason worth telling",
    all(silent, danger),
    ask(),
    { dangerImminent: true, askedMs: [now - 9 * DAY] },
    "allowed silent-customer x-01",
  ],
  [
    "msp-11: a clause with a list of no alternatives asks for none",
    any(),
    ask(),
    {},
    "allowed granted x-01",
  ],
];

describe("what must hold for an operation", () => {
  it.each(cases)("%s", (...row) => {
    expect(sayTerms(row)).toBe(row[4]);
  });

  const needs = (condition: object, facts: TermsCase[3] = {}) =>
    decideTerms(["", all(condition), ask("technician"), facts, ""]).needs;

  it("says whose approval or consent is missing, and from when on it can be done", () => {
    const clause = "x-01";
    expect(needs(approved("customer"))).toEqual([{ kind: "approval", clause, of: "customer" }]);
    expect(needs(approved("lead"))).toEqual([{ kind: "approval", clause, of: "lead" }]);
    expect(needs(approved("secondPerson"))).toEqual([
      { kind: "second-person", clause, of: "secondPerson" },
    ]);
    expect(needs({ if: "consented", consent: "remote" })).toEqual([
      { kind: "consent", clause, of: "remote" },
    ]);
    expect(needs(inside("appointment"), { now: sunday })).toEqual([
      { kind: "appointment", clause, fromMs: monday },
    ]);
    expect(needs(silent, { askedMs: [now - DAY] })).toEqual([
      { kind: "waiting", clause, fromMs: now + 2 * DAY + 1 },
    ]);
  });

  it("ba-22: names what would have to be booked", () => {
    const { sentence } = decideTerms(["", all(booked), ask(), {}, ""]);
    expect(sentence.en).toContain("Hardware protection letter");
    expect(sentence.de).toContain("Hardware-Schutzbrief");
  });
});
