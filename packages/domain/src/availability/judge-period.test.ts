import { describe, expect, it } from "vitest";
import type {
  Announcement,
  AvailabilityFacts,
  AvailabilityRules,
  Exclusion,
  MonthAvailability,
  Outage,
} from "./index.ts";
import { judgeMonth, judgePeriod } from "./index.ts";

const SECOND = 1_000;
const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 86_400_000;

function ms(local: string, timeZone = "Europe/Sarajevo"): number {
  return Temporal.ZonedDateTime.from(`${local}[${timeZone}]`).epochMilliseconds;
}

/** ba-04 to ba-07. */
const ba: AvailabilityRules = {
  clause: "ba-06",
  timeZone: "Europe/Sarajevo",
  services: "union",
  unknownTime: "up",
  excludedTime: "up",
  starts: "began",
  stops: "ended",
  exclusions: [
    { kind: "announced", clause: "ba-05", noticeMs: 24 * HOUR, causes: ["planned-work"] },
    { kind: "cause", clause: "ba-05", causes: ["attack"] },
  ],
  decimals: 2,
  rounding: "half-up",
  targetPoints: 9990,
};

function outage(id: string, from: string, lasts: number, more: Partial<Outage> = {}): Outage {
  const beganMs = ms(from);
  return { id, service: "web", cause: "hardware", beganMs, endedMs: beganMs + lasts, ...more };
}

function facts(
  outages: readonly Outage[],
  more: Partial<AvailabilityFacts> = {},
): AvailabilityFacts {
  return { services: ["web"], outages, announcements: [], unknown: [], ...more };
}

function june(
  outages: readonly Outage[],
  rules: Partial<AvailabilityRules> = {},
  more: Partial<AvailabilityFacts> = {},
): MonthAvailability {
  return judgeMonth({ ...ba, ...rules }, facts(outages, more), "2026-06");
}

describe("ba-02: availability of a calendar month", () => {
  it.each([
    ["2026-02", 28 * 24],
    ["2028-02", 29 * 24],
    ["2026-03", 31 * 24 - 1],
    ["2026-04", 30 * 24],
    ["2026-10", 31 * 24 + 1],
    ["2026-12", 31 * 24],
  ])("ba-02: %s is %d h long in Sarajevo", (month, hours) => {
    const result = judgeMonth(ba, facts([]), month);
    expect(result).toMatchObject({
      agreedMs: hours * HOUR,
      downMs: 0,
      points: 10_000,
      percent: "100.00",
      met: true,
    });
    expect(result.share).toEqual({ up: hours * HOUR, of: hours * HOUR });
    expect(result.toMs - result.fromMs).toBe(hours * HOUR);
  });

  it("ba-06: one hour is more than March bears, and names month, zone and outages", () => {
    // 743 h, one of them down: 742/743 = 99.8654 %
    expect(judgeMonth(ba, facts([outage("a", "2026-03-10T12:00", HOUR)]), "2026-03")).toEqual({
      clause: "ba-06",
      month: "2026-03",
      timeZone: "Europe/Sarajevo",
      fromMs: ms("2026-03-01T00:00"),
      toMs: ms("2026-04-01T00:00"),
      agreedMs: 743 * HOUR,
      downMs: HOUR,
      unknownMs: 0,
      excludedMs: 0,
      share: { up: 742 * HOUR, of: 743 * HOUR },
      points: 9987,
      percent: "99.87",
      met: false,
      counted: [
        {
          fromMs: ms("2026-03-10T12:00"),
          toMs: ms("2026-03-10T13:00"),
          service: "web",
          outageIds: ["a"],
        },
      ],
      excluded: [],
    });
  });

  it("ba-02: cuts an outage over New Year at midnight in the contract's zone", () => {
    const newYear = facts([outage("a", "2026-12-31T23:30", 90 * MINUTE)]);
    expect(judgeMonth(ba, newYear, "2026-12").downMs).toBe(30 * MINUTE);
    expect(judgeMonth(ba, newYear, "2027-01").downMs).toBe(60 * MINUTE);
    expect(judgeMonth(ba, newYear, "2027-02").downMs).toBe(0);
    expect(judgeMonth({ ...ba, timeZone: "UTC" }, newYear, "2026-12").downMs).toBe(90 * MINUTE);
  });

  it("counts real time on the days when clocks change", () => {
    // 01:30 to 03:30 by the clock is one hour in March and three in October
    const spring = outage("a", "2026-03-29T01:30", 0, { endedMs: ms("2026-03-29T03:30") });
    const autumn = outage("b", "2026-10-25T01:30", 0, { endedMs: ms("2026-10-25T03:30") });
    expect(judgeMonth(ba, facts([spring]), "2026-03").downMs).toBe(HOUR);
    expect(judgeMonth(ba, facts([autumn]), "2026-10").downMs).toBe(3 * HOUR);
  });

  it("counts what still lasts to the end of the month, or to the moment asked", () => {
    const lasting = facts([
      { id: "a", service: "web", cause: "network", beganMs: ms("2026-06-30T12:00") },
    ]);
    expect(judgeMonth(ba, lasting, "2026-06").downMs).toBe(12 * HOUR);
    expect(judgeMonth(ba, lasting, "2026-07").downMs).toBe(31 * DAY);
    const noon = Temporal.Instant.fromEpochMilliseconds(ms("2026-07-01T12:00"));
    expect(judgeMonth(ba, lasting, "2026-07", noon)).toMatchObject({
      downMs: 12 * HOUR,
      agreedMs: 12 * HOUR,
      points: 0,
      percent: "0.00",
    });
    // before the month and after it
    expect(judgeMonth(ba, lasting, "2026-08", noon)).toMatchObject({
      agreedMs: 0,
      points: 10_000,
      met: true,
    });
    expect(judgeMonth(ba, lasting, "2026-06", noon).agreedMs).toBe(30 * DAY);
  });
});

describe("rounding of the percentage (ba-07 speaks in hundredths)", () => {
  // June has 2,592,000 s; a hundredth of a percent is 259.2 s
  it.each([
    [0, "100.00", "100.00", "100.00", true],
    [1, "99.99", "100.00", "100.00", true],
    [129, "99.99", "100.00", "100.00", true],
    [130, "99.99", "99.99", "100.00", true],
    [2_592, "99.90", "99.90", "99.90", true],
    [2_593, "99.89", "99.90", "99.90", false],
    [2_721, "99.89", "99.90", "99.90", false],
    [2_722, "99.89", "99.89", "99.90", false],
    [5_184, "99.80", "99.80", "99.80", false],
    [77_760, "97.00", "97.00", "97.00", false],
    [77_761, "96.99", "97.00", "97.00", false],
    [2_592_000, "0.00", "0.00", "0.00", false],
  ])("%d s down: down %s, half up %s, up %s", (seconds, down, halfUp, up, metDown) => {
    const outages = [outage("a", "2026-06-01T00:00", seconds * SECOND)];
    expect(june(outages, { rounding: "down" })).toMatchObject({ percent: down, met: metDown });
    expect(june(outages, { rounding: "half-up" }).percent).toBe(halfUp);
    expect(june(outages, { rounding: "up" }).percent).toBe(up);
  });

  it("has as many digits as the contract", () => {
    const outages = [outage("a", "2026-06-01T00:00", 1_296 * SECOND)];
    expect(june(outages, { decimals: 0 })).toMatchObject({ points: 100, percent: "100" });
    expect(june(outages, { decimals: 0, rounding: "down" })).toMatchObject({
      points: 99,
      percent: "99",
    });
    expect(june(outages, { decimals: 1 })).toMatchObject({ points: 1000, percent: "100.0" });
    expect(june(outages, { decimals: 3 })).toMatchObject({ points: 99_950, percent: "99.950" });
    expect(june(outages, { decimals: 5 })).toMatchObject({
      points: 9_995_000,
      percent: "99.95000",
    });
  });
});

describe("ba-05: what is not downtime", () => {
  const work = outage("work", "2026-06-10T01:00", 2 * HOUR, { cause: "planned-work" });
  const announcement = (more: Partial<Announcement> = {}): Announcement => ({
    id: "n1",
    fromMs: ms("2026-06-10T01:00"),
    toMs: ms("2026-06-10T02:30"),
    publishedMs: ms("2026-06-09T01:00"),
    ...more,
  });

  it.each<[string, readonly Announcement[], Partial<Outage>, number]>([
    ["not announced", [], {}, 120],
    ["announced exactly 24 h before; half an hour too long", [announcement()], {}, 30],
    [
      "announced a millisecond late",
      [announcement({ publishedMs: ms("2026-06-09T01:00") + 1 })],
      {},
      120,
    ],
    ["withdrawn", [announcement({ withdrawn: true })], {}, 120],
    ["not withdrawn", [announcement({ withdrawn: false })], {}, 30],
    ["for this service", [announcement({ services: ["mail", "web"] })], {}, 30],
    ["for another service", [announcement({ services: ["mail"] })], {}, 120],
    ["names this announcement", [announcement()], { announcementId: "n1" }, 30],
    ["names another announcement", [announcement()], { announcementId: "n2" }, 120],
    ["a hardware fault in the window", [announcement()], { cause: "hardware" }, 120],
    ["an attack", [], { cause: "attack" }, 0],
    [
      "two windows one after the other",
      [
        announcement(),
        announcement({
          id: "n2",
          fromMs: ms("2026-06-10T02:00"),
          toMs: ms("2026-06-10T03:00"),
          publishedMs: ms("2026-06-01T00:00"),
        }),
      ],
      {},
      0,
    ],
    ["began before the window", [announcement({ fromMs: ms("2026-06-10T01:30") })], {}, 60],
  ])("ba-05: %s", (_, announcements, more, minutes) => {
    expect(june([{ ...work, ...more }], {}, { announcements }).downMs).toBe(minutes * MINUTE);
  });

  it("ba-05: says which part is excluded by which clause", () => {
    const result = june([work], {}, { announcements: [announcement()] });
    expect(result.excluded).toEqual([
      {
        fromMs: ms("2026-06-10T01:00"),
        toMs: ms("2026-06-10T02:30"),
        service: "web",
        outageId: "work",
        clause: "ba-05",
        why: "announced",
      },
    ]);
    expect(result.counted).toEqual([
      {
        fromMs: ms("2026-06-10T02:30"),
        toMs: ms("2026-06-10T03:00"),
        service: "web",
        outageIds: ["work"],
      },
    ]);
    expect(result.excludedMs).toBe(90 * MINUTE);
  });

  it("leaves excluded time in the agreed time, or takes it out", () => {
    const attack = outage("a", "2026-06-01T00:00", 15 * DAY, { cause: "attack" });
    const fault = outage("b", "2026-06-20T00:00", 3 * HOUR);
    // 3 h of 30 days, and of 15
    expect(june([attack, fault])).toMatchObject({
      share: { of: 30 * DAY, up: 30 * DAY - 3 * HOUR },
      percent: "99.58",
    });
    expect(june([attack, fault], { excludedTime: "leaves" })).toMatchObject({
      share: { of: 15 * DAY, up: 15 * DAY - 3 * HOUR },
      percent: "99.17",
    });
  });

  it("a fault during excluded work is downtime", () => {
    const attack = outage("a", "2026-06-01T00:00", 4 * HOUR, { cause: "attack" });
    const fault = outage("b", "2026-06-01T01:00", HOUR);
    expect(june([attack, fault])).toMatchObject({ downMs: HOUR, excludedMs: 3 * HOUR });
  });

  it("the first exclusion that fits takes the time", () => {
    const both: readonly Exclusion[] = [
      {
        kind: "interval",
        clause: "x-1",
        intervals: [{ fromMs: ms("2026-06-01T01:00"), toMs: ms("2026-06-01T02:00") }],
      },
      { kind: "cause", clause: "x-2", causes: ["attack"] },
    ];
    const attack = outage("a", "2026-06-01T00:00", 3 * HOUR, { cause: "attack" });
    expect(
      june([attack], { exclusions: both }).excluded.map((part) => [
        part.clause,
        part.why,
        part.toMs - part.fromMs,
      ]),
    ).toEqual([
      ["x-1", "interval", HOUR],
      ["x-2", "cause", HOUR],
      ["x-2", "cause", HOUR],
    ]);
  });

  it("lets a cause through for so much of the period, and announced work in its window only", () => {
    const attack = outage("a", "2026-06-01T00:00", 3 * HOUR, { cause: "attack" });
    const again = outage("b", "2026-06-02T00:00", 3 * HOUR, { cause: "attack" });
    const cause: Exclusion = {
      kind: "cause",
      clause: "x-1",
      causes: ["attack"],
      atMostMsPerPeriod: 4 * HOUR,
    };
    const result = june([again, attack], { exclusions: [cause] });
    expect(result).toMatchObject({ downMs: 2 * HOUR, excludedMs: 4 * HOUR });
    expect(result.counted[0]).toMatchObject({ fromMs: ms("2026-06-02T01:00"), outageIds: ["b"] });
    const announced: Exclusion = {
      kind: "announced",
      clause: "x-2",
      causes: ["planned-work"],
      noticeMs: 0,
      atMostMsPerPeriod: HOUR,
      inside: {
        timeZone: "Europe/Sarajevo",
        hours: [{ days: ["wed"], from: "02:00", to: "06:00" }],
      },
    };
    const announcements = [announcement()];
    // announced 01:00–02:30 on a Wednesday, the window opens at two
    expect(june([work], { exclusions: [announced] }, { announcements }).downMs).toBe(90 * MINUTE);
    const tight = { ...announced, atMostMsPerPeriod: 10 * MINUTE };
    expect(june([work], { exclusions: [tight] }, { announcements }).downMs).toBe(110 * MINUTE);
  });

  it("an allowance is used up over several stretches of one outage", () => {
    const attack = outage("a", "2026-06-01T00:00", 3 * HOUR, { cause: "attack" });
    const hole = { fromMs: ms("2026-06-01T01:00"), toMs: ms("2026-06-01T02:00") };
    const exclusions: readonly Exclusion[] = [
      { kind: "interval", clause: "x-1", intervals: [hole] },
      { kind: "cause", clause: "x-2", causes: ["attack"], atMostMsPerPeriod: 90 * MINUTE },
    ];
    expect(june([attack], { exclusions })).toMatchObject({
      downMs: 30 * MINUTE,
      counted: [{ fromMs: ms("2026-06-01T02:30"), toMs: ms("2026-06-01T03:00") }],
    });
  });

  it("lists what is excluded by start and name, in whatever order it came", () => {
    const attacks = ["b", "c", "a"].map((id) =>
      outage(id, "2026-06-01T00:00", HOUR, { cause: "attack" }),
    );
    const first = outage("z", "2026-05-31T23:00", 2 * HOUR, { cause: "attack" });
    for (const list of [
      [...attacks, first],
      [first, ...attacks.toReversed()],
    ]) {
      expect(june(list).excluded.map((part) => part.outageId)).toEqual(["z", "a", "b", "c"]);
    }
  });

  it("excludes a standing maintenance window, for some causes or for all", () => {
    const window = {
      timeZone: "Europe/Sarajevo",
      hours: [{ days: ["sun"], from: "02:00", to: "06:00" }],
    } as const;
    const sunday = outage("a", "2026-06-07T01:00", 6 * HOUR);
    const all: Exclusion = { kind: "window", clause: "x-1", window };
    expect(june([sunday], { exclusions: [all] }).downMs).toBe(2 * HOUR);
    expect(june([sunday], { exclusions: [{ ...all, causes: ["planned-work"] }] }).downMs).toBe(
      6 * HOUR,
    );
    expect(june([sunday], { exclusions: [{ ...all, causes: ["hardware"] }] }).downMs).toBe(
      2 * HOUR,
    );
    // Five hours a month of the window: four on this Sunday, one on the next.
    const next = outage("b", "2026-06-14T01:00", 6 * HOUR);
    const exclusions = [{ ...all, atMostMsPerPeriod: 5 * HOUR }];
    expect(june([next, sunday], { exclusions }).downMs).toBe(2 * HOUR + 5 * HOUR);
  });

  it("lets at most so much announced work through each month", () => {
    const capped: readonly Exclusion[] = [
      {
        kind: "announced",
        clause: "x-1",
        noticeMs: 0,
        causes: ["planned-work"],
        atMostMsPerMonth: 4 * HOUR,
      },
    ];
    const announcements = [
      { id: "n", fromMs: ms("2026-05-01T00:00"), toMs: ms("2026-08-01T00:00"), publishedMs: 0 },
    ];
    const works = [
      outage("c", "2026-06-30T22:00", 4 * HOUR, { cause: "planned-work" }),
      outage("a", "2026-06-02T00:00", 3 * HOUR, { cause: "planned-work" }),
      outage("b", "2026-06-02T01:00", 3 * HOUR, { cause: "planned-work", service: "mail" }),
    ];
    const judged = (month: string) =>
      judgeMonth(
        { ...ba, exclusions: capped },
        facts(works, { announcements, services: ["web", "mail"] }),
        month,
      );
    // June: 00–03 uses 3 h, mail's 03–04 the fourth; the two hours before July count. July: 2 h of 4.
    expect(judged("2026-06")).toMatchObject({ downMs: 2 * HOUR, excludedMs: 4 * HOUR });
    expect(judged("2026-07")).toMatchObject({ downMs: 0, excludedMs: 2 * HOUR });
    const both = judgePeriod(
      { ...ba, exclusions: capped },
      facts(works, { announcements, services: ["web", "mail"] }),
      { fromMs: ms("2026-06-01T00:00"), toMs: ms("2026-08-01T00:00") },
      "summer",
    );
    expect(both).toMatchObject({ month: "summer", downMs: 2 * HOUR, excludedMs: 6 * HOUR });
  });
});
