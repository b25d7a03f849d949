import fc from "fast-check";
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

describe("when downtime starts and stops", () => {
  const told = outage("a", "2026-06-10T12:00", 2 * HOUR, {
    detectedMs: ms("2026-06-10T12:05"),
    reportedMs: ms("2026-06-10T12:30"),
    recoveryDetectedMs: ms("2026-06-10T14:02"),
    closedMs: ms("2026-06-10T15:00"),
  });
  const silent = outage("b", "2026-06-11T12:00", HOUR);

  it.each<[AvailabilityRules["starts"], AvailabilityRules["stops"], number]>([
    ["began", "ended", 120],
    ["detected", "ended", 115],
    ["reported", "ended", 90],
    ["began", "recovery-detected", 122],
    ["began", "closed", 180],
    ["reported", "closed", 150],
  ])("from %s to %s: %d min", (starts, stops, minutes) => {
    expect(june([told], { starts, stops }).downMs).toBe(minutes * MINUTE);
  });

  it("falls back only where the contract's word allows it", () => {
    expect(june([silent], { starts: "detected" }).downMs).toBe(0);
    expect(
      june([{ ...silent, reportedMs: ms("2026-06-11T12:20") }], { starts: "detected" }).downMs,
    ).toBe(40 * MINUTE);
    expect(
      june([{ ...silent, detectedMs: ms("2026-06-11T12:20") }], { starts: "reported" }).downMs,
    ).toBe(0);
    expect(june([silent], { stops: "recovery-detected" }).downMs).toBe(HOUR);
    // nobody told the customer: it is still open
    expect(june([silent], { stops: "closed" }).downMs).toBe(
      ms("2026-07-01T00:00") - silent.beganMs,
    );
  });

  it("an outage reported after it ended is none", () => {
    expect(
      june([{ ...silent, reportedMs: ms("2026-06-11T13:00") }], { starts: "reported" }),
    ).toMatchObject({ downMs: 0, counted: [] });
  });
});

describe("rounded outages", () => {
  it.each([
    ["up", 61, 120],
    ["up", 60, 60],
    ["down", 119, 60],
    ["down", 59, 0],
    ["nearest", 89, 60],
    ["nearest", 90, 120],
  ] as const)("%s: %d s count as %d s", (direction, seconds, counted) => {
    const one = outage("a", "2026-06-10T12:00", seconds * SECOND);
    const rules = { roundOutage: { toMs: MINUTE, direction } };
    expect(june([one], rules).downMs).toBe(counted * SECOND);
  });
});

describe("interruptions too short to count", () => {
  const parts = [
    outage("a", "2026-06-10T12:00", 3 * MINUTE),
    outage("b", "2026-06-10T12:03", 2 * MINUTE),
    outage("c", "2026-06-11T12:00", 5 * MINUTE - 1),
    outage("d", "2026-06-12T12:00", 7 * MINUTE),
  ];

  it("touching outages are one interruption; five minutes are long enough", () => {
    const result = june(parts, { minimum: { ms: 5 * MINUTE, counts: "whole" } });
    expect(result.downMs).toBe(12 * MINUTE);
    expect(result.excluded).toEqual([
      {
        fromMs: ms("2026-06-11T12:00"),
        toMs: ms("2026-06-11T12:05") - 1,
        service: "web",
        outageId: "c",
        clause: "ba-06",
        why: "short",
      },
    ]);
    expect(result.excludedMs).toBe(0);
  });

  it("or only what goes beyond counts", () => {
    expect(june(parts, { minimum: { ms: 5 * MINUTE, counts: "beyond" } }).downMs).toBe(2 * MINUTE);
    expect(june(parts, { minimum: { ms: 4 * MINUTE, counts: "beyond" } }).downMs).toBe(
      5 * MINUTE - 1,
    );
  });

  it("is judged on the whole interruption, across the end of the month", () => {
    const split = facts([outage("a", "2026-06-30T23:57", 6 * MINUTE)]);
    const rules: AvailabilityRules = { ...ba, minimum: { ms: 5 * MINUTE, counts: "whole" } };
    expect(judgeMonth(rules, split, "2026-06").downMs).toBe(3 * MINUTE);
    expect(judgeMonth(rules, split, "2026-07").downMs).toBe(3 * MINUTE);
    expect(
      judgeMonth({ ...rules, minimum: { ms: 5 * MINUTE, counts: "beyond" } }, split, "2026-07")
        .downMs,
    ).toBe(MINUTE);
  });

  it("is judged for all services together, or for each", () => {
    const two = [
      outage("a", "2026-06-10T12:00", 3 * MINUTE),
      outage("b", "2026-06-10T12:02", 3 * MINUTE, { service: "mail" }),
    ];
    const minimum = { ms: 5 * MINUTE, counts: "whole" } as const;
    const services = ["web", "mail"];
    expect(june(two, { minimum }, { services }).downMs).toBe(5 * MINUTE);
    expect(june(two, { minimum, services: "average" }, { services }).downMs).toBe(0);
  });
});

describe("several services", () => {
  const web = outage("a", "2026-06-10T12:00", 2 * HOUR);
  const mail = outage("b", "2026-06-10T13:00", 2 * HOUR, { service: "mail" });
  const services = ["web", "mail", "web"];

  it("union: down when any is down", () => {
    const result = june([web, mail], {}, { services });
    expect(result).toMatchObject({ downMs: 3 * HOUR, agreedMs: 720 * HOUR });
    expect(result.counted.map((part) => part.service)).toEqual(["mail", "web"]);
  });

  it("average: times are pooled", () => {
    expect(june([web, mail], { services: "average" }, { services })).toMatchObject({
      downMs: 4 * HOUR,
      agreedMs: 1440 * HOUR,
      percent: "99.72",
    });
    expect(june([web], { services: "average" }, { services: [] })).toMatchObject({
      agreedMs: 0,
      percent: "100.00",
    });
  });

  it("all-down: down only while all of them are", () => {
    const rules = { services: "all-down" } as const;
    expect(june([web, mail], rules, { services })).toMatchObject({
      downMs: HOUR,
      agreedMs: 720 * HOUR,
    });
    expect(june([web], rules, { services }).downMs).toBe(0);
    expect(june([web], rules, { services: ["web"] }).downMs).toBe(2 * HOUR);
    expect(june([], rules, { services: [] })).toMatchObject({ downMs: 0, agreedMs: 720 * HOUR });
    // one down and the other unknown or excused is not all down
    const unknown = [
      { fromMs: ms("2026-06-10T12:30"), toMs: ms("2026-06-10T13:30"), service: "mail" },
    ];
    expect(june([web], rules, { services, unknown })).toMatchObject({ downMs: 0, unknownMs: HOUR });
    const attack = { ...mail, cause: "attack" } as const;
    expect(june([web, attack], rules, { services })).toMatchObject({ downMs: 0, excludedMs: HOUR });
  });

  it("does not count unknown time of services that are not promised", () => {
    const unknown = [
      { fromMs: ms("2026-06-10T00:00"), toMs: ms("2026-06-10T10:00"), service: "ftp" },
    ];
    expect(june([], {}, { services, unknown }).unknownMs).toBe(0);
  });

  it("does not count services that are not promised", () => {
    expect(june([web, mail], {}, { services: ["mail"] })).toMatchObject({ downMs: 2 * HOUR });
  });

  it("joins overlapping outages of one service and keeps their names", () => {
    const again = outage("c", "2026-06-10T13:30", HOUR);
    expect(june([again, web, web]).counted).toEqual([
      {
        fromMs: ms("2026-06-10T12:00"),
        toMs: ms("2026-06-10T14:30"),
        service: "web",
        outageIds: ["a", "c"],
      },
    ]);
    const inside = outage("c", "2026-06-10T12:30", HOUR);
    expect(june([inside, web]).counted).toEqual([
      {
        fromMs: ms("2026-06-10T12:00"),
        toMs: ms("2026-06-10T14:00"),
        service: "web",
        outageIds: ["a", "c"],
      },
    ]);
  });
});

describe("service hours, the contract's life, unknown time", () => {
  const serviceHours = {
    timeZone: "Europe/Sarajevo",
    hours: [{ days: ["mon", "tue", "wed", "thu", "fri"], from: "09:00", to: "18:00" }],
  } as const;

  it("counts service hours alone", () => {
    // June 2026 has 22 weekdays of 9 h; Friday 17:00 to Monday 10:00 is two of them
    const weekend = outage("a", "2026-06-12T17:00", 65 * HOUR);
    expect(june([weekend], { serviceHours })).toMatchObject({
      agreedMs: 198 * HOUR,
      downMs: 2 * HOUR,
      percent: "98.99",
    });
  });

  it("counts the contract's life alone", () => {
    const agreed = [
      { fromMs: ms("2026-06-21T00:00"), toMs: ms("2026-07-21T00:00") },
      { fromMs: ms("2026-06-21T00:00"), toMs: ms("2026-06-25T00:00") },
    ];
    const early = outage("a", "2026-06-20T12:00", DAY);
    expect(june([early], {}, { agreed })).toMatchObject({
      agreedMs: 10 * DAY,
      downMs: 12 * HOUR,
      percent: "95.00",
    });
    expect(june([early], {}, { agreed: [] })).toMatchObject({
      agreedMs: 0,
      downMs: 0,
      points: 10_000,
      met: true,
    });
  });

  it.each<[AvailabilityRules["unknownTime"], number, number, string]>([
    ["up", 2, 720, "99.72"],
    ["down", 12, 720, "98.33"],
    ["excluded", 2, 710, "99.72"],
  ])("unknown time counts as %s", (unknownTime, downHours, ofHours, percent) => {
    const unknown = [{ fromMs: ms("2026-06-10T00:00"), toMs: ms("2026-06-10T11:00") }];
    // one of the eleven unknown hours is known to be down
    const known = outage("a", "2026-06-10T10:00", 2 * HOUR);
    const result = june([known], { unknownTime }, { unknown });
    expect(result).toMatchObject({ downMs: downHours * HOUR, unknownMs: 10 * HOUR, percent });
    expect(result.share.of).toBe(ofHours * HOUR);
  });

  it("unknown time of one service, of all, and outside the agreed time", () => {
    const unknown = [
      { fromMs: ms("2026-06-10T00:00"), toMs: ms("2026-06-10T10:00"), service: "mail" },
      { fromMs: ms("2026-06-09T20:00"), toMs: ms("2026-06-10T01:00") },
      { fromMs: ms("2026-05-01T00:00"), toMs: ms("2026-06-01T01:00") },
    ];
    const services = ["web", "mail"];
    expect(june([], {}, { unknown, services }).unknownMs).toBe(15 * HOUR);
    // web 5 + 1, mail 14 + 1
    expect(june([], { services: "average" }, { unknown, services }).unknownMs).toBe(21 * HOUR);
    expect(june([], { serviceHours }, { unknown, services: ["web", "mail"] }).unknownMs).toBe(HOUR);
  });

  it("excluded work in unknown time stays unknown", () => {
    const unknown = [{ fromMs: ms("2026-06-10T00:00"), toMs: ms("2026-06-10T10:00") }];
    const attack = outage("a", "2026-06-10T08:00", 4 * HOUR, { cause: "attack" });
    expect(
      june([attack], { unknownTime: "excluded", excludedTime: "leaves" }, { unknown }),
    ).toMatchObject({
      unknownMs: 10 * HOUR,
      excludedMs: 2 * HOUR,
      share: { of: 708 * HOUR, up: 708 * HOUR },
    });
    expect(june([attack], { unknownTime: "down" }, { unknown })).toMatchObject({
      downMs: 10 * HOUR,
      excludedMs: 2 * HOUR,
    });
    expect(june([attack], { unknownTime: "up" }, { unknown })).toMatchObject({
      downMs: 0,
      excludedMs: 4 * HOUR,
    });
  });
});

describe("the same facts in any order, told again or corrected", () => {
  it("the higher revision stands", () => {
    const first = outage("a", "2026-06-10T12:00", 2 * HOUR, { revision: 1 });
    const second = outage("a", "2026-06-10T12:00", HOUR, { revision: 2 });
    const unnumbered = outage("a", "2026-06-10T12:00", 9 * HOUR);
    expect(june([first, second, unnumbered]).downMs).toBe(HOUR);
    expect(june([unnumbered, second, first]).downMs).toBe(HOUR);
  });

  it("two tellings of one revision are settled the same way in any order", () => {
    const one = outage("a", "2026-06-10T12:00", 2 * HOUR);
    const other = outage("a", "2026-06-10T12:00", HOUR);
    expect(june([one, other])).toEqual(june([other, one]));
  });
});

const causes = ["hardware", "planned-work", "attack", "customer"] as const;
const period = { fromMs: 0, toMs: 100 };

/** Outages, announcements and unknown time on a line of a hundred instants. */
const anyOutage: fc.Arbitrary<Outage> = fc
  .record({
    id: fc.integer({ min: 0, max: 9_999 }),
    service: fc.constantFrom("s0", "s1", "elsewhere"),
    cause: fc.constantFrom(...causes),
    beganMs: fc.integer({ min: -20, max: 110 }),
    lasts: fc.option(fc.integer({ min: 0, max: 30 }), { freq: 12 }),
    delays: fc.tuple(
      fc.nat({ max: 6 }),
      fc.nat({ max: 6 }),
      fc.nat({ max: 6 }),
      fc.nat({ max: 6 }),
    ),
    reported: fc.boolean(),
  })
  .map(({ id, service, cause, beganMs, lasts, delays, reported }) => ({
    id: `o${id}`,
    service,
    cause,
    beganMs,
    detectedMs: beganMs + delays[0],
    ...(reported && { reportedMs: beganMs + delays[1] }),
    ...(lasts !== null && {
      endedMs: beganMs + lasts,
      recoveryDetectedMs: beganMs + lasts + delays[2],
      closedMs: beganMs + lasts + delays[3],
    }),
  }));

const anyAnnouncement: fc.Arbitrary<Announcement> = fc
  .record({
    id: fc.integer().map((n) => `n${n}`),
    fromMs: fc.integer({ min: -10, max: 100 }),
    lasts: fc.nat({ max: 40 }),
    ahead: fc.nat({ max: 20 }),
    withdrawn: fc.boolean(),
    services: fc.constantFrom(undefined, ["s0"], ["s1", "s0"]),
  })
  .map(({ id, fromMs, lasts, ahead, withdrawn, services }) => ({
    id,
    fromMs,
    toMs: fromMs + lasts,
    publishedMs: fromMs - ahead,
    withdrawn,
    ...(services !== undefined && { services }),
  }));

const anyInterval = fc
  .tuple(fc.integer({ min: -10, max: 110 }), fc.nat({ max: 30 }))
  .map(([fromMs, lasts]) => ({ fromMs, toMs: fromMs + lasts }));

const anyFacts: fc.Arbitrary<AvailabilityFacts> = fc.record(
  {
    services: fc.constantFrom(["s0"], ["s0", "s1"]),
    outages: fc.uniqueArray(anyOutage, { maxLength: 8, selector: (one) => one.id }),
    announcements: fc.array(anyAnnouncement, { maxLength: 3 }),
    unknown: fc.array(
      fc
        .tuple(anyInterval, fc.constantFrom(undefined, "s0", "s1"))
        .map(([part, service]) => (service === undefined ? part : { ...part, service })),
      { maxLength: 3 },
    ),
    agreed: fc.array(anyInterval, { maxLength: 3 }),
  },
  { requiredKeys: ["services", "outages", "announcements", "unknown"] },
);

const anyExclusion: fc.Arbitrary<Exclusion> = fc.oneof(
  fc
    .subarray([...causes])
    .map((some): Exclusion => ({ kind: "cause", clause: "x-cause", causes: some })),
  fc.tuple(fc.subarray([...causes]), fc.nat({ max: 10 })).map(([some, noticeMs]): Exclusion => ({
    kind: "announced",
    clause: "x-announced",
    causes: some,
    noticeMs,
  })),
  fc
    .array(anyInterval, { maxLength: 3 })
    .map((intervals): Exclusion => ({ kind: "interval", clause: "x-interval", intervals })),
);

const anyRules: fc.Arbitrary<AvailabilityRules> = fc.record(
  {
    clause: fc.constant("x"),
    timeZone: fc.constant("UTC"),
    services: fc.constantFrom("union", "all-down", "average"),
    unknownTime: fc.constantFrom("up", "down", "excluded"),
    excludedTime: fc.constantFrom("up", "leaves"),
    starts: fc.constantFrom("began", "detected", "reported"),
    stops: fc.constantFrom("ended", "recovery-detected", "closed"),
    minimum: fc.record({ ms: fc.nat({ max: 15 }), counts: fc.constantFrom("whole", "beyond") }),
    roundOutage: fc.record({
      toMs: fc.integer({ min: 1, max: 9 }),
      direction: fc.constantFrom("up", "down", "nearest"),
    }),
    exclusions: fc.array(anyExclusion, { maxLength: 3 }),
    decimals: fc.integer({ min: 0, max: 6 }),
    rounding: fc.constantFrom("down", "half-up", "up"),
    targetPoints: fc.constant(9_990),
  },
  {
    requiredKeys: [
      "clause",
      "timeZone",
      "services",
      "unknownTime",
      "excludedTime",
      "starts",
      "stops",
      "exclusions",
      "decimals",
      "rounding",
      "targetPoints",
    ],
  },
);

/** Rules whose excuses are used up in the order of the outages. */
const capped: fc.Arbitrary<AvailabilityRules> = fc
  .tuple(
    anyRules,
    fc.nat({ max: 30 }),
    fc.constantFrom("month", "period", "cause"),
    fc.subarray([...causes], { minLength: 1 }),
  )
  .map(([rules, atMost, per, some]) => {
    const announced = { kind: "announced", clause: "x-capped", causes: some, noticeMs: 0 } as const;
    const exclusion: Exclusion = {
      month: { ...announced, atMostMsPerMonth: atMost },
      period: { ...announced, atMostMsPerPeriod: atMost },
      cause: {
        kind: "cause",
        clause: "x-capped",
        causes: some,
        atMostMsPerPeriod: atMost,
      } as const,
    }[per];
    return { ...rules, exclusions: [exclusion, ...rules.exclusions] };
  });

type Span = { outage: Outage; from: number; to: number };

/** The slow truth: each instant by itself. */
function pointwise(
  rules: AvailabilityRules,
  given: AvailabilityFacts,
): { down: number; of: number; unknown: number } {
  const spans = given.outages.flatMap((one): Span[] => {
    const from = {
      began: one.beganMs,
      detected: one.detectedMs ?? one.reportedMs,
      reported: one.reportedMs,
    }[rules.starts];
    const stop =
      {
        ended: one.endedMs,
        "recovery-detected": one.recoveryDetectedMs ?? one.endedMs,
        closed: one.closedMs,
      }[rules.stops] ?? Number.POSITIVE_INFINITY;
    if (from === undefined || stop <= from || !given.services.includes(one.service)) return [];
    const unit = rules.roundOutage?.toMs ?? 1;
    const round = { up: Math.ceil, down: Math.floor, nearest: Math.round };
    const to = from + round[rules.roundOutage?.direction ?? "down"]((stop - from) / unit) * unit;
    return to <= from ? [] : [{ outage: one, from, to }];
  });
  const isLong = (span: Span, at: number): boolean => {
    if (rules.minimum === undefined) return true;
    const together = spans.filter(
      (other) => rules.services === "union" || other.outage.service === span.outage.service,
    );
    let { from, to } = span;
    for (let changed = true; changed;) {
      changed = false;
      for (const other of together) {
        if (other.from > to || other.to < from || (other.from >= from && other.to <= to)) continue;
        from = Math.min(from, other.from);
        to = Math.max(to, other.to);
        changed = true;
      }
    }
    const isWhole = rules.minimum.counts === "whole";
    return to - from >= rules.minimum.ms && (isWhole || at >= from + rules.minimum.ms);
  };
  const isIn = (part: { fromMs: number; toMs: number }, at: number): boolean =>
    part.fromMs <= at && at < part.toMs;
  const isExcused = (one: Outage, at: number): boolean =>
    rules.exclusions.some((exclusion) => {
      if (exclusion.kind === "cause") return exclusion.causes.includes(one.cause);
      if (exclusion.kind === "interval") return exclusion.intervals.some((part) => isIn(part, at));
      if (exclusion.kind === "window" || !exclusion.causes.includes(one.cause)) return false;
      return given.announcements.some(
        (notice) =>
          notice.withdrawn !== true &&
          notice.publishedMs <= notice.fromMs - exclusion.noticeMs &&
          isIn(notice, at) &&
          (notice.services ?? [one.service]).includes(one.service),
      );
    });
  const lookAt = (service: string, at: number) => {
    const active = spans.filter(
      (span) =>
        span.outage.service === service && span.from <= at && at < span.to && isLong(span, at),
    );
    const down = active.some((span) => !isExcused(span.outage, at));
    const unknown = given.unknown.some(
      (part) => isIn(part, at) && (part.service ?? service) === service,
    );
    return { down, unknown, excused: active.length > 0 && !down };
  };
  const total = { down: 0, of: 0, unknown: 0 };
  const pools =
    rules.services === "average" ? given.services.map((one) => [one]) : [given.services];
  for (const pool of pools) {
    for (let at = period.fromMs; at < period.toMs; at += 1) {
      if (given.agreed !== undefined && !given.agreed.some((part) => isIn(part, at))) continue;
      const looks = pool.map((service) => lookAt(service, at));
      const holds = (test: (look: (typeof looks)[number]) => boolean): boolean =>
        rules.services === "all-down" ? looks.every(test) : looks.some(test);
      const isAll = rules.services === "all-down";
      const isDown = holds((look) => look.down);
      const isUnknown = !isDown && holds((look) => look.unknown || (isAll && look.down));
      const isExcusedNow = !isDown && holds((look) => look.excused || (isAll && look.down));
      const countsDown = isDown || (isUnknown && rules.unknownTime === "down");
      const leaves =
        (isUnknown && rules.unknownTime === "excluded") ||
        (isExcusedNow && !countsDown && rules.excludedTime === "leaves");
      if (isUnknown) total.unknown += 1;
      if (!leaves) total.of += 1;
      if (countsDown) total.down += 1;
    }
  }
  return total;
}

/** Nothing promised is nothing broken: 0 of 0 is all of it. */
function shareIsAtMost(a: MonthAvailability, b: MonthAvailability): boolean {
  const [x, y] = [a, b].map(({ share }) => (share.of === 0 ? { up: 1, of: 1 } : share));
  if (x === undefined || y === undefined) throw new Error("two shares");
  return BigInt(x.up) * BigInt(y.of) <= BigInt(y.up) * BigInt(x.of);
}

describe("availability properties", () => {
  const judge = (rules: AvailabilityRules, given: AvailabilityFacts, within = period) =>
    judgePeriod(rules, given, within, "test");

  it("agrees with looking at each instant by itself", () => {
    fc.assert(
      fc.property(anyRules, anyFacts, (rules, given) => {
        const result = judge(rules, given);
        const truth = pointwise(rules, given);
        expect({ down: result.downMs, of: result.share.of, unknown: result.unknownMs }).toEqual(
          truth,
        );
        expect(result.share.up).toBe(truth.of - truth.down);
      }),
      { numRuns: 2_000 },
    );
  });

  it("adding an outage never raises availability", () => {
    fc.assert(
      fc.property(fc.oneof(anyRules, capped), anyFacts, anyOutage, (rules, given, one) => {
        const before = judge(rules, given);
        const after = judge(rules, {
          ...given,
          outages: [...given.outages, { ...one, id: "new" }],
        });
        expect(shareIsAtMost(after, before)).toBe(true);
        expect(after.points).toBeLessThanOrEqual(before.points);
        expect(after.downMs).toBeGreaterThanOrEqual(before.downMs);
      }),
      { numRuns: 2_000 },
    );
  });

  it("permuted and repeated facts change nothing", () => {
    fc.assert(
      fc.property(fc.oneof(anyRules, capped), anyFacts, (rules, given) => {
        const shuffled = {
          services: [...given.services].reverse().concat(given.services),
          outages: [...given.outages].reverse().concat(given.outages),
          announcements: [...given.announcements].reverse().concat(given.announcements),
          unknown: [...given.unknown].reverse().concat(given.unknown),
          ...(given.agreed !== undefined && {
            agreed: [...given.agreed].reverse().concat(given.agreed),
          }),
        };
        expect(judge(rules, shuffled)).toEqual(judge(rules, given));
      }),
      { numRuns: 500 },
    );
  });

  it("splitting a period adds up", () => {
    fc.assert(
      fc.property(anyRules, anyFacts, fc.integer({ min: 1, max: 99 }), (rules, given, cut) => {
        const whole = judge(rules, given);
        const first = judge(rules, given, { fromMs: 0, toMs: cut });
        const second = judge(rules, given, { fromMs: cut, toMs: 100 });
        for (const key of ["agreedMs", "downMs", "unknownMs", "excludedMs"] as const) {
          expect(first[key] + second[key]).toBe(whole[key]);
        }
        expect(first.share.up + second.share.up).toBe(whole.share.up);
      }),
      { numRuns: 1_000 },
    );
  });

  it("every part lies in the period and in its outage, and counted parts of a service do not touch", () => {
    fc.assert(
      fc.property(fc.oneof(anyRules, capped), anyFacts, (rules, given) => {
        const { counted, excluded } = judge(rules, given);
        for (const part of [...counted, ...excluded]) {
          expect(part.fromMs).toBeGreaterThanOrEqual(period.fromMs);
          expect(part.toMs).toBeLessThanOrEqual(period.toMs);
          expect(part.toMs).toBeGreaterThan(part.fromMs);
        }
        for (const [index, part] of counted.entries()) {
          const before = counted[index - 1];
          if (before?.service === part.service) expect(part.fromMs).toBeGreaterThan(before.toMs);
        }
      }),
      { numRuns: 300 },
    );
  });
});
