import { describe, expect, it } from "vitest";
import { catalogueWith, plan } from "../../../../test/catalogues/catalogue-with.ts";
import { readCatalogue } from "../../../../test/catalogues/read-catalogue.ts";
import type { Selection } from "../catalogue/index.ts";
import { readClocks } from "../clock/index.ts";
import type { TicketEvent } from "../clock/index.ts";
import { CLOCK_PRIORITY, compileClocks, judgeSeverity, momentText } from "./index.ts";
import type { FaultFacts } from "./index.ts";

/** The due moments, by clause, of a fault that was told by a channel at a local moment. */
function due(
  id: string,
  selection: Selection,
  fault: FaultFacts,
  told: string,
  channel = "mail",
): readonly string[] {
  const catalogue = readCatalogue(id);
  const { timeZone } = catalogue.provider;
  const atMs = Temporal.ZonedDateTime.from(`${told}[${timeZone}]`).epochMilliseconds;
  const events: readonly TicketEvent[] = [
    { id: "a", atMs, kind: "reported", channel },
    { id: "b", atMs, kind: "recorded" },
    { id: "c", atMs, kind: "priority-set", priority: CLOCK_PRIORITY },
  ];
  const judged = judgeSeverity(catalogue, selection, fault) ?? {};
  return compileClocks(catalogue, selection, judged).flatMap(({ rules, calendars, kind }) =>
    readClocks(rules, calendars, events, Temporal.Instant.fromEpochMilliseconds(atMs)).map(
      ({ clause, dueMs }) =>
        `${clause} ${kind} ${dueMs === undefined ? "never" : momentText(dueMs, timeZone)}`,
    ),
  );
}

const down = { serviceDown: true };
const plus = { plan: "plus" };

describe("response clocks as the real catalogues say them", () => {
  it.each([
    // Friday 16:00; opening hours 8 to 17.
    [
      "se-03: Basic: 8 opening hours from Friday 16:00",
      "se",
      { plan: "managed", level: "sla-basic" },
      down,
      "2027-04-09T16:00",
      "se-03 reaction 2027-04-12 15:00",
    ],
    [
      "se-03: Plus: 4 of them",
      "se",
      { plan: "managed", level: "sla-plus" },
      down,
      "2027-04-09T16:00",
      "se-03 reaction 2027-04-12 11:00",
    ],
    [
      "se-03: Premium: an hour, around the clock",
      "se",
      { plan: "managed", level: "sla-premium" },
      down,
      "2027-04-10T02:00",
      "se-03 reaction 2027-04-10 03:00",
    ],
    [
      "se-03: other faults with Premium: 8 opening hours",
      "se",
      { plan: "managed", level: "sla-premium" },
      {},
      "2027-04-09T16:00",
      "se-03 reaction 2027-04-12 15:00",
    ],
    // 9 to 17 without weekends: four hours of Friday, four of Monday. Intake is the same hours.
    [
      "msp-16: Basic: 8 office hours from Friday 13:00",
      "msp",
      { plan: "managed", level: "basic" },
      {},
      "2027-04-09T13:00",
      "msp-16 reaction 2027-04-12 13:00",
    ],
    // Extended hours: Friday to 20:00, Saturday 9 to 15.
    [
      "msp-16: Professional: 4 extended hours from Friday 18:00",
      "msp",
      { plan: "managed", level: "professional" },
      {},
      "2027-04-09T18:00",
      "msp-16 reaction 2027-04-10 11:00",
    ],
    [
      "msp-16: Premium: an hour at night",
      "msp",
      { plan: "managed", level: "premium" },
      {},
      "2027-04-10T02:00",
      "msp-16 reaction 2027-04-10 03:00",
    ],
    [
      "srv-28: eleven persons on Friday 17:00",
      "srv",
      plus,
      { persons: 11 },
      "2027-04-09T17:00",
      "srv-28 reaction 2027-04-12 12:00",
    ],
    [
      "srv-28: a key process",
      "srv",
      plus,
      { keyProcess: true },
      "2027-04-09T17:00",
      "srv-28 reaction 2027-04-12 12:00",
    ],
    // One hour of Friday, nine of Monday, nine of Tuesday, five of Wednesday.
    [
      "srv-29: ten persons are not more than ten",
      "srv",
      plus,
      { persons: 10 },
      "2027-04-09T17:00",
      "srv-29 reaction 2027-04-14 14:00",
    ],
    [
      "srv-23: told at 20:00, taken in at 7:00, service from 9:00",
      "srv",
      plus,
      { everyone: true },
      "2027-04-12T20:00",
      "srv-28 reaction 2027-04-13 13:00",
    ],
    [
      "srv-23: Christmas Day and the day after are nationwide holidays",
      "srv",
      plus,
      { everyone: true },
      "2029-12-24T17:00",
      "srv-28 reaction 2029-12-27 12:00",
    ],
  ] as const)("%s", (_name, id, selection, fault, told, expected) => {
    expect(due(id, selection, fault, told)).toEqual([expected]);
  });

  it("srv-28: a wish in the portal starts no clock that counts from mail or phone", () => {
    expect(due("srv", plus, { everyone: true }, "2027-04-12T10:00", "portal")).toEqual([
      "srv-28 reaction never",
    ]);
  });

  it("reaction and solution run beside each other", () => {
    const silver = { plan: "service", level: "silver" };
    const catalogue = readCatalogue("hours-only");
    const clocks = compileClocks(catalogue, silver, { priority: "p1" });
    expect(clocks.map(({ kind, rules }) => [kind, rules.targets[0]?.withinMs])).toEqual([
      ["reaction", 30 * 60_000],
      ["solution", 240 * 60_000],
    ]);
  });

  it("takes the priority from impact and urgency where no severity is firm", () => {
    const judged = judgeSeverity(
      readCatalogue("two-continents"),
      { plan: "sydney-host" },
      { impact: "high", urgency: "high" },
    );
    expect(judged).toEqual({ clause: "two-04", priority: "p1" });
  });
});

describe("response clocks, to the letter", () => {
  const target = (more: object = {}) => ({ targetMinutes: 60, calendar: "service-time", ...more });
  const clock = (more: object = {}) => ({
    type: "responseClock",
    kind: "reaction",
    targets: [target()],
    startsBy: ["mail", "phone"],
    startsAt: "received",
    fulfilledBy: ["workBegun"],
    pausesWhile: [],
    warnAtPercent: [50, 80],
    ...more,
  });
  const intake = {
    type: "serviceHours",
    purpose: "faultIntake",
    calendar: "fault-intake",
    channels: ["phone"],
  };
  const escalation = (...steps: readonly object[]) => ({
    type: "escalation",
    steps,
    calendar: "always",
    ringsOutside: false,
  });
  const step = (afterMinutes: number, ...channels: readonly string[]) => ({
    afterMinutes,
    to: "lead",
    channels,
  });
  const clocks = (terms: readonly object[], judged: object = {}) =>
    compileClocks(catalogueWith(terms), plan, judged);
  function only(...terms: readonly object[]) {
    const [found] = clocks(terms);
    if (found === undefined) throw new Error("no clock");
    return found;
  }

  it("srv-28: an hour of service time, by what is told and by nothing else", () => {
    const { clause, kind, rules } = only(clock());
    expect({ clause, kind, rules }).toEqual({
      clause: "x-01",
      kind: "reaction",
      rules: {
        targets: [
          {
            clause: "x-01",
            measure: "reaction",
            priority: CLOCK_PRIORITY,
            withinMs: 3_600_000,
            counts: "service-time",
            metBy: ["work-began"],
            pausedBy: [],
          },
        ],
        channels: [
          { channel: "mail", starts: "receipt" },
          { channel: "phone", starts: "receipt" },
        ],
        otherChannels: "never",
        warnAtPercent: [50, 80],
        escalations: [],
      },
    });
  });

  it.each<[string, object, object]>([
    ["a solution is measured as one", { kind: "solution" }, { measure: "solution" }],
    ["an update as a reaction", { kind: "update" }, { measure: "reaction" }],
    [
      "met by each of the words once",
      { fulfilledBy: ["answered", "scheduled", "workaround", "solved"] },
      { metBy: ["acknowledged", "scheduled", "solved"] },
    ],
    [
      "paused by each of the words once",
      {
        pausesWhile: [
          "customerUnreachable",
          "waitingForCustomer",
          "waitingForThirdParty",
          "appointmentAgreed",
        ],
      },
      { pausedBy: ["waiting-for-customer", "waiting-for-supplier", "appointment"] },
    ],
  ])("srv-29: %s", (_, more, expected) => {
    expect(only(clock(more)).rules.targets).toMatchObject([expected]);
  });

  it("srv-23: what comes by the ways of the fault intake counts from when that is open", () => {
    const channels = (...terms: readonly object[]) => only(...terms).rules.channels;
    expect(channels(clock(), intake)).toEqual([
      { channel: "mail", starts: "receipt" },
      { channel: "phone", starts: "intake" },
    ]);
    expect(channels(clock(), { ...intake, purpose: "openingHours" })[1]?.starts).toBe("receipt");
    expect(channels(clock({ startsAt: "confirmed" }), intake)).toEqual([
      { channel: "mail", starts: "recorded" },
      { channel: "phone", starts: "recorded" },
    ]);
    const hours = (...terms: readonly object[]) => only(...terms).calendars.intake.spec.hours;
    expect(hours(clock(), intake)).toMatchObject([{ from: "07:00", to: "19:00" }]);
    expect(hours(clock())).toMatchObject([{ from: "09:00", to: "18:00" }]);
  });

  it("msp-16: what monitoring finds starts it, where the clause says so", () => {
    expect(only(clock({ startsOn: ["service.down"], startsBy: [] })).rules.channels).toEqual([
      { channel: "monitoring", starts: "receipt" },
    ]);
  });

  it("srv-28: the first target that fits severity, priority and level", () => {
    const severe = clock({
      targets: [target({ severity: "grave" }), target({ targetMinutes: 90 })],
    });
    const urgent = clock({ targets: [target({ priority: "p1" })] });
    const gold = clock({ targets: [target({ level: "gold" })] });
    const minutes = (term: object, judged: object) =>
      clocks([term], judged).map(({ rules }) => (rules.targets[0]?.withinMs ?? 0) / 60_000);
    expect(minutes(severe, { severity: "grave" })).toEqual([60]);
    expect(minutes(severe, { severity: "slight" })).toEqual([90]);
    expect(minutes(severe, {})).toEqual([90]);
    expect(minutes(urgent, { priority: "p1" })).toEqual([60]);
    expect(minutes(urgent, { priority: "p2" })).toEqual([]);
    expect(minutes(urgent, {})).toEqual([]);
    expect(minutes(gold, {})).toEqual([]);
  });

  it("srv-28: who is called when nobody reacts, in percent of the time there is", () => {
    const rows = escalation(step(15, "mail", "phone"), step(60, "mail"), step(90, "sms"));
    const says = { clause: "x-01", measure: "reaction", to: "lead", ringsAtNight: false };
    expect(only(clock(), rows).rules.escalations).toEqual([
      { ...says, atPercent: 25, by: "page" },
      { ...says, atPercent: 100, by: "message" },
      { ...says, atPercent: 150, by: "page" },
    ]);
    expect(only(clock({ kind: "solution" }), rows).rules.escalations[0]?.measure).toBe("solution");
    expect(only(clock({ kind: "update" }), rows).rules.escalations[0]?.measure).toBe("reaction");
  });

  it("srv-28: steps wait for the hours of those who are called, else for the service time", () => {
    const hours = (...terms: readonly object[]) => only(...terms).escalationHours.spec.hours;
    expect(hours(clock(), escalation(step(15, "phone")))).toMatchObject([{ to: "24:00" }]);
    expect(hours(clock())).toMatchObject([{ from: "09:00", to: "18:00" }]);
  });
});
