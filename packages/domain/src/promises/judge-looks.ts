import { alwaysOpen, compileCalendar, lastOccurrence, nextOccurrence } from "../calendar/index.ts";
import type { CalendarSpec } from "../calendar/index.ts";
import type { EpochMs } from "../interval/index.ts";
import type { PromiseFacts } from "./facts.ts";
import { judgeCoverage } from "./judge-watch.ts";
import type { Promised } from "./promise.ts";
import type { RecordMeasure } from "./record-measure.ts";
import type { Look, Looks } from "./records.ts";
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
 * Looked at in each span from one due moment to the next, as far as spans have ended (srv-03, srv-05, srv-06, srv-17). The
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
  const missed = firstMissed(measure, promise, looks, seen, untilMs);
  if (missed !== undefined) return verdict("broken", "look-missed", { atMs: missed });
  const last = seen.at(-1);
  if (last === undefined) return verdict("pending", "look-due");
  if (measure.problems && last.found === "problem") {
    return verdict("at-risk", "look-problem", { atMs: last.atMs });
  }
  if (last.found === "unsupported") return verdict("kept", "look-unsupported", { atMs: last.atMs });
  const count = seen.filter(({ atMs }) => atMs >= promise.fromMs).length;
  return verdict("kept", "looks-made", { count });
}

/** The due moment after which nobody looked until the next; undefined where every span that has ended has a look. */
function firstMissed(
  { due, calendar: own }: LooksMeasure,
  promise: Promised,
  { sinceMs }: Looks,
  seen: readonly Look[],
  untilMs: EpochMs,
): EpochMs | undefined {
  const calendar = own === undefined ? calendarOf(promise.timeZone) : compileCalendar(own);
  const startMs = Math.max(promise.fromMs, sinceMs);
  const at = (ms: number) => Temporal.Instant.fromEpochMilliseconds(ms);
  let fromMs = lastOccurrence(calendar, due, at(startMs))?.epochMilliseconds;
  // What was due before anybody had to look is not missed.
  if (fromMs === undefined || fromMs < startMs) {
    fromMs = nextOccurrence(calendar, due, at(startMs))?.epochMilliseconds;
  }
  while (fromMs !== undefined) {
    const span = { fromMs, toMs: nextOccurrence(calendar, due, at(fromMs))?.epochMilliseconds };
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
