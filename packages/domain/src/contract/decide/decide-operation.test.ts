import { describe, expect, it } from "vitest";
import { decideTerms, sayTerms } from "../../../../../test/catalogues/decide-terms.ts";
import type { TermsCase } from "../../../../../test/catalogues/decide-terms.ts";
import { WEDNESDAY_NOON } from "../../../../../test/catalogues/decision-case.ts";
import type { OperationName } from "../../catalogue/index.ts";
import type { DecisionRequest } from "../index.ts";

type By = "customer" | "orderer" | "endUser" | "technician" | "lead" | "owner" | "system";
type Way = "portal" | "mail" | "phone" | "chat" | "hostingPanel";

const ms = (text: string): number => Date.parse(text);
const now = ms(WEDNESDAY_NOON);
const DAY = 86_400_000;
const sunday = "2027-04-18T10:00:00Z";
/** Nine o'clock in Berlin: the service time of weekdays begins. */
const monday = ms("2027-04-19T07:00:00Z");

const operation = (more: object = {}) => ({
  type: "operation",
  operations: ["backup.run"],
  actors: ["customer"],
  channels: ["portal"],
  charge: { mode: "included" },
  ...more,
});
const actors = (...names: readonly By[]) => [[operation({ actors: names })]];
const byTime = { charge: { mode: "byTime", price: "hour" } };
const confirmed = { allOf: [{ if: "confirmed" }] };
const restore = (by: string, more: object = {}) => ({
  type: "restore",
  operations: ["backup.restoreFiles"],
  by,
  channels: ["portal", "mail"],
  charge: { mode: "included" },
  ...more,
});
const panel = { type: "selfService", where: "hostingPanel", operations: ["backup.restoreFiles"] };
const scope = { type: "scope", includes: [], otherwise: "outOfScope" };
const precaution = {
  type: "precaution",
  silentDays: 3,
  orDangerImminent: true,
  onlyWithAlertingBy: ["sms", "mail"],
};
const fullDisk = { type: "precautionCase", on: ["disk.full"], operations: ["filesystem.extend"] };
const restarts = (outside: string, calendar = "service-time") => ({
  type: "window",
  of: "restarts",
  calendar,
  outside,
});

const ask = (
  by: By = "customer",
  channel: Way = "portal",
  more: object = {},
  name: OperationName = "backup.run",
): DecisionRequest => ({ kind: "operation", operation: name, by, channel, ...more });
const bring = (by: By, channel: Way) => ask(by, channel, {}, "backup.restoreFiles");
const extend = (by: By) => ask(by, "portal", {}, "filesystem.extend");
const restart = (more: object = {}) => ask("technician", "portal", more, "service.restart");
const mayRestart = operation({ operations: ["service.restart"], actors: ["technician"] });

const who: readonly TermsCase[] = [
  ["se-07: whom the clause names", actors("customer"), ask(), {}, "allowed granted x-01"],
  [
    "se-07: the orderer is a customer too",
    actors("customer"),
    ask("orderer"),
    {},
    "allowed granted x-01",
  ],
  [
    "se-07: an end user is not",
    actors("customer"),
    ask("endUser"),
    {},
    "refused asker-not-allowed x-01",
  ],
  [
    "ba-38: the orderer alone",
    actors("orderer"),
    ask("customer"),
    {},
    "refused asker-not-allowed x-01",
  ],
  ["msp-10: a technician", actors("technician"), ask("technician"), {}, "allowed granted x-01"],
  ["msp-10: his lead", actors("technician"), ask("lead"), {}, "allowed granted x-01"],
  ["msp-10: the owner", actors("technician"), ask("owner"), {}, "allowed granted x-01"],
  [
    "msp-10: what is the lead's is no technician's",
    actors("lead"),
    ask("technician"),
    {},
    "refused asker-not-allowed x-01",
  ],
  [
    "msp-10: nor the customer's",
    actors("technician"),
    ask("orderer"),
    {},
    "refused asker-not-allowed x-01",
  ],
  [
    "msp-10: what is the customer's is no lead's",
    actors("customer"),
    ask("lead"),
    {},
    "refused asker-not-allowed x-01",
  ],
  [
    "se-08: by another channel",
    actors("customer"),
    ask("customer", "chat"),
    {},
    "refused channel-not-allowed x-01",
  ],
  [
    "dk-21: what happens by itself comes by no channel",
    actors("system"),
    ask("system", "chat"),
    {},
    "allowed granted x-01",
  ],
  [
    "dk-21: if the clause lets it",
    actors("customer"),
    ask("system"),
    {},
    "refused asker-not-allowed x-01",
  ],

  [
    "se-07: in its hours",
    [[operation({ calendar: "service-time" })]],
    ask(),
    {},
    "allowed granted x-01",
  ],
  [
    "se-07: outside of them",
    [[operation({ calendar: "service-time" })]],
    ask(),
    { now: sunday },
    "needs x-01 window",
  ],
  [
    "se-07: to begin inside of them",
    [[operation({ calendar: "service-time" })]],
    ask("customer", "portal", { startMs: monday }),
    { now: sunday },
    "allowed granted x-01",
  ],
  [
    "dk-12: what it costs, ninety minutes at 125.00",
    [[operation(byTime)]],
    ask("customer", "portal", { minutes: 90 }),
    {},
    "charged x-01 18750 EUR",
  ],
  [
    "dk-12: what it costs is said with what is missing",
    [[operation({ ...byTime, ...confirmed, calendar: "service-time" })]],
    ask(),
    { now: sunday },
    "needs x-01 confirmation, x-01 window 12500 EUR",
  ],

  // Of several clauses the one that is best for the asker.
  [
    "se-08: a clause that allows over one that refuses",
    [...actors("technician"), ...actors("customer")],
    ask(),
    {},
    "allowed granted x-02",
  ],
  [
    "se-08: over one that charges",
    [[operation(byTime)], [operation()]],
    ask(),
    {},
    "allowed granted x-02",
  ],
  [
    "se-08: a charge over a need",
    [[operation(confirmed)], [operation(byTime)]],
    ask(),
    {},
    "charged x-02 12500 EUR",
  ],
  [
    "se-08: a need over a refusal",
    [...actors("technician"), [operation(confirmed)]],
    ask(),
    {},
    "needs x-02 confirmation",
  ],
  [
    "se-08: one need rather than two",
    [[operation({ allOf: [{ if: "confirmed" }, { if: "feasible" }] })], [operation(confirmed)]],
    ask(),
    {},
    "needs x-02 confirmation",
  ],
  [
    "se-08: of equal ones the first",
    [[operation()], [operation()]],
    ask(),
    {},
    "allowed granted x-01",
  ],

  // Bringing back.
  [
    "dk-16: by the customer in the portal",
    [[restore("customerInPortal")]],
    bring("customer", "portal"),
    {},
    "allowed granted x-01",
  ],
  [
    "dk-16: not by mail",
    [[restore("customerInPortal")]],
    bring("customer", "mail"),
    {},
    "refused channel-not-allowed x-01",
  ],
  [
    "dk-16: a technician may, by mail too",
    [[restore("customerInPortal")]],
    bring("technician", "mail"),
    {},
    "allowed granted x-01",
  ],
  [
    "dk-14: on request, by mail",
    [[restore("onRequest")]],
    bring("customer", "mail"),
    {},
    "allowed granted x-01",
  ],
  [
    "dk-14: the customer does not do it himself",
    [[restore("onRequest")]],
    bring("customer", "portal"),
    {},
    "refused channel-not-allowed x-01",
  ],
  [
    "dk-14: the technician does",
    [[restore("onRequest")]],
    bring("technician", "portal"),
    {},
    "allowed granted x-01",
  ],
  [
    "ba-31: both, in the portal",
    [[restore("both")]],
    bring("orderer", "portal"),
    {},
    "allowed granted x-01",
  ],
  ["ba-31: and by mail", [[restore("both")]], bring("orderer", "mail"), {}, "allowed granted x-01"],
  [
    "ba-31: by no channel that is not named",
    [[restore("both")]],
    bring("technician", "phone"),
    {},
    "refused channel-not-allowed x-01",
  ],
  [
    "dk-13: for money",
    [[restore("both", { charge: { mode: "fixed", price: "hour" } })]],
    bring("orderer", "mail"),
    {},
    "charged x-01 12500 EUR",
  ],
  ["ba-31: something else", [[restore("both"), scope]], ask(), {}, "refused not-in-contract x-01"],
  [
    "ba-30: in the panel by himself",
    [[panel]],
    bring("customer", "hostingPanel"),
    {},
    "allowed granted x-01",
  ],
  [
    "ba-30: not elsewhere",
    [[panel]],
    bring("customer", "portal"),
    {},
    "refused channel-not-allowed x-01",
  ],
  [
    "ba-30: nobody does it for him",
    [[panel]],
    bring("technician", "hostingPanel"),
    {},
    "refused asker-not-allowed x-01",
  ],
  [
    "ba-30: something else than that",
    [[panel, scope]],
    ask("customer", "hostingPanel"),
    {},
    "refused not-in-contract x-01",
  ],

  // By the provider himself.
  [
    "msp-24: silent for more than three days",
    [[precaution], [fullDisk]],
    extend("technician"),
    { events: ["disk.full"], alertingBy: ["mail"], askedMs: [now - 3 * DAY - 1] },
    "allowed silent-customer x-01",
  ],
  [
    "msp-24: in danger",
    [[precaution], [fullDisk]],
    extend("system"),
    { events: ["disk.full"], alertingBy: ["sms"], dangerImminent: true },
    "allowed danger-imminent x-01",
  ],
  [
    "msp-24: danger is not enough where the clause wants silence",
    [[{ ...precaution, orDangerImminent: false }], [fullDisk]],
    extend("system"),
    { events: ["disk.full"], alertingBy: ["sms"], dangerImminent: true },
    "refused not-now x-01",
  ],
  [
    "msp-24: no danger and nobody was asked",
    [[precaution], [fullDisk]],
    extend("system"),
    { events: ["disk.full"], alertingBy: ["sms"] },
    "refused not-now x-01",
  ],
  [
    "msp-24: not without alarms",
    [[precaution], [fullDisk]],
    extend("system"),
    { events: ["disk.full"], alertingBy: ["phone"], dangerImminent: true },
    "refused alerting-inactive x-01",
  ],
  [
    "msp-25: not in another case",
    [[precaution], [fullDisk]],
    extend("system"),
    { events: ["backup.failed"], alertingBy: ["sms"], dangerImminent: true },
    "refused not-now x-01",
  ],
  [
    "msp-25: in one of several cases",
    [[precaution], [{ ...fullDisk, on: ["backup.failed"] }, fullDisk]],
    extend("system"),
    { events: ["disk.full"], alertingBy: ["sms"], dangerImminent: true },
    "allowed danger-imminent x-01",
  ],
  [
    "msp-25: in a case of two events, of which one holds",
    [[precaution], [{ ...fullDisk, on: ["backup.failed", "disk.full"] }]],
    extend("system"),
    { events: ["disk.full"], alertingBy: ["sms"], dangerImminent: true },
    "allowed danger-imminent x-01",
  ],
  [
    "msp-25: not by something else than its case says",
    [[precaution], [fullDisk]],
    ask("technician"),
    { events: ["disk.full"], alertingBy: ["sms"], dangerImminent: true },
    "refused not-in-contract x-01",
  ],
  [
    "msp-24: it is not the customer's",
    [[precaution], [fullDisk]],
    extend("customer"),
    { events: ["disk.full"], alertingBy: ["sms"], dangerImminent: true },
    "refused not-in-contract x-01",
  ],
  [
    "msp-24: no cases without a precaution",
    [[scope], [fullDisk]],
    extend("system"),
    { events: ["disk.full"], alertingBy: ["sms"], dangerImminent: true },
    "refused not-in-contract x-01",
  ],
];

const order: readonly TermsCase[] = [
  // Suspended.
  [
    "ba-15: nothing is done for a customer who is suspended",
    [[operation()]],
    ask(),
    { suspendedBy: "x-09" },
    "refused suspended x-09",
  ],
  [
    "ba-15: what the provider does goes on",
    actors("technician"),
    ask("technician"),
    { suspendedBy: "x-09" },
    "allowed granted x-01",
  ],

  // What must be confirmed.
  [
    "se-13: confirmed once, asked for by two clauses",
    [[operation(confirmed)], [{ type: "confirmation", operations: ["backup.run"] }]],
    ask(),
    {},
    "needs x-01 confirmation",
  ],
  [
    "se-13: asked for by another clause",
    [[operation()], [{ type: "confirmation", operations: ["backup.run"] }]],
    ask(),
    {},
    "needs x-02 confirmation",
  ],
  [
    "se-13: given",
    [[operation()], [{ type: "confirmation", operations: ["backup.run"] }]],
    ask(),
    { confirmed: true },
    "allowed granted x-01",
  ],
  [
    "se-13: of something else",
    [[operation()], [{ type: "confirmation", operations: ["machine.restart"] }]],
    ask(),
    {},
    "allowed granted x-01",
  ],
  [
    "se-13: the price stays on it",
    [[operation(byTime)], [{ type: "confirmation", operations: ["backup.run"] }]],
    ask(),
    {},
    "needs x-02 confirmation 12500 EUR",
  ],
  [
    "se-13: a refusal asks for nothing",
    [...actors("technician"), [{ type: "confirmation", operations: ["backup.run"] }]],
    ask(),
    {},
    "refused asker-not-allowed x-01",
  ],

  // Windows.
  [
    "msp-19: inside the window",
    [[mayRestart], [restarts("refused")]],
    restart(),
    {},
    "allowed granted x-01",
  ],
  [
    "msp-19: outside: when it opens",
    [[mayRestart], [restarts("refused")]],
    restart(),
    { now: sunday },
    "needs x-02 window",
  ],
  [
    "msp-19: an appointment helps not where it is refused",
    [[mayRestart], [restarts("refused")]],
    restart(),
    { now: sunday, appointmentAgreed: true },
    "needs x-02 window",
  ],
  [
    "msp-19: by appointment",
    [[mayRestart], [restarts("appointment")]],
    restart(),
    { now: sunday },
    "needs x-02 appointment",
  ],
  [
    "msp-19: agreed",
    [[mayRestart], [restarts("appointment")]],
    restart(),
    { now: sunday, appointmentAgreed: true },
    "allowed granted x-01",
  ],
  [
    "msp-19: with the customer's approval",
    [[mayRestart], [restarts("consent")]],
    restart(),
    { now: sunday },
    "needs x-02 approval",
  ],
  [
    "msp-19: the lead's is none",
    [[mayRestart], [restarts("consent")]],
    restart(),
    { now: sunday, approvals: ["lead"], appointmentAgreed: true },
    "needs x-02 approval",
  ],
  [
    "msp-19: approved",
    [[mayRestart], [restarts("consent")]],
    restart(),
    { now: sunday, approvals: ["customer"] },
    "allowed granted x-01",
  ],
  [
    "msp-19: for a surcharge",
    [[mayRestart], [restarts("surcharge")]],
    restart(),
    { now: sunday },
    "allowed granted x-01",
  ],
  [
    "msp-19: planned for when it is open",
    [[mayRestart], [restarts("refused")]],
    restart({ startMs: monday }),
    { now: sunday },
    "allowed granted x-01",
  ],
  [
    "msp-19: one of two windows is open",
    [[mayRestart], [restarts("refused"), restarts("refused", "always")]],
    restart(),
    { now: sunday },
    "allowed granted x-01",
  ],
  [
    "msp-19: as long as the window may be used at once",
    [[mayRestart], [{ ...restarts("refused"), longestMinutes: 60 }]],
    restart({ minutes: 60 }),
    {},
    "allowed granted x-01",
  ],
  [
    "msp-19: longer than that needs an agreement",
    [[mayRestart], [{ ...restarts("refused"), longestMinutes: 60 }]],
    restart({ minutes: 61 }),
    {},
    "needs x-02 window",
  ],
  [
    "msp-19: longer than that, by appointment",
    [[mayRestart], [{ ...restarts("appointment"), longestMinutes: 60 }]],
    restart({ minutes: 61 }),
    { appointmentAgreed: true },
    "allowed granted x-01",
  ],
  [
    "msp-19: nobody knows how long it takes",
    [[mayRestart], [{ ...restarts("refused"), longestMinutes: 60 }]],
    restart(),
    {},
    "allowed granted x-01",
  ],
  [
    "msp-19: another window lets it take longer",
    [[mayRestart], [{ ...restarts("refused"), longestMinutes: 60 }, restarts("refused", "always")]],
    restart({ minutes: 61 }),
    {},
    "allowed granted x-01",
  ],
  [
    "msp-19: windows of other work",
    [[mayRestart], [{ ...restarts("refused"), of: "updates" }]],
    restart(),
    { now: sunday },
    "allowed granted x-01",
  ],
  [
    "msp-19: work that no window is about",
    [...actors("customer"), [restarts("refused")]],
    ask(),
    { now: sunday },
    "allowed granted x-01",
  ],
];

/** Which window which work keeps. */
const windows: readonly (readonly [OperationName, string])[] = [
  ["update.install", "updates"],
  ["upgrade.install", "updates"],
  ["machine.restart", "restarts"],
  ["service.restart", "restarts"],
  ["configuration.change", "changes"],
  ["service.configure", "changes"],
  ["network.configure", "changes"],
  ["firewall.changePorts", "changes"],
  ["migration.run", "maintenance"],
  ["disk.replace", "maintenance"],
];

const agreement = { needs: "agreement", with: "customer" };
const requirement = (...anyOf: readonly object[]) => ({
  type: "requirement",
  before: { operations: ["backup.run"] },
  anyOf,
  otherwise: "refused",
});
const before = (...anyOf: readonly object[]) => [[operation()], [requirement(...anyOf)]];
const analysis = (signedOff: boolean) => ({ needs: "infrastructureAnalysis", signedOff });
const credentials = { needs: "credentials", kinds: ["ftp", "dns"] };
const alerting = { needs: "alertingActive", anyOf: ["sms", "mail"] };

const requirements: readonly TermsCase[] = [
  [
    "msp-04: with this plan",
    before({ needs: "plan", plans: ["basis", "plus"] }),
    ask(),
    {},
    "allowed granted x-01",
  ],
  [
    "msp-04: with another of the machine",
    before({ needs: "plan", plans: ["basis"] }),
    ask(),
    { otherPlans: ["basis"] },
    "allowed granted x-01",
  ],
  [
    "msp-04: without",
    before({ needs: "plan", plans: ["basis"] }),
    ask(),
    { otherPlans: ["premium"] },
    "refused prerequisite-missing x-02",
  ],
  [
    "ba-34: with an option",
    before({ needs: "option", options: ["vpn", "firewall"] }),
    ask(),
    { options: ["firewall"] },
    "allowed granted x-01",
  ],
  [
    "ba-34: without it",
    before({ needs: "option", options: ["vpn"] }),
    ask(),
    { options: ["firewall"] },
    "refused prerequisite-missing x-02",
  ],
  [
    "ba-34: one of several is enough",
    before({ needs: "option", options: ["vpn"] }, { needs: "plan", plans: ["plus"] }),
    ask(),
    {},
    "allowed granted x-01",
  ],
  [
    "ba-34: before something else",
    [[operation()], [{ ...requirement(agreement), before: { operations: ["machine.restart"] } }]],
    ask(),
    {},
    "allowed granted x-01",
  ],
  ["srv-40: no analysis", before(analysis(false)), ask(), {}, "needs x-02 analysis"],
  [
    "srv-40: one that was not taken",
    before(analysis(false)),
    ask(),
    { analysis: { taken: false, signedOff: true } },
    "needs x-02 analysis",
  ],
  [
    "srv-40: taken",
    before(analysis(false)),
    ask(),
    { analysis: { taken: true, signedOff: false } },
    "allowed granted x-01",
  ],
  [
    "srv-40: not signed off",
    before(analysis(true)),
    ask(),
    { analysis: { taken: true, signedOff: false } },
    "needs x-02 analysis",
  ],
  [
    "srv-40: signed off",
    before(analysis(true)),
    ask(),
    { analysis: { taken: true, signedOff: true } },
    "allowed granted x-01",
  ],
  [
    "ba-34: not agreed",
    before(agreement),
    ask(),
    { agreements: ["provider"] },
    "needs x-02 agreement",
  ],
  ["ba-34: agreed", before(agreement), ask(), { agreements: ["customer"] }, "allowed granted x-01"],
  [
    "srv-21: no consent",
    before({ needs: "consent", consent: "patches" }),
    ask(),
    { consents: ["remote"] },
    "needs x-02 consent",
  ],
  [
    "srv-21: consent",
    before({ needs: "consent", consent: "patches" }),
    ask(),
    { consents: ["patches"] },
    "allowed granted x-01",
  ],
  [
    "msp-24: no alarms",
    before(alerting),
    ask(),
    { alertingBy: ["phone"] },
    "refused prerequisite-missing x-02",
  ],
  [
    "msp-24: alarms by mail",
    before(alerting),
    ask(),
    { alertingBy: ["mail"] },
    "allowed granted x-01",
  ],
  [
    "dk-11: no credentials",
    before(credentials),
    ask(),
    { credentials: ["database"], credentialsCurrent: false },
    "needs x-02 credentials",
  ],
  [
    "dk-11: one of them",
    before(credentials),
    ask(),
    { credentials: ["dns"] },
    "allowed granted x-01",
  ],
  [
    "dk-11: current ones",
    before(credentials),
    ask(),
    { credentialsCurrent: true },
    "allowed granted x-01",
  ],
  [
    "msp-01: what a booking is bound to is judged with the order",
    before({ needs: "perMachine" }),
    ask(),
    {},
    "allowed granted x-01",
  ],
  [
    "se-01: the kind of machine too",
    before({ needs: "plansOfMachineKind" }),
    ask(),
    {},
    "allowed granted x-01",
  ],
  [
    "ba-34: else by agreement with the provider",
    [[operation()], [{ ...requirement(alerting), otherwise: "needsAgreement" }]],
    ask(),
    {},
    "needs x-02 agreement",
  ],
  [
    "ba-34: that was made",
    [[operation()], [{ ...requirement(alerting), otherwise: "needsAgreement" }]],
    ask(),
    { agreements: ["provider"] },
    "allowed granted x-01",
  ],
  [
    "ba-34: each of two clauses asks for its own",
    [...before(credentials), [requirement(analysis(false))]],
    ask(),
    {},
    "needs x-02 credentials, x-03 analysis",
  ],
  [
    "msp-04: what is missing for good over what can be brought",
    [...before(credentials), [requirement({ needs: "option", options: ["vpn"] })]],
    ask(),
    {},
    "refused prerequisite-missing x-03",
  ],
  [
    "ba-34: the clause that says what must be before gives it then",
    [[scope], [requirement(agreement)]],
    ask(),
    { agreements: ["customer"] },
    "allowed granted x-02",
  ],
  [
    "ba-34: and something else not",
    [[scope], [requirement(agreement)]],
    ask("customer", "portal", {}, "machine.restart"),
    {},
    "refused not-in-contract x-01",
  ],
];

const tier = (...rows: readonly object[]) => ({ type: "tierMatrix", rows });
const row = (more: object) => ({ item: "backup", in: [], operations: ["backup.run"], ...more });
const keeps = (more: object = {}) => ({
  type: "exclusion",
  topics: ["customerInstalledSoftware"],
  effect: "customerKeeps",
  saidBeforeOrder: false,
  ...more,
});
const leftOut = (topics: readonly string[], operations?: readonly string[]) => ({
  type: "exclusion",
  topics,
  effect: "refused",
  saidBeforeOrder: false,
  ...(operations && { operations }),
});
const sources = {
  type: "installSource",
  formats: ["deb"],
  sources: ["distribution"],
  compiled: false,
};
const install = (software: object) => ask("technician", "portal", { software }, "software.install");
const mayInstall = operation({
  operations: ["software.install", "update.install", "upgrade.install", "software.remove"],
  actors: ["technician"],
});
const supported = { type: "vendorSupport", onlySupported: true, unsupportedIs: "refused" };
const old = { software: { vendorSupported: false } };
const touch = (name: OperationName, more: object = old) => ask("technician", "portal", more, name);
const counts = (more: object) => ({
  type: "countLimit",
  thing: "vpnUsers",
  included: 10,
  beyond: "refused",
  ...more,
});
const mayIssue = operation({ operations: ["vpn.issueCertificate"] });
const issue = ask("customer", "portal", {}, "vpn.issueCertificate");
const tenth = { counts: { vpnUsers: 9 } };
const eleventh = { counts: { vpnUsers: 10 } };
const set = {
  type: "softwareSet",
  items: [
    { products: [{ name: "nginx", packages: { debian: ["nginx", "nginx-core"] } }] },
    {
      products: [
        { name: "IIS", packages: {} },
        { name: "exim", packages: { rhel: ["exim4"] } },
      ],
    },
  ],
};
const other = keeps({ topics: ["otherSoftware"] });
const put = (software: object) => install({ name: "x", ...software });

const limits: readonly TermsCase[] = [
  // Tiers: the contract has the plan Plus.
  [
    "ba-33: in the row",
    [[scope], [tier(row({ in: ["basis", "plus"] }))]],
    ask(),
    {},
    "allowed granted x-02",
  ],
  [
    "ba-33: in one of two rows",
    [[scope], [tier(row({ in: ["basis"] }), row({ in: ["plus"] }))]],
    ask(),
    {},
    "allowed granted x-02",
  ],
  [
    "ba-33: not in it, whatever else allows it",
    [[operation()], [tier(row({ in: ["premium"] }))]],
    ask(),
    {},
    "refused not-in-tier x-02",
  ],
  [
    "ba-33: rows about something else",
    [
      [operation()],
      [tier(row({ operations: ["machine.restart"] }), { item: "monitoring", in: [] })],
    ],
    ask(),
    {},
    "allowed granted x-01",
  ],
  [
    "ba-33: by agreement",
    [[operation()], [tier(row({ byAgreement: ["plus"] }))]],
    ask(),
    {},
    "needs x-02 agreement",
  ],
  [
    "ba-33: the customer's own is none",
    [[operation()], [tier(row({ byAgreement: ["plus"] }))]],
    ask(),
    { agreements: ["customer"] },
    "needs x-02 agreement",
  ],
  [
    "ba-33: agreed",
    [[scope], [tier(row({ byAgreement: ["plus"] }))]],
    ask(),
    { agreements: ["provider"] },
    "allowed granted x-02",
  ],
  [
    "ba-33: by agreement for another plan",
    [[operation()], [tier(row({ byAgreement: ["premium"] }))]],
    ask(),
    { agreements: ["provider"] },
    "refused not-in-tier x-02",
  ],
  [
    "ba-33: in the row, though a clause names other askers",
    [...actors("technician"), [tier(row({ in: ["plus"] }))]],
    ask(),
    {},
    "allowed granted x-02",
  ],
  [
    "ba-33: in the row, a clause asks for something first",
    [[operation(confirmed)], [tier(row({ in: ["plus"] }))]],
    ask(),
    {},
    "needs x-01 confirmation",
  ],
  [
    "ba-33: of two matrices the one that speaks of it",
    [[tier(row({ operations: ["machine.restart"] }))], [tier(row({ in: ["plus"] }))]],
    ask(),
    {},
    "allowed granted x-02",
  ],

  // What the customer keeps.
  [
    "se-06: the customer's software",
    [[mayInstall], [keeps()]],
    install({ installedBy: "customer" }),
    {},
    "refused customer-keeps x-02",
  ],
  [
    "se-06: the provider's",
    [[mayInstall], [keeps()]],
    install({ installedBy: "provider" }),
    {},
    "allowed granted x-01",
  ],
  [
    "se-06: nothing is known of it",
    [[mayInstall], [keeps()]],
    install({}),
    {},
    "allowed granted x-01",
  ],
  [
    "se-06: the provider's, where that is excluded",
    [[mayInstall], [keeps({ topics: ["providerInstalledSoftware"] })]],
    install({ installedBy: "provider" }),
    {},
    "refused customer-keeps x-02",
  ],
  [
    "se-21: an approval is worth asking for",
    [[mayInstall], [keeps({ unless: { approval: "provider" } })]],
    install({ installedBy: "customer" }),
    {},
    "needs x-02 approval",
  ],
  [
    "se-21: not by those who may not ask for the thing",
    [[mayInstall], [keeps({ unless: { approval: "provider" } })]],
    ask("customer", "portal", { software: { installedBy: "customer" } }, "software.install"),
    {},
    "refused asker-not-allowed x-01",
  ],
  [
    "se-21: where no clause authorises it either",
    [[scope], [keeps({ unless: { approval: "provider" } })]],
    install({ installedBy: "customer" }),
    {},
    "needs x-02 approval",
  ],
  [
    "se-21: approved",
    [[mayInstall], [keeps({ unless: { approval: "provider" } })]],
    install({ installedBy: "customer" }),
    { approvals: ["provider"] },
    "allowed granted x-01",
  ],

  // Excluded by name, or by what it is about.
  [
    "msp-26: an operation that the exclusion names",
    [[operation()], [leftOut(["malwareCleanup"], ["backup.run"])]],
    ask(),
    {},
    "refused not-included x-02",
  ],
  [
    "msp-26: one that it does not name",
    [[operation()], [leftOut(["malwareCleanup"], ["machine.restart"])]],
    ask(),
    {},
    "allowed granted x-01",
  ],
  [
    "msp-26: not even for what the exclusion is about",
    [[operation()], [leftOut(["malwareCleanup"], ["machine.restart"])]],
    ask("customer", "portal", { topics: ["malwareCleanup"] }),
    {},
    "allowed granted x-01",
  ],
  [
    "msp-26: any operation for what it is about, where it names none",
    [[operation()], [leftOut(["malwareCleanup", "training"])]],
    ask("customer", "portal", { topics: ["malwareCleanup"] }),
    {},
    "refused not-included x-02",
  ],
  [
    "se-06: an operation alone says nothing of whose software it is about",
    [[mayInstall], [leftOut(["customerInstalledSoftware"], ["software.install"])]],
    install({}),
    {},
    "allowed granted x-01",
  ],
  [
    "se-06: with another topic the name is enough",
    [
      [mayInstall],
      [leftOut(["customerInstalledSoftware", "malwareCleanup"], ["software.install"])],
    ],
    install({}),
    {},
    "refused not-included x-02",
  ],
  [
    "se-06: what the distribution brought is not the provider's",
    [[mayInstall], [leftOut(["providerInstalledSoftware"])]],
    install({ installedBy: "distribution" }),
    {},
    "allowed granted x-01",
  ],
  [
    "ba-33: of two rows one is by agreement",
    [[operation()], [tier(row({}), row({ byAgreement: ["plus"] }))]],
    ask(),
    {},
    "needs x-02 agreement",
  ],

  // Software of a set.
  [
    "se-21: by its name",
    [[mayInstall], [set, other]],
    put({ name: "IIS" }),
    {},
    "allowed granted x-01",
  ],
  [
    "se-17: by its package",
    [[mayInstall], [set, other]],
    put({ package: "nginx-core" }),
    {},
    "allowed granted x-01",
  ],
  [
    "se-17: by its package on another system",
    [[mayInstall], [set, other]],
    put({ package: "exim4" }),
    {},
    "allowed granted x-01",
  ],
  [
    "se-21: software of none of the sets",
    [[mayInstall], [set, other]],
    put({ package: "apache2" }),
    {},
    "refused customer-keeps x-02",
  ],
  [
    "se-21: with no package known",
    [[mayInstall], [set, other]],
    put({}),
    {},
    "refused customer-keeps x-02",
  ],
  [
    "se-21: in one of two sets",
    [[mayInstall], [{ ...set, items: [] }, set, other]],
    put({ name: "nginx" }),
    {},
    "allowed granted x-01",
  ],
  [
    "se-21: without sets there is no other software",
    [[mayInstall], [other]],
    put({}),
    {},
    "allowed granted x-01",
  ],

  // Where software comes from.
  [
    "msp-27: from the distribution",
    [[mayInstall], [sources]],
    install({ format: "deb", source: "distribution" }),
    {},
    "allowed granted x-01",
  ],
  [
    "msp-27: in another format",
    [[mayInstall], [sources]],
    install({ format: "rpm", source: "distribution" }),
    {},
    "refused wrong-source x-02",
  ],
  [
    "msp-27: from elsewhere",
    [[mayInstall], [sources]],
    install({ format: "deb", source: "private" }),
    {},
    "refused wrong-source x-02",
  ],
  [
    "msp-27: compiled",
    [[mayInstall], [sources]],
    install({ compiled: true }),
    {},
    "refused wrong-source x-02",
  ],
  [
    "msp-27: compiled where that is allowed",
    [[mayInstall], [{ ...sources, compiled: true }]],
    install({ compiled: true }),
    {},
    "allowed granted x-01",
  ],
  [
    "msp-27: nothing is known of where it comes from",
    [[mayInstall], [sources]],
    install({}),
    {},
    "allowed granted x-01",
  ],
  [
    "msp-27: an update comes from where it came from",
    [[mayInstall], [sources]],
    touch("update.install", { software: { source: "private" } }),
    {},
    "allowed granted x-01",
  ],

  // What its vendor supports.
  [
    "msp-22: no update of what is unsupported",
    [[mayInstall], [supported]],
    touch("update.install"),
    {},
    "refused vendor-unsupported x-02",
  ],
  [
    "msp-22: no upgrade",
    [[mayInstall], [supported]],
    touch("upgrade.install"),
    {},
    "refused vendor-unsupported x-02",
  ],
  [
    "msp-22: it may be installed or removed",
    [[mayInstall], [supported]],
    touch("software.remove"),
    {},
    "allowed granted x-01",
  ],
  [
    "msp-22: nobody knows whether it is supported",
    [[mayInstall], [supported]],
    touch("update.install", { software: {} }),
    {},
    "allowed granted x-01",
  ],
  [
    "msp-22: a clause that only tells",
    [[mayInstall], [{ ...supported, unsupportedIs: "told" }]],
    touch("update.install"),
    {},
    "allowed granted x-01",
  ],
  [
    "msp-22: a clause for all software",
    [[mayInstall], [{ ...supported, onlySupported: false }]],
    touch("update.install"),
    {},
    "allowed granted x-01",
  ],

  // One more of something that is counted.
  [
    "se-16: the tenth certificate",
    [[mayIssue], [counts({})]],
    issue,
    tenth,
    "allowed granted x-01",
  ],
  ["se-16: the first", [[mayIssue], [counts({})]], issue, {}, "allowed granted x-01"],
  [
    "se-16: the eleventh",
    [[mayIssue], [counts({})]],
    issue,
    eleventh,
    "refused limit-reached x-02",
  ],
  [
    "se-16: the eleventh for money",
    [[mayIssue], [counts({ beyond: "charged", price: "hour" })]],
    issue,
    eleventh,
    "charged x-02 12500 EUR",
  ],
  [
    "se-16: by agreement",
    [[mayIssue], [counts({ beyond: "agreed" })]],
    issue,
    eleventh,
    "needs x-02 agreement",
  ],
  [
    "se-16: agreed",
    [[mayIssue], [counts({ beyond: "agreed" })]],
    issue,
    { ...eleventh, agreements: ["provider"] },
    "allowed granted x-01",
  ],
  [
    "se-16: more at no cost",
    [[mayIssue], [counts({ beyond: "unlimited" })]],
    issue,
    eleventh,
    "allowed granted x-01",
  ],
  [
    "se-16: as many as wanted",
    [[mayIssue], [counts({ included: "unlimited" })]],
    issue,
    eleventh,
    "allowed granted x-01",
  ],
  [
    "se-16: something else is counted",
    [[mayIssue], [counts({ thing: "mailboxes" })]],
    issue,
    eleventh,
    "allowed granted x-01",
  ],
  [
    "se-16: who may not ask is not told of counts",
    [
      [operation({ operations: ["vpn.issueCertificate"], actors: ["technician"] })],
      [counts({ beyond: "charged" })],
    ],
    issue,
    eleventh,
    "refused asker-not-allowed x-01",
  ],

  // A shell.
  [
    "ba-14: no shell where SSH is denied",
    [
      [operation({ operations: ["shell.openByCustomer"] })],
      [{ type: "deniedAccess", denies: ["ssh"] }],
    ],
    ask("customer", "portal", {}, "shell.openByCustomer"),
    {},
    "refused access-denied x-02",
  ],
  [
    "ba-14: a shell where something else is",
    [
      [operation({ operations: ["shell.openByCustomer"] })],
      [{ type: "deniedAccess", denies: ["rdp"] }],
    ],
    ask("customer", "portal", {}, "shell.openByCustomer"),
    {},
    "allowed granted x-01",
  ],
  [
    "ba-14: a backup needs no shell",
    [[operation()], [{ type: "deniedAccess", denies: ["ssh"] }]],
    ask(),
    {},
    "allowed granted x-01",
  ],
];

describe("who may have something done, and what stands before it", () => {
  it.each([...who, ...order, ...requirements, ...limits])("%s", (...row) => {
    expect(sayTerms(row)).toBe(row[4]);
  });

  it.each(windows)("msp-19: %s keeps the window of %s", (name, of) => {
    const may = operation({ operations: [name], actors: ["technician"] });
    const window = { type: "window", of, calendar: "service-time", outside: "refused" };
    const request = ask("technician", "portal", {}, name);
    const says = (facts: TermsCase[3]) => sayTerms(["", [[may], [window]], request, facts, ""]);
    expect(says({ now: sunday })).toBe("needs x-02 window");
    expect(says({})).toBe("allowed granted x-01");
  });

  const missing = (clauses: TermsCase[1], request: DecisionRequest, facts: TermsCase[3] = {}) =>
    decideTerms(["", clauses, request, facts, ""]).needs;

  it("says whose and from when on", () => {
    const at = { clause: "x-02", fromMs: monday };
    const onSunday = (outside: string) =>
      missing([[mayRestart], [restarts(outside)]], restart(), { now: sunday });
    expect(onSunday("refused")).toEqual([{ kind: "window", ...at }]);
    expect(onSunday("appointment")).toEqual([{ kind: "appointment", ...at }]);
    expect(onSunday("consent")).toEqual([{ kind: "approval", clause: "x-02", of: "customer" }]);
    expect(missing([[operation({ calendar: "service-time" })]], ask(), { now: sunday })).toEqual([
      { kind: "window", clause: "x-01", fromMs: monday },
    ]);
    const silent = { events: ["disk.full"], alertingBy: ["sms"], askedMs: [now - DAY] } as const;
    expect(missing([[precaution], [fullDisk]], extend("system"), silent)).toEqual([
      { kind: "waiting", clause: "x-01", fromMs: now + 2 * DAY + 1 },
    ]);
    const ofProvider = [{ kind: "agreement", clause: "x-02", of: "provider" }];
    expect(missing([[operation()], [tier(row({ byAgreement: ["plus"] }))]], ask())).toEqual(
      ofProvider,
    );
    expect(missing([[mayIssue], [counts({ beyond: "agreed" })]], issue, eleventh)).toEqual(
      ofProvider,
    );
    expect(
      missing([[operation()], [{ ...requirement(alerting), otherwise: "needsAgreement" }]], ask()),
    ).toEqual(ofProvider);
    expect(missing(before(agreement), ask())).toEqual([
      { kind: "agreement", clause: "x-02", of: "customer" },
    ]);
    expect(missing(before(credentials), ask())).toEqual([
      { kind: "credentials", clause: "x-02", of: "ftp, dns" },
    ]);
    expect(missing(before({ needs: "consent", consent: "patches" }), ask())).toEqual([
      { kind: "consent", clause: "x-02", of: "patches" },
    ]);
  });

  it("msp-04: names what must be booked", () => {
    const option = { needs: "option", options: ["hardware-protection"] };
    const clauses = before({ needs: "plan", plans: ["basis"] }, alerting, option);
    const { sentence } = decideTerms(["", clauses, ask(), {}, ""]);
    expect(sentence.en).toContain("Server management Basis, Hardware protection letter");
  });

  it("msp-21: notes what is not promised, unless it is refused", () => {
    const note = { ...keeps({ effect: "notPromised" }), saidBeforeOrder: true };
    const notes = (terms: object, by: By = "technician") => {
      const request = ask(
        by,
        "portal",
        { software: { installedBy: "customer" } },
        "software.install",
      );
      return decideTerms(["", [[mayInstall], [terms]], request, {}, ""]).notes;
    };
    expect(notes(note)).toEqual(["x-02"]);
    expect(notes({ ...note, saidBeforeOrder: false })).toBeUndefined();
    expect(notes({ ...note, topics: ["malwareCleanup"] })).toBeUndefined();
    expect(
      notes({ ...note, topics: ["malwareCleanup"], operations: ["software.install"] }),
    ).toEqual(["x-02"]);
    expect(notes(note, "customer")).toBeUndefined();
  });
});
