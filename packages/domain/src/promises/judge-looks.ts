import { alwaysOpen, compileCalendar, lastOccurrence, nextOccurrence } from "../calendar/index.ts";
import type { CalendarSpec } from "../calendar/index.ts";
import type { EpochMs } from "../interval/index.ts";
import type { PromiseFacts } from "./facts.ts";
import { judgeCoverage } from "./judge-watch.ts";
import type { Promised } from "./promise.ts";
import type { RecordMeasure } from "./record-measure.ts";
import type { Look } from "./records.ts";
import type { Verdict } from "./verdict.ts";
import { verdict, worstOf } from "./verdict.ts";

type LooksMeasure = Extract<RecordMeasure, { kind: "looks" }>;
type BeatsMeasure = Extract<RecordMeasure, { kind: "beats" }>;

/** Every day of a zone, for schedules without a calendar of their own; kept so that its days are worked out once. */
const everyDay = new Map<string, CalendarSpec>();

function calendarOf(timeZone: string) {
  const spec = everyDay.get(timeZone) ?? { timeZone, hours: alwaysOpen };
  everyDay.set(timeZone, spec);
  return compileCalendar(spec);
}

/**
 * Looked at in each span from one due moment to the next (srv-03, srv-05, srv-06, srv-17). A span belongs to the period in
 * which it ends, so that a quarter is missed in its last month and a night over the end of a month on the morning after. The
 * span that runs now can still be kept; what the last look found can put it at risk.
 */
export function judgeLooks(
  measure: LooksMeasure,
  promise: Promised,
  facts: PromiseFacts,
  nowMs: EpochMs,
): Verdict {
  const looks = facts.looks?.[measure.what];
  if (looks === undefined) return verdict("pending", "no-source");
  const untilMs = Math.min(nowMs, promise.toMs);
  const seen = looks.seen.filter(({ atMs }) => atMs <= untilMs).toSorted((a, b) => a.atMs - b.atMs);
  const moments = momentsOf(measure, promise);
  const beganMs = moments.lastAt(promise.fromMs);
  const missed = firstMissed(moments, beganMs, looks.sinceMs, seen, untilMs);
  if (missed !== undefined) return verdict("broken", "look-missed", { atMs: missed });
  const last = seen.at(-1);
  if (measure.problems && last?.found === "problem") {
    return verdict("at-risk", "look-problem", { atMs: last.atMs });
  }
  const count = countFrom(seen, promise.fromMs) || countFrom(seen, beganMs ?? promise.fromMs);
  if (last === undefined || count === 0) return verdict("pending", "look-due");
  if (last.found === "unsupported") return verdict("kept", "look-unsupported", { atMs: last.atMs });
  return verdict("kept", "looks-made", { count });
}

function countFrom(seen: readonly Look[], fromMs: EpochMs): number {
  return seen.filter(({ atMs }) => atMs >= fromMs).length;
}

/** The moments at which looks are due; undefined where the calendar has none for ten years. */
type Moments = {
  readonly lastAt: (ms: EpochMs) => EpochMs | undefined;
  readonly nextAfter: (ms: EpochMs) => EpochMs | undefined;
};

function momentsOf({ due, calendar: own }: LooksMeasure, { timeZone }: Promised): Moments {
  const calendar = own === undefined ? calendarOf(timeZone) : compileCalendar(own);
  const at = (ms: EpochMs) => Temporal.Instant.fromEpochMilliseconds(ms);
  return {
    lastAt: (ms) => lastOccurrence(calendar, due, at(ms))?.epochMilliseconds,
    nextAfter: (ms) => nextOccurrence(calendar, due, at(ms))?.epochMilliseconds,
  };
}

/** The due moment after which nobody looked until the next; undefined where every span that has ended has a look. */
function firstMissed(
  { nextAfter }: Moments,
  beganMs: EpochMs | undefined,
  sinceMs: EpochMs,
  seen: readonly Look[],
  untilMs: EpochMs,
): EpochMs | undefined {
  // What was due before anybody had to look is not missed.
  let fromMs = beganMs !== undefined && beganMs >= sinceMs ? beganMs : nextAfter(sinceMs - 1);
  while (fromMs !== undefined) {
    const span = { fromMs, toMs: nextAfter(fromMs) };
    if (span.toMs === undefined || span.toMs > untilMs) return undefined;
    const { toMs } = span;
    if (!seen.some(({ atMs }) => atMs >= span.fromMs && atMs < toMs)) return fromMs;
    fromMs = toMs;
  }
  return undefined;
}

/** Somebody looked all the time by a check that runs on a beat (srv-04, srv-07, srv-09, dk-17). */
export function judgeBeats(
  measure: BeatsMeasure,
  promise: Promised,
  facts: PromiseFacts,
  nowMs: EpochMs,
): Verdict {
  const coverage = facts.coverageOf?.[measure.what];
  if (coverage === undefined) return verdict("pending", "no-source");
  const looked = judgeCoverage(coverage, measure.toleratedGapMs, nowMs);
  const open = (facts.openProblems ?? []).find(
    ({ clauses, state }) => state !== "warning" && clauses.includes(promise.clause),
  );
  if (!measure.problems || open === undefined) return looked;
  const risk = verdict("at-risk", "problem-open", { what: open.check, atMs: open.sinceMs }, [
    open.check,
  ]);
  return worstOf([looked, risk]) ?? looked;
}
