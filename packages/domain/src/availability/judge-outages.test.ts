import { describe, expect, it } from "vitest";
import type { AvailabilityFacts, AvailabilityRules, MonthAvailability, Outage } from "./index.ts";
import { judgeMonth } from "./index.ts";

const SECOND = 1_000;
const MINUTE = 60_000;
const HOUR = 3_600_000;

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

  it("lists downtime by service, then time, in whatever order it came", () => {
    const again = outage("c", "2026-06-09T13:00", HOUR);
    for (const list of [
      [web, mail, again],
      [again, mail, web],
      [mail, web, again],
    ]) {
      const result = june(list, {}, { services });
      expect(result.counted.map((part) => part.outageIds.join())).toEqual(["b", "c", "a"]);
    }
  });

  it("names an outage once, also where its downtime is in pieces that another joins", () => {
    const attacked = { fromMs: ms("2026-06-10T12:30"), toMs: ms("2026-06-10T13:00") };
    const exclusions = [
      { kind: "announced", clause: "x-1", noticeMs: 0, causes: ["hardware"] },
    ] as const;
    const announcements = [{ id: "n", ...attacked, publishedMs: 0 }];
    const other = outage("z", "2026-06-10T12:20", HOUR, { cause: "software" });
    expect(june([web, other], { exclusions }, { announcements }).counted).toEqual([
      {
        fromMs: ms("2026-06-10T12:00"),
        toMs: ms("2026-06-10T14:00"),
        service: "web",
        outageIds: ["a", "z"],
      },
    ]);
  });

  it("outages that touch are one stretch; of those that begin together the shorter is named first", () => {
    const next = outage("b", "2026-06-10T14:00", HOUR);
    const short = outage("z", "2026-06-10T12:00", HOUR);
    const together = {
      fromMs: ms("2026-06-10T12:00"),
      toMs: ms("2026-06-10T15:00"),
      service: "web",
      outageIds: ["z", "a", "b"],
    };
    expect(june([next, web, short]).counted).toEqual([together]);
    expect(june([short, web, next]).counted).toEqual([together]);
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
