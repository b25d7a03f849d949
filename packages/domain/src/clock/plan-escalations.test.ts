import { describe, expect, it } from "vitest";
import { alwaysOpen, compileCalendar } from "../calendar/index.ts";
import type { CalendarSpec } from "../calendar/index.ts";
import type { ClockRules, TicketEvent } from "./index.ts";
import { planEscalations } from "./index.ts";

const ZONE = "Europe/Berlin";
const HOUR = 3_600_000;
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

function at(local: string): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(ms(local));
}

function wall(atMs: number | undefined): string {
  return atMs === undefined
    ? "never"
    : Temporal.Instant.fromEpochMilliseconds(atMs)
        .toZonedDateTimeISO(ZONE)
        .toPlainDateTime()
        .toString();
}

type Kind = TicketEvent["kind"];
let count = 0;

function event(kind: Kind, local: string, more: object = {}): TicketEvent {
  count += 1;
  return { id: `e${count}`, kind, atMs: ms(local), ...more } as TicketEvent;
}

const phone = (local: string) => event("reported", local, { channel: "phone" });
const critical = (local: string) => event("priority-set", local, { priority: "critical" });
const waiting = (local: string) => event("paused", local, { reason: "waiting-for-customer" });

describe("escalations", () => {
  const rules: ClockRules = {
    ...srv,
    escalations: [
      {
        clause: "x-9",
        measure: "solution",
        to: "head",
        atPercent: 100,
        by: "page",
        ringsAtNight: false,
      },
      {
        clause: "x-8",
        measure: "solution",
        to: "team",
        atPercent: 50,
        by: "message",
        ringsAtNight: false,
      },
      {
        clause: "x-7",
        measure: "solution",
        to: "on-call",
        atPercent: 50,
        by: "page",
        ringsAtNight: true,
      },
      {
        clause: "x-6",
        measure: "reaction",
        to: "team",
        atPercent: 150,
        by: "page",
        ringsAtNight: false,
      },
    ],
  };
  const hours = compileCalendar({ timeZone: ZONE, hours: [{ days, from: "08:00", to: "20:00" }] });
  const plan = (events: readonly TicketEvent[], now: string, hoursOf = () => hours) =>
    planEscalations(rules, calendars, events, at(now), hoursOf).map((one) => [
      one.clause,
      one.to,
      wall(one.dueMs),
      wall(one.sendMs),
      one.heldBack,
    ]);
  const friday = [phone("2026-11-20T17:00"), critical("2026-11-20T17:00")];

  it("a page waits for the morning, a message does not, and a contract may let it ring", () => {
    expect(plan(friday, "2026-11-20T17:00")).toEqual([
      ["x-8", "team", "2026-11-20T23:00:00", "2026-11-20T23:00:00", false],
      ["x-7", "on-call", "2026-11-20T23:00:00", "2026-11-20T23:00:00", false],
      ["x-9", "head", "2026-11-21T05:00:00", "2026-11-23T08:00:00", true],
      // 6 h of service time from Friday 17:00
      ["x-6", "team", "2026-11-23T14:00:00", "2026-11-23T14:00:00", false],
    ]);
  });

  it("carries measure, percent and way", () => {
    expect(
      planEscalations(rules, calendars, friday, at("2026-11-20T17:00"), () => hours)[0],
    ).toEqual({
      clause: "x-8",
      measure: "solution",
      to: "team",
      by: "message",
      atPercent: 50,
      dueMs: ms("2026-11-20T23:00"),
      sendMs: ms("2026-11-20T23:00"),
      heldBack: false,
    });
  });

  it("asks for each recipient's own hours; who has none gets no call", () => {
    const asked: string[] = [];
    const plans = planEscalations(rules, calendars, friday, at("2026-11-20T17:00"), (to) => {
      asked.push(to);
      return to === "head" ? compileCalendar({ timeZone: ZONE, hours: [] }) : hours;
    });
    expect(asked.toSorted()).toEqual(["head", "team"]);
    const head = plans.find((one) => one.to === "head");
    expect(head).toMatchObject({ heldBack: true, dueMs: ms("2026-11-21T05:00") });
    expect(head?.sendMs).toBeUndefined();
    expect(
      plan(friday, "2026-11-20T17:00", () =>
        compileCalendar({ timeZone: ZONE, hours: alwaysOpen }),
      )[2]?.[4],
    ).toBe(false);
  });

  it("what would come after the target was met does not come", () => {
    const solved = [
      ...friday,
      event("work-began", "2026-11-20T17:30"),
      event("solved", "2026-11-21T06:00"),
    ];
    // due before it was solved, but held back until after
    expect(plan(solved, "2026-11-21T06:00").map((one) => one[0])).toEqual(["x-8", "x-7"]);
    expect(
      plan([...friday, event("solved", "2026-11-20T22:59")], "2026-11-20T22:59").map(
        (one) => one[0],
      ),
    ).toEqual(["x-6"]);
    expect(
      plan([...friday, event("solved", "2026-11-20T23:00")], "2026-11-20T23:00").map(
        (one) => one[0],
      ),
    ).toEqual(["x-8", "x-7", "x-6"]);
  });

  it("moves with a pause and needs a start", () => {
    expect(plan([...friday, waiting("2026-11-20T18:00")], "2026-11-20T20:00")[0]?.[2]).toBe(
      "2026-11-21T01:00:00",
    );
    expect(plan([critical("2026-11-20T17:00")], "2026-11-20T20:00")).toEqual([]);
  });
});
