import { describe, expect, it } from "vitest";
import { decideTerms, sayTerms } from "../../../../../test/catalogues/decide-terms.ts";
import type { TermsCase } from "../../../../../test/catalogues/decide-terms.ts";
import type { OperationName, Topic } from "../../catalogue/index.ts";
import type { DecisionRequest } from "../index.ts";

type By = "customer" | "orderer" | "endUser" | "technician";
type Way = "portal" | "mail" | "phone";

const sunday = "2027-04-18T10:00:00Z";
/** Nine o'clock in Berlin: the service time of weekdays begins. */
const monday = Date.parse("2027-04-19T07:00:00Z");

const asked = (
  topics: readonly Topic[],
  by: By = "customer",
  more: object = {},
): DecisionRequest => ({
  kind: "work",
  by,
  channel: "portal",
  topics,
  ...more,
});
/** An hour of repair from afar: 125.00. */
const repair = (by: By = "customer", channel: Way = "portal") =>
  asked(["remoteRepair"], by, { channel, minutes: 60 });
const byTime = { charge: { mode: "byTime", price: "hour" } };
const free = { charge: { mode: "included" } };

const scope = (otherwise: string) => ({ type: "scope", includes: ["restart"], otherwise });
const out = scope("outOfScope");
const night = { type: "onCall", channel: "phone", calendar: "service-time", outsideCalendar: true };
const rate = (topics: string | readonly string[]) => ({ type: "priceRate", price: "hour", topics });
const units = (agreedBefore: boolean) => ({
  type: "timeUnits",
  unitMinutes: 30,
  rounding: "up",
  agreedBefore,
});
const exclusion = (effect: string, more: object = {}) => ({
  type: "exclusion",
  topics: ["remoteRepair"],
  effect,
  saidBeforeOrder: true,
  ...more,
});
const flat = (outcome?: string) => ({
  type: "flatRate",
  covers: ["remoteRepair"],
  ...(outcome && { excessive: { aboveHoursPerMonth: 4, months: 3, outcome } }),
});
const hours = (...flatHoursByMonth: readonly number[]) => ({ flatHoursByMonth });
const quota = (more: object = {}) => ({
  type: "hourQuota",
  covers: ["remoteRepair"],
  hours: 5,
  period: "month",
  overage: { mode: "byTime", price: "hour" },
  warnAtPercent: [80, 100],
  ...more,
});
const block = { type: "hourBlock", covers: ["remoteRepair"], hours: 10 };
const support = (more: object = {}) => ({
  type: "supportScope",
  topics: ["remoteRepair"],
  channels: ["portal"],
  ...free,
  ...more,
});
const sold = (needs: string, more: object = {}) => ({
  type: "orderedWork",
  topics: ["remoteRepair"],
  needs,
  ...byTime,
  ...more,
});
const letter = { type: "coveredBy", option: "hardware-protection", topics: ["hardwareService"] };
const named = (more: object = {}) => ({
  type: "orderAuthority",
  channels: ["portal", "mail"],
  who: "namedPersons",
  requestIsOrder: true,
  fromOthers: { recorded: true, answered: true, carriedOut: false },
  ...more,
});

const included: readonly TermsCase[] = [
  [
    "srv-31: paid for by something else",
    [[out], [letter]],
    asked(["hardwareService"]),
    { options: ["hardware-protection"] },
    "allowed included x-02",
  ],
  [
    "srv-31: that is not booked",
    [[out], [letter]],
    asked(["hardwareService"]),
    {},
    "refused out-of-scope x-01",
  ],
  [
    "srv-31: other work",
    [[out], [letter]],
    repair(),
    { options: ["hardware-protection"] },
    "refused out-of-scope x-01",
  ],
  [
    "srv-31: even where it is excluded",
    [[exclusion("refused", { topics: ["hardwareService"] })], [letter]],
    asked(["hardwareService"]),
    { options: ["hardware-protection"] },
    "allowed included x-02",
  ],

  [
    "srv-35: at night by the emergency number",
    [[{ ...night, ...byTime }], [out]],
    repair("customer", "phone"),
    { now: sunday },
    "charged x-01 12500 EUR",
  ],
  [
    "srv-35: in the day it is a call like any other",
    [[{ ...night, ...byTime }], [out]],
    repair("customer", "phone"),
    {},
    "refused out-of-scope x-02",
  ],
  [
    "srv-35: at night by another way",
    [[{ ...night, ...byTime }], [out]],
    repair(),
    { now: sunday },
    "refused out-of-scope x-02",
  ],
  [
    "srv-35: at no cost",
    [[{ ...night, ...free }]],
    repair("customer", "phone"),
    { now: sunday },
    "allowed granted x-01",
  ],
  [
    "srv-35: a number for the day",
    [[{ ...night, ...free, outsideCalendar: false }], [out]],
    repair("customer", "phone"),
    {},
    "allowed granted x-01",
  ],
  [
    "srv-35: is not answered at night",
    [[{ ...night, ...free, outsideCalendar: false }], [out]],
    repair("customer", "phone"),
    { now: sunday },
    "refused out-of-scope x-02",
  ],

  ["srv-22: flat", [[out], [flat()]], repair(), hours(99, 99, 99), "allowed included x-02"],
  [
    "srv-22: flat for other work",
    [[out], [{ ...flat(), covers: ["training"] }]],
    repair(),
    {},
    "refused out-of-scope x-01",
  ],
  [
    "srv-22: more than four hours for three months",
    [[flat("proposeAdjustment")]],
    repair(),
    hours(5, 5, 4.1),
    "allowed limit-contact x-01",
  ],
  [
    "srv-22: four hours are not more",
    [[flat("proposeAdjustment")]],
    repair(),
    hours(5, 5, 4),
    "allowed included x-01",
  ],
  [
    "srv-22: two months are too few",
    [[flat("proposeAdjustment")]],
    repair(),
    hours(5, 5),
    "allowed included x-01",
  ],
  [
    "srv-22: nothing is on record",
    [[flat("proposeAdjustment")]],
    repair(),
    {},
    "allowed included x-01",
  ],
  [
    "srv-22: the last three months count",
    [[flat("proposeAdjustment")]],
    repair(),
    hours(1, 5, 5, 5),
    "allowed limit-contact x-01",
  ],
  [
    "srv-22: not those before",
    [[flat("proposeAdjustment")]],
    repair(),
    hours(5, 5, 5, 1),
    "allowed included x-01",
  ],
  ["srv-22: excess that costs", [[flat("charge")]], repair(), hours(5, 5, 5), "charged x-01"],
  [
    "srv-22: at the rate",
    [[flat("charge"), rate(["remoteRepair"])]],
    repair(),
    hours(5, 5, 5),
    "charged x-01 12500 EUR",
  ],

  [
    "dk-23: the last of five hours",
    [[quota()]],
    repair(),
    { quotaHoursUsed: 4 },
    "allowed within-limit x-01",
  ],
  [
    "dk-23: none used yet",
    [[quota()]],
    asked(["remoteRepair"], "customer", { minutes: 300 }),
    {},
    "allowed within-limit x-01",
  ],
  [
    "dk-23: half of it is left, half of it charged",
    [[quota()]],
    repair(),
    { quotaHoursUsed: 4.5 },
    "charged x-01 6250 EUR",
  ],
  [
    "dk-23: nothing is left",
    [[quota()]],
    repair(),
    { quotaHoursUsed: 5 },
    "charged x-01 12500 EUR",
  ],
  [
    "dk-23: more than all of it was used",
    [[quota()]],
    repair(),
    { quotaHoursUsed: 7 },
    "charged x-01 12500 EUR",
  ],
  [
    "dk-23: nobody knows how long it takes, some is left",
    [[quota()]],
    asked(["remoteRepair"]),
    { quotaHoursUsed: 4.9 },
    "allowed within-limit x-01",
  ],
  [
    "dk-23: nobody knows, nothing is left: the rate is said",
    [[quota()]],
    asked(["remoteRepair"]),
    { quotaHoursUsed: 5 },
    "charged x-01 12500 EUR",
  ],
  [
    "dk-23: no more than five hours",
    [[quota({ overage: { mode: "included" } })]],
    repair(),
    { quotaHoursUsed: 5 },
    "refused limit-reached x-01",
  ],
  [
    "dk-24: hours for other work",
    [[out], [quota({ covers: ["training"] })]],
    repair(),
    {},
    "refused out-of-scope x-01",
  ],

  [
    "dk-24: from a block",
    [[block, rate("everythingOptional")]],
    repair(),
    { blockHoursLeft: 1 },
    "allowed within-limit x-01",
  ],
  [
    "dk-24: a quarter is missing",
    [[block, rate("everythingOptional")]],
    repair(),
    { blockHoursLeft: 0.75 },
    "charged x-01 3125 EUR",
  ],
  [
    "dk-24: an empty block pays nothing",
    [[block], [out]],
    repair(),
    { blockHoursLeft: 0 },
    "refused out-of-scope x-02",
  ],
  [
    "dk-24: a block for other work",
    [[{ ...block, covers: ["training"] }], [out]],
    repair(),
    { blockHoursLeft: 9 },
    "refused out-of-scope x-02",
  ],
];

const helped: readonly TermsCase[] = [
  ["ba-36: part of the support", [[support()]], repair(), {}, "allowed included x-01"],
  [
    "ba-36: support for other things",
    [[support({ topics: ["training"] })], [out]],
    repair(),
    {},
    "refused out-of-scope x-02",
  ],
  [
    "dk-01: by another channel",
    [[support()]],
    repair("customer", "mail"),
    {},
    "refused channel-not-allowed x-01",
  ],
  [
    "dk-12: in its hours",
    [[support({ calendar: "service-time" })]],
    repair(),
    {},
    "allowed included x-01",
  ],
  [
    "dk-12: outside of them",
    [[support({ calendar: "service-time" })]],
    repair(),
    { now: sunday },
    "needs x-01 window",
  ],
  [
    "dk-12: to begin inside of them",
    [[support({ calendar: "service-time" })]],
    asked(["remoteRepair"], "customer", { startMs: monday }),
    { now: sunday },
    "allowed included x-01",
  ],
  ["dk-12: charged", [[support(byTime)]], repair(), {}, "charged x-01 12500 EUR"],
  [
    "dk-12: charged, outside of its hours",
    [[support({ ...byTime, calendar: "service-time" })]],
    repair(),
    { now: sunday },
    "needs x-01 window 12500 EUR",
  ],
  [
    "dk-12: included before charged",
    [[support(byTime)], [support()]],
    repair(),
    {},
    "allowed included x-02",
  ],

  [
    "dk-22: sold on an order: the wish alone is none",
    [[sold("order")]],
    repair(),
    {},
    "needs x-01 order 12500 EUR",
  ],
  [
    "ba-39: not where prices are agreed before",
    [[sold("order")], [units(true)]],
    repair(),
    {},
    "needs x-01 order 12500 EUR",
  ],
  [
    "dk-22: nobody has ordered",
    [[sold("order")]],
    repair("technician"),
    {},
    "needs x-01 order 12500 EUR",
  ],
  [
    "dk-22: ordered",
    [[sold("order")], [units(true)]],
    repair(),
    { ordered: true },
    "charged x-01 12500 EUR",
  ],
  [
    "dk-22: other work is not sold",
    [[sold("order", { topics: ["training"] })]],
    repair(),
    {},
    "refused not-in-contract x-01",
  ],
  [
    "dk-07: an offer first",
    [[sold("acceptedQuote")]],
    repair(),
    { ordered: true },
    "needs x-01 quote 12500 EUR",
  ],
  [
    "dk-07: accepted",
    [[sold("acceptedQuote")]],
    repair(),
    { quoteAccepted: true },
    "charged x-01 12500 EUR",
  ],
  [
    "dk-07: as offered, where there is no price",
    [[sold("acceptedQuote", free)]],
    repair(),
    { quoteAccepted: true },
    "charged x-01",
  ],
  [
    "ba-29: a check first, then an order",
    [[sold("feasibilityAndOrder")], [units(true)]],
    repair(),
    {},
    "needs x-01 feasibility, x-01 order 12500 EUR",
  ],
  [
    "ba-29: it cannot be done",
    [[sold("feasibilityAndOrder")]],
    repair(),
    { feasible: false, ordered: true },
    "needs x-01 feasibility 12500 EUR",
  ],
  [
    "ba-29: it can",
    [[sold("feasibilityAndOrder")]],
    repair(),
    { feasible: true, ordered: true },
    "charged x-01 12500 EUR",
  ],
];

const excluded: readonly TermsCase[] = [
  ["srv-38: refused", [[exclusion("refused")]], repair(), {}, "refused not-included x-01"],
  [
    "srv-38: other work is not",
    [[exclusion("refused", { topics: ["training"] })], [out]],
    repair(),
    {},
    "refused out-of-scope x-02",
  ],
  [
    "srv-38: the customer's",
    [[exclusion("customerKeeps")]],
    repair(),
    {},
    "refused customer-keeps x-01",
  ],
  [
    "se-21: the customer's unless approved",
    [[exclusion("customerKeeps", { unless: { approval: "provider" } })]],
    repair(),
    {},
    "needs x-01 approval",
  ],
  [
    "se-21: by the one who is to approve it",
    [[exclusion("customerKeeps", { unless: { approval: "provider" } })]],
    repair(),
    { approvals: ["customer"] },
    "needs x-01 approval",
  ],
  [
    "se-21: approved: what was excluded is included",
    [[exclusion("customerKeeps", { unless: { approval: "provider" } })]],
    repair(),
    { approvals: ["provider"] },
    "allowed granted x-01",
  ],
  [
    "ba-35: unless an option is booked",
    [[exclusion("refused", { unless: { options: ["care", "tape"] } })]],
    repair(),
    { options: ["tape"] },
    "allowed granted x-01",
  ],
  [
    "ba-35: which it is not",
    [[exclusion("refused", { unless: { options: ["care"] } })]],
    repair(),
    { options: ["tape"] },
    "refused not-included x-01",
  ],
  [
    "ba-35: an approval where none is provided for",
    [[exclusion("refused", { unless: { options: ["care"] } })]],
    repair(),
    { approvals: ["provider"] },
    "refused not-included x-01",
  ],
  ["srv-33: offered", [[exclusion("quote")]], repair(), { ordered: true }, "needs x-01 quote"],
  [
    "srv-33: the offer accepted",
    [[exclusion("quote")]],
    repair(),
    { quoteAccepted: true },
    "charged x-01",
  ],
  [
    "msp-26: charged",
    [[exclusion("chargedByTime", { price: "hour" })]],
    repair(),
    {},
    "charged x-01 12500 EUR",
  ],
  [
    "msp-26: on an order",
    [[exclusion("chargedByTime", { price: "hour" })]],
    repair("technician"),
    {},
    "needs x-01 order 12500 EUR",
  ],
  [
    "ba-35: where prices are agreed before",
    [[exclusion("chargedByTime", { price: "hour" })], [units(true)]],
    repair(),
    {},
    "needs x-01 order 12500 EUR",
  ],
  [
    "ba-29: checked, ordered, charged",
    [[exclusion("chargedAfterFeasibility", { price: "hour" })]],
    repair("technician"),
    {},
    "needs x-01 feasibility, x-01 order 12500 EUR",
  ],
  [
    "ba-29: it cannot be done",
    [[exclusion("chargedAfterFeasibility", { price: "hour" })]],
    repair(),
    { feasible: false },
    "needs x-01 feasibility 12500 EUR",
  ],
  [
    "ba-29: it can",
    [[exclusion("chargedAfterFeasibility", { price: "hour" })]],
    repair(),
    { feasible: true },
    "charged x-01 12500 EUR",
  ],
  [
    "msp-21: not promised is not refused",
    [[exclusion("notPromised")], [out]],
    repair(),
    {},
    "refused out-of-scope x-02",
  ],
  [
    "srv-38: the first exclusion that is not lifted",
    [[exclusion("refused", { unless: { options: ["tape"] } })], [exclusion("customerKeeps")]],
    repair(),
    { options: ["tape"] },
    "refused customer-keeps x-02",
  ],
];

const elsewhere: readonly TermsCase[] = [
  ["srv-26: in scope", [[out]], asked(["restart"]), {}, "allowed included x-01"],
  [
    "srv-26: one of its topics is",
    [[out]],
    asked(["training", "restart"]),
    {},
    "allowed included x-01",
  ],
  ["srv-26: else an offer", [[scope("quote")]], repair(), {}, "needs x-01 quote"],
  ["srv-26: accepted", [[scope("quote")]], repair(), { quoteAccepted: true }, "charged x-01"],
  [
    "srv-26: else by the hour",
    [[scope("chargedByTime"), rate(["training"])]],
    repair(),
    {},
    "charged x-01 12500 EUR",
  ],
  [
    "msp-12: by the hour, what is optional",
    [[rate("everythingOptional")]],
    repair(),
    {},
    "charged x-01 12500 EUR",
  ],
  [
    "dk-22: by the hour, this work",
    [[rate(["remoteRepair"])]],
    repair(),
    {},
    "charged x-01 12500 EUR",
  ],
  [
    "dk-22: by the hour, other work",
    [[rate(["training"])]],
    repair(),
    {},
    "refused not-in-contract x-01",
  ],
  [
    "msp-12: on an order",
    [[rate("everythingOptional")]],
    repair("technician"),
    {},
    "needs x-01 order 12500 EUR",
  ],
  [
    "ba-39: an order with a word on the price: an hour is two units of 30",
    [[rate("everythingOptional")], [units(true)]],
    repair(),
    {},
    "needs x-01 order 12500 EUR",
  ],
  [
    "ba-39: 61 minutes are three",
    [[rate("everythingOptional")], [units(false)]],
    asked(["remoteRepair"], "customer", { minutes: 61 }),
    {},
    "charged x-01 18750 EUR",
  ],
];

const authority: readonly TermsCase[] = [
  [
    "msp-14: a named person",
    [[named()], [sold("order")]],
    repair("orderer"),
    {},
    "charged x-02 12500 EUR",
  ],
  [
    "msp-14: anybody else",
    [[named()], [sold("order")]],
    repair("customer"),
    {},
    "refused not-named x-01",
  ],
  [
    "msp-14: an end user",
    [[named()], [sold("order")]],
    repair("endUser"),
    {},
    "refused not-named x-01",
  ],
  [
    "msp-14: a technician's word is no wish of the customer's",
    [[named()], [sold("order")]],
    repair("technician"),
    {},
    "needs x-02 order 12500 EUR",
  ],
  [
    "msp-14: by a channel that the clause does not speak of",
    [[named()], [sold("order")]],
    repair("customer", "phone"),
    {},
    "needs x-02 order 12500 EUR",
  ],
  [
    "msp-14: any contact",
    [[named({ who: "anyContact" })], [sold("order")]],
    repair("customer"),
    {},
    "charged x-02 12500 EUR",
  ],
  [
    "msp-14: an end user is none",
    [[named({ who: "anyContact" })], [sold("order")]],
    repair("endUser"),
    {},
    "refused not-named x-01",
  ],
  [
    "msp-14: the orderer",
    [[named({ who: "orderer" })], [sold("order")]],
    repair("customer"),
    {},
    "refused not-named x-01",
  ],
  [
    "msp-14: others' wishes are carried out, if not taken as orders",
    [[named({ fromOthers: { carriedOut: true } })], [sold("order")]],
    repair("customer"),
    {},
    "needs x-02 order 12500 EUR",
  ],
  [
    "msp-13: a wish is not always an order",
    [[named({ requestIsOrder: false })], [sold("order")]],
    repair("orderer"),
    {},
    "needs x-02 order 12500 EUR",
  ],
  [
    "msp-13: one of two clauses lets him",
    [[named({ who: "orderer" })], [named({ who: "anyContact" })], [sold("order")]],
    repair("customer"),
    {},
    "charged x-03 12500 EUR",
  ],
  [
    "msp-13: where nothing is said, an end user orders nothing",
    [[sold("order")]],
    repair("endUser"),
    {},
    "needs x-01 order 12500 EUR",
  ],
];

const ask = (name: OperationName, by: By = "customer"): DecisionRequest => ({
  kind: "operation",
  operation: name,
  by,
  channel: "portal",
  minutes: 60,
});
const backup = (onRequest: string) => ({ type: "infrastructureBackup", onRequest, price: "hour" });
const anyWork = (topic: string) => sold("order", { topics: [topic] });

/** Operations that no clause names. */
const unnamed: readonly TermsCase[] = [
  [
    "ba-29: the provider's own backups are not the customer's",
    [[backup("refused")]],
    ask("backup.restoreFiles"),
    {},
    "refused not-included x-01",
  ],
  [
    "ba-29: or are, after a check",
    [[backup("feasibilityThenCharge")]],
    ask("backup.restoreFiles"),
    {},
    "needs x-01 feasibility 12500 EUR",
  ],
  [
    "ba-29: checked",
    [[backup("feasibilityThenCharge")]],
    ask("backup.restoreMachine"),
    { feasible: true },
    "charged x-01 12500 EUR",
  ],
  [
    "ba-29: on an order",
    [[backup("feasibilityThenCharge")]],
    ask("backup.restoreItem", "technician"),
    {},
    "needs x-01 feasibility, x-01 order 12500 EUR",
  ],
  [
    "ba-29: to run one",
    [[backup("feasibilityThenCharge")]],
    ask("backup.run"),
    { feasible: true },
    "charged x-01 12500 EUR",
  ],
  [
    "ba-29: to bring back a database",
    [[backup("feasibilityThenCharge")]],
    ask("backup.restoreDatabase"),
    { feasible: true },
    "charged x-01 12500 EUR",
  ],
  [
    "ba-29: something else than a backup",
    [[backup("refused")]],
    ask("machine.restart"),
    {},
    "refused not-in-contract x-01",
  ],
  [
    "dk-22: sold as work",
    [[anyWork("workBeyondUpkeep")]],
    ask("machine.restart"),
    {},
    "needs x-01 order 12500 EUR",
  ],
  [
    "ba-39: as an intervention",
    [[anyWork("intervention")]],
    ask("machine.restart"),
    {},
    "needs x-01 order 12500 EUR",
  ],
  [
    "msp-12: as an optional service",
    [[anyWork("optionalService")]],
    ask("machine.restart"),
    {},
    "needs x-01 order 12500 EUR",
  ],
  [
    "ba-39: as one of several kinds of work",
    [[sold("order", { topics: ["training", "intervention"] })]],
    ask("machine.restart"),
    {},
    "needs x-01 order 12500 EUR",
  ],
  [
    "dk-22: work of one kind is not all work",
    [[anyWork("training")]],
    ask("machine.restart"),
    {},
    "refused not-in-contract x-01",
  ],
  [
    "dk-22: on an order",
    [[anyWork("intervention")]],
    ask("machine.restart", "technician"),
    {},
    "needs x-01 order 12500 EUR",
  ],
  [
    "ba-39: with a word on the price",
    [[anyWork("intervention")], [units(true)]],
    ask("machine.restart"),
    {},
    "needs x-01 order 12500 EUR",
  ],
  [
    "msp-12: at the rate for everything optional",
    [[rate("everythingOptional")]],
    ask("machine.restart"),
    {},
    "charged x-01 12500 EUR",
  ],
  [
    "msp-12: at the rate that names the operation",
    [[{ ...rate(["training"]), operations: ["machine.restart"] }]],
    ask("machine.restart"),
    {},
    "charged x-01 12500 EUR",
  ],
  [
    "msp-12: which is none for another",
    [[{ ...rate(["training"]), operations: ["service.restart"] }]],
    ask("machine.restart"),
    {},
    "refused not-in-contract x-01",
  ],
  [
    "msp-12: a rate that names it comes before the one for everything",
    [
      [{ ...rate("everythingOptional"), basis: "timeSpent" }],
      [{ ...rate(["training"]), basis: "perUnit", operations: ["machine.restart"] }],
      [{ ...units(false), unitMinutes: 90, minimumUnits: 1 }],
    ],
    ask("machine.restart"),
    {},
    "charged x-02 18750 EUR",
  ],
  [
    "dk-22: a rate for some work is none for all",
    [[rate(["training"])]],
    ask("machine.restart"),
    {},
    "refused not-in-contract x-01",
  ],
];

/** A refusal names the clause that draws the line. */
const lines: readonly TermsCase[] = [
  [
    "srv-26: the scope",
    [[{ type: "contractForms" }], [{ type: "machineBinding" }], [anyWork("training")], [out]],
    ask("machine.restart"),
    {},
    "refused not-in-contract x-04",
  ],
  [
    "dk-22: else the work that is sold",
    [[{ type: "contractForms" }], [{ type: "machineBinding" }], [anyWork("training")]],
    ask("machine.restart"),
    {},
    "refused not-in-contract x-03",
  ],
  [
    "se-01: else the booking",
    [[{ type: "contractForms" }], [{ type: "machineBinding" }]],
    ask("machine.restart"),
    {},
    "refused not-in-contract x-02",
  ],
  [
    "ba-01: else the form of the contract",
    [[night], [{ type: "contractForms" }]],
    ask("machine.restart"),
    {},
    "refused not-in-contract x-02",
  ],
  [
    "ba-01: else the first clause",
    [[night], [night]],
    ask("machine.restart"),
    {},
    "refused not-in-contract x-01",
  ],
];

describe("help and work", () => {
  it.each([...included, ...helped, ...excluded, ...elsewhere, ...authority])("%s", (...row) => {
    expect(sayTerms(row)).toBe(row[4]);
  });
});

describe("operations that no clause names", () => {
  it.each([...unnamed, ...lines])("%s", (...row) => {
    expect(sayTerms(row)).toBe(row[4]);
  });
});

describe("work that is sold, and an operation that is sold as such", () => {
  const wishes: readonly DecisionRequest[] = (
    ["customer", "orderer", "endUser", "technician"] as const
  ).flatMap((by) => [
    { kind: "operation", operation: "machine.restart", by, channel: "portal", minutes: 60 },
    { kind: "work", topics: ["intervention"], by, channel: "portal", minutes: 60 },
  ]);
  const known = [
    {},
    { ordered: true },
    { ordered: false },
    { quoteAccepted: true },
    { feasible: true },
    { feasible: true, ordered: true },
  ];
  it.each(["order", "acceptedQuote", "feasibilityAndOrder"])(
    "dk-22, ba-39: keep the same rule where %s is needed",
    (needs) => {
      const term = sold(needs, { topics: ["intervention"] });
      for (const clauses of [[[term]], [[term], [units(true)]], [[term], [named()]]]) {
        for (const facts of known) {
          const answers = wishes.map((wish) => sayTerms(["", clauses, wish, facts, ""]));
          const pairs = Map.groupBy(answers, (_, k) => Math.floor(k / 2));
          for (const [operation, work] of pairs.values()) expect(operation).toBe(work);
        }
      }
    },
  );

  it("dk-22: a wish is no order of an operation; an order on record is, and a request that counts as one", () => {
    const [restart] = wishes.filter(({ kind }) => kind === "operation");
    const term = sold("order", { topics: ["workBeyondUpkeep"] });
    const said = (facts: object, ...more: readonly object[][]) =>
      restart && sayTerms(["", [[term], ...more], restart, facts, ""]);
    expect(said({})).toBe("needs x-01 order 12500 EUR");
    expect(said({ ordered: true })).toBe("charged x-01 12500 EUR");
    expect(said({}, [named({ who: "anyContact" })])).toBe("charged x-01 12500 EUR");
  });
});

describe("what is said besides", () => {
  const decided = (...clauses: readonly (readonly object[])[]) =>
    decideTerms(["", clauses, repair(), { now: sunday }, ""]);

  it("msp-21: notes what is not promised, where it is to be said before the order", () => {
    expect(decided([exclusion("notPromised")], [out]).notes).toEqual(["x-01"]);
    expect(
      decided([out], [exclusion("notPromised", { saidBeforeOrder: false })]),
    ).not.toHaveProperty("notes");
    expect(decided([out], [exclusion("notPromised", { topics: ["training"] })])).not.toHaveProperty(
      "notes",
    );
    expect(decided([out], [exclusion("chargedByTime")])).not.toHaveProperty("notes");
  });

  it("se-21: says whose approval lifts an exclusion; dk-12: from when on help is given", () => {
    const keeps = exclusion("customerKeeps", { unless: { approval: "provider" } });
    expect(decided([keeps]).needs).toEqual([{ kind: "approval", clause: "x-01", of: "provider" }]);
    expect(decided([support({ calendar: "service-time" })]).needs).toEqual([
      { kind: "window", clause: "x-01", fromMs: monday },
    ]);
  });

  it("dk-07: says how it is charged: as offered, or by the time where nothing is said", () => {
    const mode = (term: object) => decided([term]).charge?.mode;
    expect(mode(exclusion("quote"))).toBe("quote");
    expect(mode(scope("quote"))).toBe("quote");
    expect(mode(scope("chargedByTime"))).toBe("byTime");
    expect(mode(sold("acceptedQuote", free))).toBe("quote");
    expect(mode(sold("order", free))).toBe("byTime");
  });

  it("msp-14: a clause that asks to name persons speaks for those that only say who may order", () => {
    const clauses = decideTerms(["", [[named()], [named()]], repair("customer"), {}, ""]);
    expect(clauses.clause).toBe("x-01");
  });
});
