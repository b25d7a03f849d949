import { describe, expect, it } from "vitest";
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
