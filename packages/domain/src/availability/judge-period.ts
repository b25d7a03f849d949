import { compileCalendar, openingsWithin } from "../calendar/index.ts";
import type { Interval } from "../interval/index.ts";
import {
  clipIntervals,
  intersectIntervals,
  mergeIntervals,
  subtractIntervals,
} from "../interval/index.ts";
import type {
  AvailabilityFacts,
  AvailabilityRules,
  CountedPart,
  ExcludedPart,
  MonthAvailability,
} from "./availability.ts";
import type { OutageSpan } from "./counted-outages.ts";
import { longEnough, outageSpans } from "./counted-outages.ts";
import type { Excuse } from "./excuse-outages.ts";
import { makeExcuses } from "./excuse-outages.ts";
import { periodInterval } from "./judged-period.ts";
import type { UnknownTime } from "./settle-pools.ts";
import { poolsOf, sumPools } from "./settle-pools.ts";

type Judged = {
  readonly counted: readonly CountedPart[];
  readonly excluded: readonly ExcludedPart[];
};

/**
 * Availability of one calendar month in the contract's zone (ba-02, ba-06), or with `until` of the
 * part of it before that moment. Contracts that promise by the quarter or the year name `2027-Q2` or
 * `2027`. RangeError for what is no period.
 */
export function judgeMonth(
  rules: AvailabilityRules,
  facts: AvailabilityFacts,
  month: string,
  until?: Temporal.Instant,
): MonthAvailability {
  const whole = periodInterval(rules.timeZone, month);
  const endMs = until?.epochMilliseconds ?? whole.toMs;
  const toMs = Math.max(whole.fromMs, Math.min(whole.toMs, endMs));
  return judgePeriod(rules, facts, { fromMs: whole.fromMs, toMs }, month);
}

/**
 * Availability of any stretch by the same rules; `name` goes where the month's would. Outages are
 * counted from the contract's start to its stop, minus what is too short, minus what a clause
 * excludes; where two outages overlap and only one is excluded, the time is down. The order of
 * facts and their repetition change nothing.
 */
export function judgePeriod(
  rules: AvailabilityRules,
  facts: AvailabilityFacts,
  period: Interval,
  name: string,
): MonthAvailability {
  const agreed = agreedTime(rules, facts, period);
  const { counted, excluded } = judgeOutages(rules, facts, period, agreed);
  const unknown = unknownTime(facts, agreed);
  const pools = poolsOf(rules, facts, { counted, excluded, unknown });
  return {
    ...sumPools(rules, agreed, pools),
    clause: rules.clause,
    month: name,
    timeZone: rules.timeZone,
    fromMs: period.fromMs,
    toMs: period.toMs,
    counted,
    excluded,
  };
}

/** The hours promised inside the period: service hours within the contract's life. */
function agreedTime(
  rules: AvailabilityRules,
  facts: AvailabilityFacts,
  period: Interval,
): readonly Interval[] {
  const alive = clipIntervals(mergeIntervals(facts.agreed ?? [period]), period);
  if (rules.serviceHours === undefined) return alive;
  return intersectIntervals(alive, openingsWithin(compileCalendar(rules.serviceHours), period));
}

function judgeOutages(
  rules: AvailabilityRules,
  facts: AvailabilityFacts,
  period: Interval,
  agreed: readonly Interval[],
): Judged {
  const services = new Set(facts.services);
  const spans = outageSpans(rules, facts.outages).filter((span) =>
    services.has(span.outage.service),
  );
  const excuses = makeExcuses(rules, facts, period);
  const long = longTimes(rules, spans);
  const counted: CountedPart[] = [];
  const excluded: ExcludedPart[] = [];
  for (const span of spans) {
    if (span.toMs <= period.fromMs || span.fromMs >= period.toMs) continue;
    const parts = clipIntervals(agreed, span);
    const kept = takeShort(rules.clause, span, parts, long, excluded);
    countRest(span, takeExcused(span, kept, excuses, excluded), counted);
  }
  return { counted: joinCounted(counted), excluded };
}

/** What counts of each outage's whole interruption; undefined where there is no minimum length. */
type LongTimes = ReadonlyMap<OutageSpan, Interval> | undefined;

function longTimes(rules: AvailabilityRules, spans: readonly OutageSpan[]): LongTimes {
  const { minimum } = rules;
  if (minimum === undefined) return undefined;
  if (rules.services === "union") return longEnough(minimum, spans);
  const services = new Set(spans.map((span) => span.outage.service));
  return new Map(
    [...services].flatMap((service) => [
      ...longEnough(
        minimum,
        spans.filter((span) => span.outage.service === service),
      ),
    ]),
  );
}

function takeShort(
  clause: string,
  span: OutageSpan,
  parts: readonly Interval[],
  long: LongTimes,
  excluded: ExcludedPart[],
): readonly Interval[] {
  if (long === undefined) return parts;
  const { id, service } = span.outage;
  const counts = long.get(span);
  const kept = counts === undefined ? [] : clipIntervals(parts, counts);
  for (const part of subtractIntervals(parts, kept)) {
    excluded.push({ ...part, service, outageId: id, clause, why: "short" });
  }
  return kept;
}

/** What no exclusion takes; of several that would, the first in the contract's order does. */
function takeExcused(
  span: OutageSpan,
  parts: readonly Interval[],
  excuses: readonly Excuse[],
  excluded: ExcludedPart[],
): readonly Interval[] {
  const { id, service } = span.outage;
  let rest = parts;
  for (const { excuse, clause, why } of excuses) {
    if (rest.length === 0) break;
    const excused = excuse(span.outage, rest);
    if (excused.length === 0) continue;
    for (const part of excused) excluded.push({ ...part, service, outageId: id, clause, why });
    rest = subtractIntervals(rest, excused);
  }
  return rest;
}

function countRest(span: OutageSpan, rest: readonly Interval[], counted: CountedPart[]): void {
  const { id, service } = span.outage;
  for (const { fromMs, toMs } of rest) counted.push({ fromMs, toMs, service, outageIds: [id] });
}

/** Downtime of each service with overlapping and touching parts joined, by service and time. */
function joinCounted(parts: readonly CountedPart[]): readonly CountedPart[] {
  const sorted = parts.toSorted(
    (a, b) => compare(a.service, b.service) || a.fromMs - b.fromMs || a.toMs - b.toMs,
  );
  const joined: { fromMs: number; toMs: number; service: string; outageIds: string[] }[] = [];
  for (const { fromMs, toMs, service, outageIds } of sorted) {
    const last = joined.at(-1);
    if (last !== undefined && last.service === service && fromMs <= last.toMs) {
      last.toMs = Math.max(last.toMs, toMs);
      for (const id of outageIds) if (!last.outageIds.includes(id)) last.outageIds.push(id);
    } else {
      joined.push({ fromMs, toMs, service, outageIds: [...outageIds] });
    }
  }
  return joined;
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Agreed time without evidence; what concerns a service that is not promised is left out. */
function unknownTime(facts: AvailabilityFacts, agreed: readonly Interval[]): UnknownTime {
  return facts.unknown
    .filter(({ service }) => service === undefined || facts.services.includes(service))
    .flatMap(({ service, ...part }) =>
      clipIntervals(agreed, part).map((inside) =>
        service === undefined ? inside : { ...inside, service },
      ),
    );
}
