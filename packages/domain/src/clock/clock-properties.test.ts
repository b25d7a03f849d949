import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileCalendar } from "../calendar/index.ts";
import type { CalendarSpec } from "../calendar/index.ts";
import type { ClockRules, TicketEvent } from "./index.ts";
import { readClocks } from "./index.ts";

const ZONE = "Europe/Berlin";
const HOUR = 3_600_000;
const MINUTE = 60_000;
const days = ["mon", "tue", "wed", "thu", "fri"] as const;
const holidays: CalendarSpec["holidays"] = [
  { kind: "public", country: "DE", commonToAllStates: true },
];
const calendars = {
  service: compileCalendar({
    timeZone: ZONE,
    hours: [{ days, from: "09:00", to: "18:00" }],
    holidays,
  }),
  intake: compileCalendar({
    timeZone: ZONE,
    hours: [{ days, from: "07:00", to: "19:00" }],
    holidays,
  }),
};

/** srv-28, srv-29, and a solution target of our own. */
const srv: ClockRules = {
  targets: [
    {
      clause: "srv-28",
      measure: "reaction",
      priority: "critical",
      withinMs: 4 * HOUR,
      counts: "service-time",
      metBy: ["work-began"],
      pausedBy: ["waiting-for-customer"],
    },
    {
      clause: "srv-29",
      measure: "reaction",
      priority: "other",
      withinMs: 24 * HOUR,
      counts: "service-time",
      metBy: ["work-began", "scheduled"],
      pausedBy: [],
    },
    {
      clause: "x-1",
      measure: "solution",
      priority: "critical",
      withinMs: 12 * HOUR,
      counts: "always",
      metBy: ["solved"],
      pausedBy: ["waiting-for-customer", "appointment"],
    },
  ],
  channels: [
    { channel: "phone", starts: "receipt" },
    { channel: "mail", starts: "intake" },
    { channel: "chat", starts: "never" },
  ],
  otherChannels: "recorded",
  warnAtPercent: [80, 50],
  escalations: [],
};

function ms(local: string): number {
  return Temporal.ZonedDateTime.from(`${local}[${ZONE}]`).epochMilliseconds;
}

type Kind = TicketEvent["kind"];

describe("clock properties", () => {
  const anyEvent: fc.Arbitrary<TicketEvent> = fc
    .record({
      id: fc.nat({ max: 999 }),
      minute: fc.nat({ max: 6_000 }),
      kind: fc.constantFrom<Kind>(
        "reported",
        "recorded",
        "priority-set",
        "paused",
        "resumed",
        "acknowledged",
        "work-began",
        "scheduled",
        "solved",
        "reopened",
      ),
      channel: fc.constantFrom("phone", "mail", "chat", "letter"),
      priority: fc.constantFrom("critical", "other"),
      reason: fc.constantFrom("waiting-for-customer", "appointment", "other"),
    })
    .map(({ id, minute, kind, ...more }) => ({
      id: `e${id}`,
      kind,
      atMs: ms("2026-11-20T00:00") + minute * MINUTE,
      ...more,
    }));
  const anyEvents = fc.uniqueArray(anyEvent, { selector: (one) => one.id, maxLength: 14 });
  const anyNow = fc
    .nat({ max: 7_000 })
    .map((minute) =>
      Temporal.Instant.fromEpochMilliseconds(ms("2026-11-20T00:00") + minute * MINUTE),
    );

  it("order and repeats of events change nothing; figures agree", () => {
    fc.assert(
      fc.property(anyEvents, anyNow, (events, now) => {
        const readings = readClocks(srv, calendars, events, now);
        expect(readClocks(srv, calendars, [...events].reverse().concat(events), now)).toEqual(
          readings,
        );
        for (const reading of readings) {
          const target = srv.targets.find((one) => one.clause === reading.clause);
          expect(reading.usedMs + reading.remainingMs).toBe(target?.withinMs);
          expect(reading.usedMs).toBeGreaterThanOrEqual(0);
          const end = reading.stoppedMs ?? now.epochMilliseconds;
          if (reading.state === "breached")
            expect(end).toBeGreaterThan(reading.dueMs ?? Number.POSITIVE_INFINITY);
          else if (reading.dueMs !== undefined) expect(end).toBeLessThanOrEqual(reading.dueMs);
          if (reading.state !== "breached") expect(reading.remainingMs).toBeGreaterThanOrEqual(0);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("time used never shrinks while nothing happens", () => {
    fc.assert(
      fc.property(anyEvents, anyNow, fc.nat({ max: 3_000 }), (events, now, minutes) => {
        const later = now.add({ minutes });
        const past = events.filter((one) => one.atMs <= now.epochMilliseconds);
        const after = readClocks(srv, calendars, past, later);
        for (const [index, before] of readClocks(srv, calendars, past, now).entries()) {
          expect(after[index]?.usedMs).toBeGreaterThanOrEqual(before.usedMs);
          if (before.state === "breached" || before.state === "met")
            expect(after[index]?.state).toBe(before.state);
        }
      }),
      { numRuns: 300 },
    );
  });
});
