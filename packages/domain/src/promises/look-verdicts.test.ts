import { describe, expect, it } from "vitest";
import { periodInterval } from "../availability/index.ts";
import { judgePromise } from "./index.ts";
import type { Measure, Promised, PromiseFacts } from "./index.ts";
import type { VerdictValues } from "./verdict.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const FROM = Date.parse("2027-04-01T00:00:00Z");
const TO = Date.parse("2027-05-01T00:00:00Z");
/** Noon of the 4th. */
const NOW = FROM + 3.5 * DAY;

type Said = readonly [state: string, code: string, values: VerdictValues, refs: readonly string[]];

/** What decides: state, code, values and references, nothing left out. */
function said(
  measure: Measure,
  facts: PromiseFacts,
  nowMs = NOW,
  period = "2027-04",
  timeZone = "UTC",
): Said {
  const promise: Promised = {
    clause: "x-1",
    title: { en: "X" },
    period,
    timeZone,
    ...periodInterval(timeZone, period),
    measures: [measure],
    unobserved: false,
  };
  const now = Temporal.Instant.fromEpochMilliseconds(nowMs);
  const [first] = judgePromise(promise, facts, now).reasons;
  if (first === undefined) throw new Error("no reason");
  return [first.state, first.code, first.values, first.refs];
}

const unseen: Said = ["pending", "not-observed", {}, []];

describe("looks, to the letter", () => {
  const measure: Measure = {
    kind: "looks",
    what: "smart",
    due: { every: "day", at: "06:00" },
    problems: true,
  };
  const at = (day: number, hour: number) => FROM + (day - 1) * DAY + hour * HOUR;
  const well = (atMs: number) => ({ atMs, found: "well" as const });
  const bad = (atMs: number) => ({ atMs, found: "problem" as const });
  const none = (atMs: number) => ({ atMs, found: "unsupported" as const });
  type Look = ReturnType<typeof well | typeof bad | typeof none>;
  const looks = (seen: readonly Look[], sinceMs = FROM): PromiseFacts => ({
    looks: { smart: { sinceMs, seen } },
  });
  const daily = [well(at(1, 6)), well(at(2, 6)), well(at(3, 6))];

  it("srv-05: counts the looks of the month, the first and the last moment with it", () => {
    expect(said(measure, looks(daily))).toEqual(["kept", "looks-made", { count: 3 }, []]);
    const edges = [well(FROM - 1), well(FROM), ...daily, well(NOW), well(NOW + 1)];
    expect(said(measure, looks(edges))).toEqual(["kept", "looks-made", { count: 5 }, []]);
  });

  it("srv-05: what the last look found decides, however they are listed", () => {
    const risk: Said = ["at-risk", "look-problem", { atMs: at(4, 8) }, []];
    expect(said(measure, looks([bad(at(4, 8)), ...daily]))).toEqual(risk);
    expect(said(measure, looks([bad(at(4, 7)), well(at(4, 8)), ...daily]))[1]).toBe("looks-made");
    const lost: Said = ["kept", "look-unsupported", { atMs: at(4, 8) }, []];
    expect(said(measure, looks([...daily, none(at(4, 8))]))).toEqual(lost);
    const shown: Measure = { ...measure, problems: false };
    expect(said(shown, looks([...daily, bad(at(4, 8))]))[1]).toBe("looks-made");
  });

  it("srv-05: says the moment from which on nobody looked", () => {
    const missed = (atMs: number): Said => ["broken", "look-missed", { atMs }, []];
    expect(said(measure, looks([well(at(1, 6)), well(at(3, 6))]))).toEqual(missed(at(2, 6)));
    expect(said(measure, looks([well(at(2, 6)), well(at(3, 6))]))).toEqual(missed(at(1, 6)));
    // What was due on the last of March could be done until the first of April.
    expect(said(measure, looks(daily, FROM - 9 * DAY))).toEqual(missed(at(0, 6)));
    expect(said(measure, looks([well(at(0, 6)), ...daily], FROM - 9 * DAY))[1]).toBe("looks-made");
  });

  it("srv-05: a machine that comes as a look is due owes that one; later in the day it does not", () => {
    const later = [well(at(3, 6))];
    expect(said(measure, looks(later, at(2, 6)))[2]).toEqual({ atMs: at(2, 6) });
    expect(said(measure, looks(later, at(2, 6) + 1))[1]).toBe("looks-made");
  });

  it("srv-05: a month that is over is judged by its own looks", () => {
    const april = Array.from({ length: 30 }, (_, day) => well(at(day + 1, 6)));
    const report = said(measure, looks([...april, bad(TO + HOUR)]), TO + 9 * DAY);
    expect(report).toEqual(["kept", "looks-made", { count: 30 }, []]);
  });

  it("srv-05: nothing seen yet, nothing due yet", () => {
    expect(said(measure, looks([], NOW))).toEqual(["pending", "look-due", {}, []]);
    expect(said(measure, {})).toEqual(unseen);
  });

  it("srv-09: on a beat, an open problem with its check and since when", () => {
    const beats: Measure = {
      kind: "beats",
      what: "temperature",
      toleratedGapMs: 0,
      problems: true,
    };
    const open = {
      check: "temperature:cpu",
      clauses: ["x-1"],
      state: "critical",
      sinceMs: 7,
    } as const;
    const facts: PromiseFacts = {
      coverageOf: { temperature: { expectedMs: DAY, seenMs: DAY, gaps: [] } },
      openProblems: [{ ...open, state: "warning", sinceMs: 3 }, open],
    };
    expect(said(beats, facts)).toEqual([
      "at-risk",
      "problem-open",
      { what: "temperature:cpu", atMs: 7 },
      ["temperature:cpu"],
    ]);
    const watched: Said = ["kept", "watched", { percent: "100.0" }, []];
    expect(said({ ...beats, problems: false }, facts)).toEqual(watched);
    expect(said(beats, {})).toEqual(unseen);
  });
});

describe("looks that are due less often than the ledger has months", () => {
  const ms = (text: string) => Date.parse(text.length === 10 ? `${text}T00:00:00Z` : text);
  const looks = (since: string, ...days: readonly string[]): PromiseFacts => ({
    looks: {
      restores: {
        sinceMs: ms(since),
        seen: days.map((day) => ({ atMs: ms(day), found: "well" as const })),
      },
    },
  });
  const due = (recurrence: Extract<Measure, { kind: "looks" }>["due"]): Measure => ({
    kind: "looks",
    what: "restores",
    due: recurrence,
    problems: true,
  });
  const quarter = due({ every: "quarter", at: "00:00" });
  const year = due({ every: "year", at: "00:00" });
  const fortnight = due({ every: "month", onDay: 15, at: "00:00" });
  const kept: Said = ["kept", "looks-made", { count: 1 }, []];
  const open: Said = ["pending", "look-due", {}, []];
  const missed = (day: string): Said => ["broken", "look-missed", { atMs: ms(day) }, []];

  it.each<[string, Measure, PromiseFacts, string, string, Said]>([
    // One look on 20 May is enough for April to June.
    ["before it was made", quarter, looks("2027-01-01"), "2027-04", "2027-05-09", open],
    ["in its month", quarter, looks("2027-01-01", "2027-05-20"), "2027-05", "2027-05-25", kept],
    ["a month later", quarter, looks("2027-01-01", "2027-05-20"), "2027-06", "2027-06-25", kept],
    ["at its end", quarter, looks("2027-01-01", "2027-05-20"), "2027-06", "2027-08-01", kept],
    ["in the next", quarter, looks("2027-01-01", "2027-05-20"), "2027-07", "2027-07-25", open],
    ["its first moment", quarter, looks("2027-01-01", "2027-04-01"), "2027-06", "2027-08-01", kept],
    [
      "the moment before it",
      quarter,
      looks("2027-01-01", "2027-03-31T23:59:59.999Z"),
      "2027-06",
      "2027-08-01",
      missed("2027-04-01"),
    ],
    // Nobody looked: told in the last month, at its end, and in no other.
    ["never, in May", quarter, looks("2027-01-01"), "2027-05", "2027-06-01", open],
    [
      "never, on the last day",
      quarter,
      looks("2027-01-01"),
      "2027-06",
      "2027-06-30T23:59:59.999Z",
      open,
    ],
    [
      "never, at the end",
      quarter,
      looks("2027-01-01"),
      "2027-06",
      "2027-07-01",
      missed("2027-04-01"),
    ],
    ["never, in July", quarter, looks("2027-01-01"), "2027-07", "2027-08-01", open],
    // Who comes on the second of April owes nothing before July.
    ["a machine that is new", quarter, looks("2027-04-02"), "2027-06", "2027-07-01", open],
    [
      "its first whole one",
      quarter,
      looks("2027-04-02"),
      "2027-09",
      "2027-10-01",
      missed("2027-07-01"),
    ],
    [
      "one that came with it",
      quarter,
      looks("2027-04-01"),
      "2027-06",
      "2027-07-01",
      missed("2027-04-01"),
    ],
    [
      "a look before it is owed",
      quarter,
      looks("2027-04-02", "2027-05-02"),
      "2027-06",
      "2027-06-09",
      kept,
    ],
    ["a year, in November", year, looks("2026-01-01"), "2027-11", "2027-12-01", open],
    [
      "a year, at its end",
      year,
      looks("2026-01-01"),
      "2027-12",
      "2028-01-01",
      missed("2027-01-01"),
    ],
    [
      "a year, done in March",
      year,
      looks("2026-01-01", "2027-03-03"),
      "2027-12",
      "2028-01-01",
      kept,
    ],
    [
      "a year, done the year before",
      year,
      looks("2026-01-01", "2026-03-03"),
      "2027-01",
      "2027-01-09",
      open,
    ],
    // From the 15th to the 15th: the span that began in March is April's.
    [
      "mid-month, done before",
      fortnight,
      looks("2027-01-01", "2027-03-20"),
      "2027-04",
      "2027-04-20",
      kept,
    ],
    [
      "mid-month, not done",
      fortnight,
      looks("2027-01-01"),
      "2027-04",
      "2027-04-15",
      missed("2027-03-15"),
    ],
    [
      "mid-month, what runs on is no matter",
      fortnight,
      looks("2027-01-01", "2027-03-14"),
      "2027-03",
      "2027-05-01",
      kept,
    ],
  ])(
    "dk-13: each quarter, each year or from mid-month: %s",
    (_, measure, facts, period, now, expected) => {
      expect(said(measure, facts, ms(now), period)).toEqual(expected);
    },
  );

  it("dk-13: quarters are those of the contract's clock", () => {
    // In Stockholm the second quarter of 2027 runs from 22:00 UTC on 31 March (summer time) to 22:00 on 30 June.
    const facts = looks("2027-01-01", "2027-03-31T22:00:00Z");
    const june = ms("2027-06-30T22:00:00Z");
    expect(said(quarter, facts, june, "2027-06", "Europe/Stockholm")).toEqual(kept);
    const before = looks("2027-01-01", "2027-03-31T21:59:59.999Z");
    expect(said(quarter, before, june, "2027-06", "Europe/Stockholm")).toEqual(
      missed("2027-03-31T22:00:00Z"),
    );
    expect(said(quarter, before, june - 1, "2027-06", "Europe/Stockholm")).toEqual(open);
  });

  it("dk-13: what a look found three months ago still puts it at risk", () => {
    const facts: PromiseFacts = {
      looks: {
        restores: {
          sinceMs: ms("2027-01-01"),
          seen: [{ atMs: ms("2027-04-09"), found: "problem" }],
        },
      },
    };
    expect(said(quarter, facts, ms("2027-06-20"), "2027-06")[1]).toBe("look-problem");
  });
});
