import { describe, expect, it } from "vitest";
import { decideTerms, sayTerms } from "../../../../../test/catalogues/decide-terms.ts";
import type { TermsCase } from "../../../../../test/catalogues/decide-terms.ts";
import { WEDNESDAY_NOON } from "../../../../../test/catalogues/decision-case.ts";
import type { DecisionRequest } from "../index.ts";
import type { ActRequest } from "./request.ts";

const now = Date.parse(WEDNESDAY_NOON);
const HOUR = 3_600_000;

const suspension = (more: object = {}) => ({
  type: "suspension",
  on: ["address.blackholed"],
  afterHours: 72,
  timerStarts: "event",
  cancelledBy: ["delisting.requested"],
  until: ["address.delisted"],
  tellCustomer: { inWriting: true, channels: ["mail"], before: false },
  charge: { mode: "included" },
  ...more,
});
const told = (before: boolean) => ({
  tellCustomer: { inWriting: true, channels: ["mail"], before },
});
const prohibition = { type: "prohibition", things: ["spam"], recognisedBy: ["mail.spam"] };
const listed = (hoursAgo: number, more: Partial<ActRequest> = {}): DecisionRequest => ({
  kind: "act",
  on: "address.blackholed",
  atMs: now - hoursAgo * HOUR,
  ...more,
});
const after = (event: "delisting.requested" | "address.delisted", hoursAgo: number) => ({
  cancelled: [{ event, atMs: now - hoursAgo * HOUR }],
});
const requested = (hoursAgo: number) => after("delisting.requested", hoursAgo);
const clean = (hoursAgo: number) => after("address.delisted", hoursAgo);

const plain = [[suspension()]];
const cases: readonly TermsCase[] = [
  ["ba-41: 72 hours after", plain, listed(72), {}, "allowed act-now x-01"],
  ["ba-41: a little before", plain, listed(71.99), {}, "needs x-01 waiting"],
  ["ba-15: at once", [[suspension({ afterHours: 0 })]], listed(0), {}, "allowed act-now x-01"],
  [
    "ba-15: an event of another kind",
    [[suspension({ on: ["abuse.known"] })]],
    listed(99),
    {},
    "refused not-in-contract x-01",
  ],
  [
    "ba-11: what is forbidden is switched off",
    [[suspension()], [prohibition]],
    { kind: "act", on: "mail.spam", atMs: now },
    {},
    "allowed act-now x-02",
  ],
  [
    "ba-11: forbidden things of another kind",
    [[prohibition]],
    listed(99),
    {},
    "refused not-in-contract x-01",
  ],

  [
    "ba-41: the time runs from when he was told",
    [[suspension({ timerStarts: "customerTold" })]],
    listed(200, { toldAtMs: now - 71 * HOUR }),
    {},
    "needs x-01 waiting",
  ],
  [
    "ba-41: and is over then",
    [[suspension({ timerStarts: "customerTold" })]],
    listed(200, { toldAtMs: now - 72 * HOUR }),
    {},
    "allowed act-now x-01",
  ],
  [
    "ba-41: he was not told",
    [[suspension({ timerStarts: "customerTold" })]],
    listed(200),
    {},
    "refused customer-not-told x-01",
  ],
  [
    "ba-41: told or not, where it runs from the event",
    plain,
    listed(72, { toldAtMs: now }),
    {},
    "allowed act-now x-01",
  ],
  [
    "ba-40: he must be told before",
    [[suspension(told(true))]],
    listed(99),
    {},
    "refused customer-not-told x-01",
  ],
  [
    "ba-40: and was",
    [[suspension(told(true))]],
    listed(99, { toldAtMs: now }),
    {},
    "allowed act-now x-01",
  ],

  [
    "ba-41: a request in time stops it",
    plain,
    listed(90, requested(20)),
    {},
    "refused timer-stopped x-01",
  ],
  ["ba-41: at the last moment", plain, listed(90, requested(18)), {}, "refused timer-stopped x-01"],
  [
    "ba-41: one that came too late",
    plain,
    listed(90, requested(17.99)),
    {},
    "allowed act-now x-01",
  ],
  [
    "ba-41: at the moment of the event",
    plain,
    listed(90, requested(90)),
    {},
    "refused timer-stopped x-01",
  ],
  [
    "ba-41: one before the event was for another",
    plain,
    listed(90, requested(90.01)),
    {},
    "allowed act-now x-01",
  ],
  [
    "ba-41: one that is yet to come stops nothing",
    plain,
    listed(10, requested(-1)),
    {},
    "needs x-01 waiting",
  ],
  [
    "ba-41: while the time still runs",
    plain,
    listed(10, requested(0)),
    {},
    "refused timer-stopped x-01",
  ],
  ["ba-41: clean again, if late", plain, listed(90, clean(1)), {}, "refused timer-stopped x-01"],
  ["ba-41: clean this very moment", plain, listed(90, clean(0)), {}, "refused timer-stopped x-01"],
  ["ba-41: clean in an hour", plain, listed(90, clean(-1)), {}, "allowed act-now x-01"],
  [
    "ba-41: clean the moment it began",
    plain,
    listed(90, clean(90)),
    {},
    "refused timer-stopped x-01",
  ],
  ["ba-41: it was clean before", plain, listed(90, clean(91)), {}, "allowed act-now x-01"],
  [
    "ba-41: something else happened in between",
    [[suspension({ cancelledBy: [], until: [] })]],
    listed(90, { cancelled: [...requested(20).cancelled, ...clean(20).cancelled] }),
    {},
    "allowed act-now x-01",
  ],
  [
    "ba-41: one of several things that happened stops it",
    plain,
    listed(90, { cancelled: [...requested(2).cancelled, ...requested(20).cancelled] }),
    {},
    "refused timer-stopped x-01",
  ],
  [
    "ba-41: one of several things that happened solves it",
    plain,
    listed(90, { cancelled: [...clean(91).cancelled, ...clean(2).cancelled] }),
    {},
    "refused timer-stopped x-01",
  ],
];

describe("what the provider may do by himself after an event", () => {
  it.each(cases)("%s", (...row) => {
    expect(sayTerms(row)).toBe(row[4]);
  });

  const decided = (more: object, request: DecisionRequest) =>
    decideTerms(["", [[suspension(more)]], request, {}, ""]);

  it("ba-41: says when the time is up", () => {
    expect(decided({}, listed(70)).needs).toEqual([
      { kind: "waiting", clause: "x-01", fromMs: now + 2 * HOUR },
    ]);
  });

  it("ba-15: says whose the costs are, with what is added for abuse at this time", () => {
    const bears = { charge: { mode: "customerBears", price: "hour" } };
    const price = { id: "hour", amount: { amountMinor: 12_500, currency: "EUR" }, per: "hour" };
    expect(decided(bears, listed(99))).toMatchObject({
      outcome: "allowed",
      charge: { mode: "customerBears", price },
    });
    expect(decided({}, listed(99))).not.toHaveProperty("charge");
    const surcharge = { type: "surcharge", topics: ["abuseCase"], applies: "always", percent: 50 };
    const terms = [[suspension(bears), surcharge]];
    expect(decideTerms(["", terms, listed(99), {}, ""]).charge).toEqual({
      mode: "customerBears",
      price,
      surchargePercent: 50,
    });
  });
});

describe("what the contract says to a machine that has stopped living", () => {
  const watchdog = {
    type: "watchdog",
    idleSeconds: 120,
    maximumInARow: 2,
    heartbeatLostSeconds: 60,
    resetAfterSeconds: 3_600,
    bootGraceSeconds: 300,
  };
  const machine = (more: object): DecisionRequest => ({
    kind: "watchdog",
    facts: {
      poweredOn: true,
      suspended: false,
      lastHeartbeatMs: now - 120_000,
      lastNetworkMs: now - 120_000,
      lastDiskMs: now - 120_000,
      restartsMs: [],
      watchedSinceMs: 0,
      ...more,
    },
  });
  const minutesAgo = (...minutes: readonly number[]) => ({
    restartsMs: minutes.map((one) => now - one * 60_000),
  });
  const says = (more: object) => sayTerms(["", [[watchdog]], machine(more), {}, ""]);
  const opens = (more: object) =>
    (decideTerms(["", [[watchdog]], machine(more), {}, ""]).needs?.[0]?.fromMs ?? 0) - now;

  it("msp-23: restarts after 120 seconds without life, heartbeat or not", () => {
    expect(says({})).toBe("allowed act-now x-01");
    expect(opens({ lastDiskMs: now - 119_000 })).toBe(1_000);
    expect(opens({ lastHeartbeatMs: now - 59_000 })).toBe(1_000);
  });

  it("msp-23: at most so many times in a row, and not while it boots", () => {
    expect(says(minutesAgo(20))).toBe("allowed act-now x-01");
    expect(says(minutesAgo(40, 20))).toBe("refused restarts-used-up x-01");
    expect(says(minutesAgo(80, 20))).toBe("allowed act-now x-01");
    expect(opens(minutesAgo(4))).toBe(60_000);
  });

  it("msp-23: a machine that is off is off", () => {
    expect(says({ poweredOn: false })).toBe("refused not-now x-01");
  });

  it("msp-23: without a watchdog nothing is restarted", () => {
    const scope = { type: "scope", includes: [], otherwise: "outOfScope" };
    expect(sayTerms(["", [[scope]], machine({}), {}, ""])).toBe("refused not-in-contract x-01");
  });
});
