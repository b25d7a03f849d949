import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FairUseLimit, UsageEvent } from "./index.ts";
import { findPassings, fitsFairUse, readFairUse } from "./index.ts";

const HOUR = 3_600_000;
const MINUTE = 60_000;
const ZONE = "Europe/Sarajevo";

/** ba-21: 100 messages in 60 minutes. */
const ba21: FairUseLimit = {
  clause: "ba-21",
  metric: "messages",
  atMost: 100,
  over: { kind: "sliding", windowMs: HOUR },
  warnAtPercent: 80,
};
/** ba-19: 65 GB a month. */
const ba19: FairUseLimit = {
  clause: "ba-19",
  metric: "traffic",
  atMost: 65,
  over: { kind: "calendar", unit: "month", timeZone: ZONE },
};

let count = 0;
function use(atMs: number, amount: number, metric = "messages"): UsageEvent {
  count += 1;
  return { id: `u${count}`, metric, atMs, amount };
}

const at = (ms: number) => Temporal.Instant.fromEpochMilliseconds(ms);
const local = (text: string) => Temporal.ZonedDateTime.from(`${text}[${ZONE}]`).epochMilliseconds;

describe("ba-21: 100 messages per 60 minutes", () => {
  it.each([
    [79, "within"],
    [80, "near"],
    [100, "near"],
    [101, "over"],
  ])("ba-21: %d messages are %s", (amount, state) => {
    expect(readFairUse(ba21, [use(0, amount)], at(0))).toMatchObject({
      clause: "ba-21",
      metric: "messages",
      atMost: 100,
      used: amount,
      state,
    });
  });

  it("ba-21: the window slides; after exactly an hour a message has left it", () => {
    const sent = [use(0, 60), use(30 * MINUTE, 40), use(59 * MINUTE, 10)];
    expect(readFairUse(ba21, sent, at(59 * MINUTE))).toMatchObject({
      used: 110,
      state: "over",
      passedMs: 59 * MINUTE,
      withinAgainMs: HOUR,
    });
    expect(readFairUse(ba21, sent, at(HOUR - 1)).used).toBe(110);
    expect(readFairUse(ba21, sent, at(HOUR))).toMatchObject({ used: 50, state: "within" });
    expect(readFairUse(ba21, sent, at(HOUR)).passedMs).toBeUndefined();
    expect(readFairUse(ba21, sent, at(10 * HOUR)).used).toBe(0);
  });

  it("ba-21: says when enough will have left", () => {
    const sent = [use(0, 10), use(MINUTE, 30), use(2 * MINUTE, 90)];
    // 130 − 10 is still too much, − 40 is not
    expect(readFairUse(ba21, sent, at(2 * MINUTE)).withinAgainMs).toBe(HOUR + MINUTE);
    expect(readFairUse(ba21, [use(0, 500)], at(0)).withinAgainMs).toBe(HOUR);
  });

  it("ba-21: what fits", () => {
    const sent = [use(0, 60)];
    expect(fitsFairUse(ba21, sent, 40, at(MINUTE))).toBe(true);
    expect(fitsFairUse(ba21, sent, 41, at(MINUTE))).toBe(false);
    expect(fitsFairUse(ba21, sent, 100, at(HOUR))).toBe(true);
  });

  it("ignores other metrics, the future, and repeats", () => {
    const one = use(0, 60);
    expect(
      readFairUse(ba21, [one, one, use(0, 60, "recipients"), use(MINUTE, 60)], at(0)).used,
    ).toBe(60);
  });

  it("ba-25: finds every passing for the record", () => {
    const sent = [
      use(0, 90),
      use(MINUTE, 20),
      use(2 * MINUTE, 20),
      use(3 * HOUR, 101),
      use(9 * HOUR, 60),
      use(9 * HOUR, 41),
      use(11 * HOUR, 100),
    ];
    expect(findPassings(ba21, sent.toReversed())).toEqual([
      { atMs: MINUTE, used: 110 },
      { atMs: 3 * HOUR, used: 101 },
      { atMs: 9 * HOUR, used: 101 },
    ]);
    // within for a millisecond: passed anew; the old leaving as the new comes: still the same passing
    expect(findPassings(ba21, [use(0, 101), use(HOUR + 1, 101)])).toHaveLength(2);
    expect(findPassings(ba21, [use(0, 101), use(HOUR, 101)])).toHaveLength(1);
    expect(findPassings(ba21, [])).toEqual([]);
  });
});

describe("ba-19: limits by the calendar", () => {
  it("ba-19: a month of the zone", () => {
    const traffic = [
      use(local("2026-02-28T23:59"), 60, "traffic"),
      use(local("2026-03-01T00:00"), 50, "traffic"),
      use(local("2026-03-20T00:00"), 16, "traffic"),
    ];
    expect(readFairUse(ba19, traffic, at(local("2026-02-28T23:59:59")))).toMatchObject({
      used: 60,
      state: "within",
    });
    expect(readFairUse(ba19, traffic, at(local("2026-03-19T00:00")))).toMatchObject({
      used: 50,
      state: "within",
    });
    expect(readFairUse(ba19, traffic, at(local("2026-03-20T00:00")))).toMatchObject({
      used: 66,
      state: "over",
      passedMs: local("2026-03-20T00:00"),
      withinAgainMs: local("2026-04-01T00:00"),
    });
    expect(readFairUse({ ...ba19, atMost: 66 }, traffic, at(local("2026-03-20T00:00"))).state).toBe(
      "near",
    );
  });

  it.each([
    ["hour", "2026-03-29T01:30", "2026-03-29T01:00", "2026-03-29T03:00"],
    ["hour", "2026-10-25T02:30+01:00", "2026-10-25T02:00+01:00", "2026-10-25T03:00"],
    ["day", "2026-03-29T12:00", "2026-03-29T00:00", "2026-03-30T00:00"],
    ["week", "2026-11-22T12:00", "2026-11-16T00:00", "2026-11-23T00:00"],
    ["week", "2026-11-23T00:00", "2026-11-23T00:00", "2026-11-30T00:00"],
    ["month", "2026-12-31T23:59", "2026-12-01T00:00", "2027-01-01T00:00"],
  ] as const)("a %s around %s", (unit, now, from, to) => {
    const limit: FairUseLimit = {
      ...ba19,
      atMost: 0,
      over: { kind: "calendar", unit, timeZone: ZONE },
    };
    const events = [use(local(from) - 1, 5, "traffic"), use(local(from), 7, "traffic")];
    expect(readFairUse(limit, events, at(local(now)))).toMatchObject({
      used: 7,
      withinAgainMs: local(to),
    });
  });
});

describe("levels and single events", () => {
  const disk: FairUseLimit = {
    clause: "ba-19",
    metric: "disk",
    atMost: 10,
    over: { kind: "level" },
    warnAtPercent: 90,
  };
  const size: FairUseLimit = {
    clause: "ba-20",
    metric: "size",
    atMost: 25,
    over: { kind: "single" },
  };

  it("ba-19: a level is what was measured last, passed since it last was not", () => {
    const levels = [use(1, 11, "disk"), use(2, 9, "disk"), use(3, 12, "disk"), use(4, 13, "disk")];
    expect(readFairUse(disk, levels, at(4))).toMatchObject({
      used: 13,
      state: "over",
      passedMs: 3,
    });
    expect(readFairUse(disk, levels, at(4)).withinAgainMs).toBeUndefined();
    expect(readFairUse(disk, levels, at(2))).toMatchObject({ used: 9, state: "near" });
    expect(readFairUse(disk, levels, at(1))).toMatchObject({ used: 11, passedMs: 1 });
    expect(readFairUse(disk, [], at(0))).toMatchObject({ used: 0, state: "within" });
    expect(fitsFairUse(disk, levels, 1, at(2))).toBe(true);
    expect(fitsFairUse(disk, levels, 2, at(2))).toBe(false);
    expect(findPassings(disk, levels)).toEqual([
      { atMs: 1, used: 11 },
      { atMs: 3, used: 12 },
    ]);
  });

  it("ba-20: a message alone", () => {
    const sizes = [use(1, 20, "size"), use(2, 26, "size"), use(3, 3, "size")];
    expect(readFairUse(size, sizes, at(3))).toMatchObject({ used: 26, state: "over", passedMs: 2 });
    expect(readFairUse(size, sizes, at(3)).withinAgainMs).toBeUndefined();
    expect(fitsFairUse(size, sizes, 25, at(3))).toBe(true);
    expect(fitsFairUse(size, sizes, 26, at(3))).toBe(false);
  });
});

describe("ba-25: passings by calendar and alone", () => {
  it("each calendar window is passed anew, once", () => {
    const traffic = [
      use(local("2026-02-10T00:00"), 70, "traffic"),
      use(local("2026-02-20T00:00"), 70, "traffic"),
      use(local("2026-03-01T00:00"), 66, "traffic"),
      use(local("2026-04-01T00:00"), 65, "traffic"),
    ];
    expect(findPassings(ba19, traffic)).toEqual([
      { atMs: local("2026-02-10T00:00"), used: 70 },
      { atMs: local("2026-03-01T00:00"), used: 66 },
    ]);
  });

  it("each event alone is its own passing", () => {
    const limit: FairUseLimit = { ...ba21, metric: "size", atMost: 25, over: { kind: "single" } };
    const sizes = [use(3, 30, "size"), use(1, 26, "size"), use(2, 25, "size"), use(3, 30)];
    expect(findPassings(limit, sizes)).toEqual([
      { atMs: 1, used: 26 },
      { atMs: 3, used: 30 },
    ]);
  });

  it("reads a hundred thousand messages at once", () => {
    const many = Array.from({ length: 100_000 }, (_, index) => use(index * 30_000, 1));
    const started = performance.now();
    // 120 a hour: passed once, and never within again
    expect(findPassings(ba21, many)).toEqual([{ atMs: 100 * 30_000, used: 101 }]);
    // Looking back for each message anew would take minutes.
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});

describe("fair use properties", () => {
  const events = fc
    .array(fc.tuple(fc.nat({ max: 300 }), fc.nat({ max: 60 })), { maxLength: 12 })
    .map((list) => list.map(([minute, amount]) => use(minute * MINUTE, amount)));

  it("order and repeats change nothing; withinAgain is the first moment within", () => {
    fc.assert(
      fc.property(events, fc.nat({ max: 320 }), (list, minute) => {
        const now = minute * MINUTE;
        const reading = readFairUse(ba21, list, at(now));
        expect(readFairUse(ba21, [...list].reverse().concat(list), at(now))).toEqual(reading);
        if (reading.withinAgainMs === undefined) return;
        const past = list.filter((one) => one.atMs <= now);
        expect(readFairUse(ba21, past, at(reading.withinAgainMs)).used).toBeLessThanOrEqual(100);
        expect(readFairUse(ba21, past, at(reading.withinAgainMs - 1)).used).toBeGreaterThan(100);
      }),
    );
  });

  it("passings are the moments that turn from within to over", () => {
    fc.assert(
      fc.property(events, (list) => {
        const expected = [...new Set(list.map((one) => one.atMs))]
          .toSorted((a, b) => a - b)
          .map((atMs) => {
            const past = list.filter((one) => one.atMs < atMs);
            const before = readFairUse(ba21, past, at(atMs - 1)).used;
            return { atMs, before, used: readFairUse(ba21, list, at(atMs)).used };
          })
          .filter(({ before, used }) => used > 100 && before <= 100)
          .map(({ atMs, used }) => ({ atMs, used }));
        expect(findPassings(ba21, [...list].reverse())).toEqual(expected);
      }),
    );
  });
});
