import { describe, expect, it } from "vitest";
import { judgeMonth } from "../availability/index.ts";
import type { AvailabilityRules, Outage } from "../availability/index.ts";
import type { AvailabilityPromise } from "../contract/index.ts";
import { judgePromise } from "./index.ts";
import type { Promised, PromiseFacts } from "./index.ts";

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;
const FROM = Date.parse("2027-04-01T00:00:00Z");
const NOW = FROM + 10 * DAY;

const rules: AvailabilityRules = {
  clause: "x-1",
  timeZone: "UTC",
  services: "union",
  unknownTime: "up",
  excludedTime: "up",
  starts: "began",
  stops: "ended",
  exclusions: [],
  decimals: 2,
  rounding: "down",
  targetPoints: 9990,
};

function promised(more: Partial<AvailabilityRules> = {}): Promised {
  const promise: AvailabilityPromise = {
    clause: "x-1",
    of: "machine",
    period: "month",
    rules: { ...rules, ...more },
    evidence: { clause: "x-1", sources: ["central"], downWhen: "any", sampleHoldsMs: 1 },
    credits: [],
  };
  return {
    clause: "x-1",
    title: { en: "X" },
    period: "2027-04",
    timeZone: "UTC",
    fromMs: FROM,
    toMs: FROM + 30 * DAY,
    measures: [{ kind: "availability", promised: promise }],
    unobserved: false,
  };
}

/** Down for so many minutes from the 3rd on; unknown for a stretch from the month's beginning. */
function facts(
  minutes: number,
  more: { until?: number; unknownMs?: number; running?: boolean } = {},
): PromiseFacts {
  const began = FROM + 2 * DAY;
  const outages: Outage[] =
    minutes === 0
      ? []
      : [
          {
            id: "o",
            service: "web",
            cause: "hardware",
            beganMs: began,
            endedMs: began + minutes * MINUTE,
          },
        ];
  const unknown =
    more.unknownMs === undefined ? [] : [{ fromMs: FROM, toMs: FROM + more.unknownMs }];
  const known = { services: ["web"], outages, announcements: [], unknown };
  const until = Temporal.Instant.fromEpochMilliseconds(more.until ?? NOW);
  const judged = judgeMonth(rules, known, "2027-04", until);
  return { availability: [{ judged, running: more.running ?? false }] };
}

function said(known: PromiseFacts, nowMs = NOW, promise = promised()) {
  const { reasons } = judgePromise(promise, known, Temporal.Instant.fromEpochMilliseconds(nowMs));
  const [first] = reasons;
  return [first?.state, first?.code, first?.values, first?.refs];
}

// Thirty days are 43,200 minutes; a tenth of a percent of them are 43.2. Ten days are 14,400.
describe("availability before the month is over", () => {
  it.each<[string, PromiseFacts, unknown[]]>([
    [
      "ba-06: nothing was down",
      facts(0),
      ["kept", "availability-kept", { percent: "100.00", target: "99.90" }, []],
    ],
    [
      "ba-06: one minute, 2 % of the allowance",
      facts(1),
      ["kept", "availability-kept", { percent: "99.99", target: "99.90" }, ["o"]],
    ],
    [
      "ba-06: 14 minutes of ten days are 99.90 %, 32 % of the allowance",
      facts(14),
      ["kept", "availability-kept", { percent: "99.90", target: "99.90" }, ["o"]],
    ],
    [
      "ba-06: 15 minutes miss it so far, the month can still reach it",
      facts(15),
      ["at-risk", "availability-low", { percent: "99.89", target: "99.90", count: 34 }, ["o"]],
    ],
    [
      "ba-06: 43 minutes can still be made good",
      facts(43),
      ["at-risk", "availability-low", { percent: "99.70", target: "99.90", count: 99 }, ["o"]],
    ],
    [
      "ba-06: 44 cannot",
      facts(44),
      ["broken", "availability-missed", { percent: "99.69", target: "99.90" }, ["o"]],
    ],
    [
      "ba-06: an outage that lasts",
      facts(1, { running: true }),
      [
        "at-risk",
        "availability-outage",
        { percent: "99.99", target: "99.90", atMs: FROM + 2 * DAY },
        ["o"],
      ],
    ],
    [
      "ba-06: an outage that lasts and does not count",
      facts(0, { running: true }),
      ["at-risk", "availability-outage", { percent: "100.00", target: "99.90", atMs: NOW }, []],
    ],
    ["no source", {}, ["pending", "not-observed", {}, []]],
    [
      "nothing judged of this clause",
      { availability: [] },
      ["pending", "availability-unknown", {}, []],
    ],
    [
      "nothing was measured",
      facts(0, { unknownMs: 10 * DAY }),
      ["pending", "availability-unknown", {}, []],
    ],
    [
      "a millisecond was",
      facts(0, { unknownMs: 10 * DAY - 1 }),
      ["kept", "availability-kept", { percent: "100.00", target: "99.90" }, []],
    ],
    [
      "nothing but an outage was",
      facts(1, { unknownMs: 10 * DAY }),
      ["kept", "availability-kept", { percent: "99.99", target: "99.90" }, ["o"]],
    ],
    [
      "the month has not begun",
      facts(0, { until: FROM }),
      ["pending", "availability-unknown", {}, []],
    ],
  ])("%s", (_name, known, expected) => {
    expect(said(known)).toEqual(expected);
  });

  it("ba-06: from four fifths of the allowance on it is at risk, though kept so far", () => {
    const at = (minutes: number) =>
      said(facts(minutes, { until: FROM + 30 * DAY - 1 }), FROM + 30 * DAY - 1);
    // 34 of 43.2 minutes are 78 %, 35 are 81 %.
    expect(at(34).slice(0, 2)).toEqual(["kept", "availability-kept"]);
    expect(at(35)).toEqual([
      "at-risk",
      "availability-low",
      { percent: "99.91", target: "99.90", count: 81 },
      ["o"],
    ]);
    // Half a percent allows 216 minutes; exactly four fifths of them are 172.8.
    const used = facts(172.8, { until: FROM + 30 * DAY });
    expect(said(used, FROM + 30 * DAY - 1, promised({ targetPoints: 9950 }))).toEqual([
      "at-risk",
      "availability-low",
      { percent: "99.60", target: "99.50", count: 80 },
      ["o"],
    ]);
  });

  it("ba-06: a month that is over and kept its promise is kept, however much of the allowance went", () => {
    const until = FROM + 30 * DAY;
    expect(said(facts(43, { until, running: true }), until).slice(0, 2)).toEqual([
      "kept",
      "availability-kept",
    ]);
    expect(said(facts(44, { until }), until)[0]).toBe("broken");
  });

  it("where nothing may be down no allowance is used up", () => {
    const all = promised({ targetPoints: 10_000 });
    expect(said(facts(0), NOW, all)).toEqual([
      "kept",
      "availability-kept",
      { percent: "100.00", target: "100.00" },
      [],
    ]);
  });

  it("what has not been judged yet counts neither way", () => {
    // Nine days judged and twenty to come allow 41.76 minutes; twenty days alone 28.8.
    const until = NOW - DAY;
    expect(said(facts(41, { until }))[0]).toBe("at-risk");
    expect(said(facts(42, { until }))[0]).toBe("broken");
    const over = FROM + 40 * DAY;
    expect(said(facts(28, { until: FROM + 20 * DAY }), over)[0]).toBe("at-risk");
    expect(said(facts(29, { until: FROM + 20 * DAY }), over)[0]).toBe("broken");
  });

  it("another clause's month decides nothing", () => {
    const [one] = facts(44).availability ?? [];
    if (one === undefined) throw new Error("nothing judged");
    const other = { ...one, judged: { ...one.judged, clause: "y-2" } };
    const mine = facts(0).availability ?? [];
    expect(said({ availability: [other, ...mine] })[0]).toBe("kept");
    expect(said({ availability: [other] })[1]).toBe("availability-unknown");
  });
});
