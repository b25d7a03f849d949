import { describe, expect, it } from "vitest";
import { compileCalendar } from "../calendar/index.ts";
import type { CalendarSpec } from "../calendar/index.ts";
import type { ClockReading, ClockRules, TicketEvent } from "./index.ts";
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
const mail = (local: string) => event("reported", local, { channel: "mail" });
const critical = (local: string) => event("priority-set", local, { priority: "critical" });
const other = (local: string) => event("priority-set", local, { priority: "other" });
const waiting = (local: string) => event("paused", local, { reason: "waiting-for-customer" });

function read(
  events: readonly TicketEvent[],
  now: string,
  rules: ClockRules = srv,
): readonly ClockReading[] {
  return readClocks(rules, calendars, events, at(now));
}

function reaction(
  events: readonly TicketEvent[],
  now: string,
  rules: ClockRules = srv,
): ClockReading {
  const reading = read(events, now, rules).find((one) => one.measure === "reaction");
  if (reading === undefined) throw new Error("no reaction clock");
  return reading;
}

function solution(events: readonly TicketEvent[], now: string): ClockReading {
  const reading = read(events, now).find((one) => one.measure === "solution");
  if (reading === undefined) throw new Error("no solution clock");
  return reading;
}

describe("srv-28, srv-29: the time to act", () => {
  it.each([
    ["srv-28: Monday morning", "2026-11-23T10:00", "critical", "2026-11-23T14:00:00"],
    ["srv-28: Friday afternoon", "2026-11-20T17:00", "critical", "2026-11-23T12:00:00"],
    ["srv-28: at night", "2026-11-23T03:00", "critical", "2026-11-23T13:00:00"],
    ["srv-28: before Easter", "2026-04-02T17:30", "critical", "2026-04-07T12:30:00"],
    ["srv-28: over the change of clocks", "2026-03-27T17:00", "critical", "2026-03-30T12:00:00"],
    ["srv-28: exactly to closing", "2026-11-23T14:00", "critical", "2026-11-23T18:00:00"],
    ["srv-29: 24 h of service time", "2026-11-23T10:00", "other", "2026-11-25T16:00:00"],
    ["srv-29: over New Year", "2026-12-30T10:00", "other", "2027-01-04T16:00:00"],
  ])("%s", (_, reported, priority, due) => {
    const set = priority === "critical" ? critical(reported) : other(reported);
    expect(wall(reaction([phone(reported), set], reported).dueMs)).toBe(due);
  });

  it("srv-23: a mail before intake starts the clock at seven, a call at once", () => {
    const early = "2026-11-23T05:00";
    expect(wall(reaction([mail(early), critical(early)], early).startedMs)).toBe(
      "2026-11-23T07:00:00",
    );
    expect(reaction([mail(early), critical(early)], early)).toMatchObject({
      state: "not-started",
      usedMs: 0,
      remainingMs: 4 * HOUR,
    });
    expect(wall(reaction([phone(early), critical(early)], early).startedMs)).toBe(
      "2026-11-23T05:00:00",
    );
    expect(
      wall(reaction([mail("2026-11-20T19:00"), critical(early)], "2026-11-23T08:00").startedMs),
    ).toBe("2026-11-23T07:00:00");
    expect(
      wall(reaction([mail("2026-11-20T18:59"), critical(early)], "2026-11-23T08:00").startedMs),
    ).toBe("2026-11-20T18:59:00");
  });

  it("starts by channel: never, when recorded, at the earliest notice", () => {
    const noon = "2026-11-23T12:00";
    const chat = event("reported", "2026-11-23T09:00", { channel: "chat" });
    const letter = event("reported", "2026-11-23T09:00", { channel: "letter" });
    expect(reaction([chat, critical(noon)], noon)).toMatchObject({
      state: "not-started",
      usedMs: 0,
    });
    expect(reaction([chat, critical(noon)], noon).startedMs).toBeUndefined();
    expect(reaction([chat, critical(noon)], noon).dueMs).toBeUndefined();
    expect(reaction([letter, critical(noon)], noon).state).toBe("not-started");
    expect(
      wall(
        reaction([letter, event("recorded", "2026-11-23T11:00"), critical(noon)], noon).startedMs,
      ),
    ).toBe("2026-11-23T11:00:00");
    expect(
      wall(
        reaction([phone("2026-11-23T11:30"), phone("2026-11-23T10:00"), chat, critical(noon)], noon)
          .startedMs,
      ),
    ).toBe("2026-11-23T10:00:00");
  });

  it("an intake that never opens never starts the clock", () => {
    const shut = { ...calendars, intake: compileCalendar({ timeZone: ZONE, hours: [] }) };
    const noon = "2026-11-23T12:00";
    expect(
      readClocks(srv, shut, [mail(noon), critical(noon)], at(noon))[0]?.startedMs,
    ).toBeUndefined();
  });

  it("a service that never opens is never due", () => {
    const shut = { ...calendars, service: compileCalendar({ timeZone: ZONE, hours: [] }) };
    const noon = "2026-11-23T12:00";
    const reading = readClocks(srv, shut, [phone(noon), critical(noon)], at("2026-11-30T12:00"))[0];
    expect(reading).toMatchObject({ state: "running", usedMs: 0, warnings: [] });
    expect(reading?.dueMs).toBeUndefined();
  });

  it("without a priority there is nothing to promise yet", () => {
    expect(read([phone("2026-11-23T10:00")], "2026-11-23T12:00")).toEqual([]);
  });
});

describe("states of a clock", () => {
  const start = [phone("2026-11-23T10:00"), critical("2026-11-23T10:00")];

  it.each([
    ["2026-11-23T10:00", "running", 0],
    ["2026-11-23T11:59", "running", 119],
    ["2026-11-23T12:00", "warned", 120],
    ["2026-11-23T14:00", "warned", 240],
    ["2026-11-23T14:00:00.001", "breached", 240],
  ])("at %s it is %s", (now, state, minutes) => {
    const reading = reaction(start, now);
    expect(reading.state).toBe(state);
    expect(Math.floor(reading.usedMs / MINUTE)).toBe(minutes);
    expect(reading.remainingMs).toBe(4 * HOUR - reading.usedMs);
    expect(reading.breachedMs).toBe(state === "breached" ? ms("2026-11-23T14:00") : undefined);
  });

  it("srv-28: work that began is the answer; in time or late", () => {
    expect(
      reaction([...start, event("work-began", "2026-11-23T14:00")], "2026-11-24T10:00"),
    ).toEqual({
      clause: "srv-28",
      measure: "reaction",
      priority: "critical",
      state: "met",
      startedMs: ms("2026-11-23T10:00"),
      dueMs: ms("2026-11-23T14:00"),
      usedMs: 4 * HOUR,
      remainingMs: 0,
      stoppedMs: ms("2026-11-23T14:00"),
      warnings: [
        { percent: 50, atMs: ms("2026-11-23T12:00") },
        { percent: 80, atMs: ms("2026-11-23T13:12") },
      ],
    });
    expect(
      reaction([...start, event("work-began", "2026-11-23T15:00")], "2026-11-24T10:00"),
    ).toMatchObject({
      state: "breached",
      stoppedMs: ms("2026-11-23T15:00"),
      breachedMs: ms("2026-11-23T14:00"),
      usedMs: 5 * HOUR,
      remainingMs: -HOUR,
    });
  });

  it("srv-29: scheduling is enough for other problems, not for critical ones", () => {
    const scheduled = event("scheduled", "2026-11-23T11:00");
    expect(reaction([...start, scheduled], "2026-11-23T11:30").state).toBe("running");
    expect(
      reaction(
        [phone("2026-11-23T10:00"), other("2026-11-23T10:00"), scheduled],
        "2026-11-23T11:30",
      ),
    ).toMatchObject({ state: "met", clause: "srv-29", usedMs: HOUR });
    expect(
      reaction([...start, event("acknowledged", "2026-11-23T11:00")], "2026-11-23T11:30").state,
    ).toBe("running");
  });

  it("the first answer counts, and one before the start is an answer", () => {
    const twice = [
      ...start,
      event("work-began", "2026-11-23T11:00"),
      event("work-began", "2026-11-23T16:00"),
    ];
    expect(reaction(twice, "2026-11-24T10:00").stoppedMs).toBe(ms("2026-11-23T11:00"));
    const early = [
      mail("2026-11-23T05:00"),
      critical("2026-11-23T05:00"),
      event("work-began", "2026-11-23T05:30"),
    ];
    expect(reaction(early, "2026-11-23T05:40")).toMatchObject({ state: "met", usedMs: 0 });
    expect(reaction(early, "2026-11-23T05:40").warnings).toEqual([]);
  });

  it("what has not happened yet is not known", () => {
    const later = event("work-began", "2026-11-23T13:00");
    expect(reaction([...start, later], "2026-11-23T12:59").state).toBe("warned");
    expect(reaction([...start, later], "2026-11-23T13:00").state).toBe("met");
  });

  it("a raised priority counts from the first start on", () => {
    const raised = [
      phone("2026-11-23T10:00"),
      other("2026-11-23T10:00"),
      critical("2026-11-23T16:00"),
    ];
    expect(reaction(raised, "2026-11-23T15:59")).toMatchObject({
      clause: "srv-29",
      state: "running",
    });
    expect(reaction(raised, "2026-11-23T16:00")).toMatchObject({
      clause: "srv-28",
      state: "breached",
      dueMs: ms("2026-11-23T14:00"),
    });
  });
});

describe("pauses", () => {
  const start = [phone("2026-11-23T10:00"), critical("2026-11-23T10:00")];

  it("waiting for the customer stops the clock and moves the end", () => {
    const paused = [...start, waiting("2026-11-23T11:00")];
    expect(reaction(paused, "2026-11-23T13:00")).toMatchObject({
      state: "paused",
      usedMs: HOUR,
      dueMs: ms("2026-11-23T16:00"),
    });
    const resumed = [...paused, event("resumed", "2026-11-23T13:00")];
    expect(reaction(resumed, "2026-11-23T14:30")).toMatchObject({
      state: "warned",
      usedMs: 2.5 * HOUR,
      dueMs: ms("2026-11-23T16:00"),
    });
    expect(reaction(resumed, "2026-11-23T16:00:00.001").state).toBe("breached");
  });

  it("only for reasons that the contract names", () => {
    const appointment = [...start, event("paused", "2026-11-23T11:00", { reason: "appointment" })];
    expect(reaction(appointment, "2026-11-23T13:00")).toMatchObject({
      state: "warned",
      usedMs: 3 * HOUR,
    });
    expect(solution(appointment, "2026-11-23T13:00")).toMatchObject({
      state: "paused",
      usedMs: HOUR,
    });
  });

  it("another reason ends the first; a second pause adds to it", () => {
    const events = [
      ...start,
      waiting("2026-11-23T11:00"),
      event("paused", "2026-11-23T12:00", { reason: "waiting-for-supplier" }),
      waiting("2026-11-23T13:00"),
      event("resumed", "2026-11-23T14:00"),
    ];
    expect(reaction(events, "2026-11-23T15:00").usedMs).toBe(3 * HOUR);
    expect(solution(events, "2026-11-23T15:00").usedMs).toBe(3 * HOUR);
    expect(reaction(events.slice(0, 4), "2026-11-23T12:30").state).toBe("running");
  });

  it("a pause before the start and one in the night change nothing", () => {
    const early = [waiting("2026-11-23T08:00"), event("resumed", "2026-11-23T09:00"), ...start];
    expect(wall(reaction(early, "2026-11-23T10:00").dueMs)).toBe("2026-11-23T14:00:00");
    const night = [
      phone("2026-11-23T16:00"),
      critical("2026-11-23T16:00"),
      waiting("2026-11-23T18:00"),
      event("resumed", "2026-11-24T09:00"),
    ];
    expect(wall(reaction(night, "2026-11-24T10:00").dueMs)).toBe("2026-11-24T11:00:00");
  });

  it("does not unbreak what was breached", () => {
    expect(reaction([...start, waiting("2026-11-23T15:00")], "2026-11-23T17:00")).toMatchObject({
      state: "breached",
      breachedMs: ms("2026-11-23T14:00"),
    });
  });

  it("the same instant: resumed before paused", () => {
    const both = [
      ...start,
      waiting("2026-11-23T11:00"),
      waiting("2026-11-23T12:00"),
      event("resumed", "2026-11-23T12:00"),
    ];
    expect(reaction(both, "2026-11-23T13:00")).toMatchObject({ state: "paused", usedMs: HOUR });
  });
});

describe("solutions, around the clock", () => {
  const start = [phone("2026-11-20T17:00"), critical("2026-11-20T17:00")];

  it("counts nights and weekends where the target says so", () => {
    expect(wall(solution(start, "2026-11-20T17:00").dueMs)).toBe("2026-11-21T05:00:00");
    expect(solution(start, "2026-11-21T05:00:00.001").state).toBe("breached");
  });

  it("counts real hours on the day clocks change", () => {
    const night = [phone("2026-10-24T20:00"), critical("2026-10-24T20:00")];
    expect(wall(solution(night, "2026-10-24T20:00").dueMs)).toBe("2026-10-25T07:00:00");
  });

  it("a 24x7 option overrides service time", () => {
    expect(wall(reaction(start, "2026-11-20T17:00", { ...srv, aroundTheClock: true }).dueMs)).toBe(
      "2026-11-20T21:00:00",
    );
  });

  it("reopening takes the solution back, without the time between, and leaves the reaction alone", () => {
    const events = [
      ...start,
      event("work-began", "2026-11-20T17:30"),
      event("solved", "2026-11-20T19:00"),
      event("reopened", "2026-11-20T22:00"),
    ];
    expect(solution(events.slice(0, 4), "2026-11-21T12:00")).toMatchObject({
      state: "met",
      usedMs: 2 * HOUR,
    });
    expect(solution(events, "2026-11-20T23:00")).toMatchObject({
      state: "running",
      usedMs: 3 * HOUR,
      dueMs: ms("2026-11-21T08:00"),
    });
    expect(reaction(events, "2026-11-20T23:00")).toMatchObject({
      state: "met",
      stoppedMs: ms("2026-11-20T17:30"),
    });
    const again = [...events, event("solved", "2026-11-21T07:00")];
    expect(solution(again, "2026-11-22T00:00")).toMatchObject({
      state: "met",
      stoppedMs: ms("2026-11-21T07:00"),
      usedMs: 11 * HOUR,
    });
    expect(
      solution([...start, event("reopened", "2026-11-20T18:00")], "2026-11-20T19:00").usedMs,
    ).toBe(2 * HOUR);
  });

  it("solved twice counts from the first", () => {
    const events = [
      ...start,
      event("solved", "2026-11-20T19:00"),
      event("solved", "2026-11-20T21:00"),
      event("reopened", "2026-11-20T22:00"),
    ];
    expect(solution(events, "2026-11-20T23:00").usedMs).toBe(3 * HOUR);
  });
});
