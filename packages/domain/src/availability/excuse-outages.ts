import { compileCalendar, monthInterval, monthOf, openingsWithin } from "../calendar/index.ts";
import type { Interval } from "../interval/index.ts";
import {
  intersectIntervals,
  mergeIntervals,
  subtractIntervals,
  totalMs,
} from "../interval/index.ts";
import type {
  Announcement,
  AvailabilityFacts,
  AvailabilityRules,
  Exclusion,
  ExcludedPart,
  Outage,
} from "./availability.ts";

/** What an exclusion excuses of one outage's time (merged stretches in, merged stretches out). */
export type Excuse = {
  readonly clause: string;
  readonly why: ExcludedPart["why"];
  readonly excuse: (outage: Outage, parts: readonly Interval[]) => readonly Interval[];
};

const NOTHING: readonly Interval[] = [];

/**
 * The exclusions of a contract made ready for one period. They must be asked for outages in the
 * order of their start: monthly allowances are used up in that order.
 */
export function makeExcuses(
  rules: AvailabilityRules,
  facts: AvailabilityFacts,
  period: Interval,
): readonly Excuse[] {
  return rules.exclusions.map((exclusion) => ({
    clause: exclusion.clause,
    why: exclusion.kind,
    excuse: excuseOf(rules, exclusion, facts, period),
  }));
}

function excuseOf(
  rules: AvailabilityRules,
  exclusion: Exclusion,
  facts: AvailabilityFacts,
  period: Interval,
): Excuse["excuse"] {
  switch (exclusion.kind) {
    case "cause": {
      const allowance = periodAllowance(exclusion.atMostMsPerPeriod);
      return (outage, parts) =>
        exclusion.causes.includes(outage.cause) ? allowance(parts) : NOTHING;
    }
    case "announced":
      return announcedExcuse(rules, exclusion, facts.announcements, period);
    case "interval": {
      const excused = mergeIntervals(exclusion.intervals);
      return (_, parts) => intersectIntervals(parts, excused);
    }
    case "window": {
      const open = openingsWithin(compileCalendar(exclusion.window), period);
      const allowance = periodAllowance(exclusion.atMostMsPerPeriod);
      return (outage, parts) =>
        exclusion.causes === undefined || exclusion.causes.includes(outage.cause)
          ? allowance(intersectIntervals(parts, open))
          : NOTHING;
    }
  }
}

type AnnouncedExclusion = Extract<Exclusion, { kind: "announced" }>;

function announcedExcuse(
  rules: AvailabilityRules,
  exclusion: AnnouncedExclusion,
  announcements: readonly Announcement[],
  period: Interval,
): Excuse["excuse"] {
  const timely = announcements.filter(
    (notice) =>
      notice.withdrawn !== true && notice.publishedMs <= notice.fromMs - exclusion.noticeMs,
  );
  const perMonth = monthlyAllowance(rules.timeZone, exclusion.atMostMsPerMonth);
  const perPeriod = periodAllowance(exclusion.atMostMsPerPeriod);
  const open =
    exclusion.inside === undefined
      ? [period]
      : openingsWithin(compileCalendar(exclusion.inside), period);
  return (outage, parts) => {
    if (!exclusion.causes.includes(outage.cause)) return NOTHING;
    const windows = mergeIntervals(timely.filter((notice) => covers(notice, outage)));
    const excused = intersectIntervals(intersectIntervals(parts, windows), open);
    return perPeriod(perMonth(excused));
  };
}

/** An outage that names its announcement is excused by that one alone. */
function covers(notice: Announcement, outage: Outage): boolean {
  if (outage.announcementId !== undefined && outage.announcementId !== notice.id) return false;
  return notice.services === undefined || notice.services.includes(outage.service);
}

type Allowance = (parts: readonly Interval[]) => readonly Interval[];

/**
 * Lets at most so much time of the judged period through, in the order it is asked. Time that was
 * let through once is free afterwards: two services down for the same work use it up once.
 */
function periodAllowance(atMostMs: number | undefined): Allowance {
  if (atMostMs === undefined) return (parts) => parts;
  let used: readonly Interval[] = NOTHING;
  return (parts) => {
    const fresh = subtractIntervals(parts, used);
    used = mergeIntervals([...used, ...firstOf(fresh, atMostMs - totalMs(used))]);
    return intersectIntervals(parts, used);
  };
}

/** The same for each calendar month by itself. */
function monthlyAllowance(timeZone: string, atMostMs: number | undefined): Allowance {
  if (atMostMs === undefined) return (parts) => parts;
  const months = new Map<string, Allowance>();
  return (parts) =>
    mergeIntervals(
      parts
        .flatMap((part) => splitByMonth(timeZone, part))
        .flatMap(({ month, ...piece }) => {
          const allowance = months.get(month) ?? periodAllowance(atMostMs);
          months.set(month, allowance);
          return allowance([piece]);
        }),
    );
}

function splitByMonth(
  timeZone: string,
  part: Interval,
): readonly (Interval & { readonly month: string })[] {
  const pieces: (Interval & { readonly month: string })[] = [];
  let { fromMs } = part;
  while (fromMs < part.toMs) {
    const month = monthOf(timeZone, fromMs);
    const toMs = Math.min(part.toMs, monthInterval(timeZone, month).toMs);
    pieces.push({ fromMs, toMs, month });
    fromMs = toMs;
  }
  return pieces;
}

/** The first so many milliseconds of some stretches. */
function firstOf(parts: readonly Interval[], ms: number): readonly Interval[] {
  const first: Interval[] = [];
  let left = ms;
  for (const part of parts) {
    const takenMs = Math.min(left, part.toMs - part.fromMs);
    if (takenMs <= 0) break;
    first.push({ fromMs: part.fromMs, toMs: part.fromMs + takenMs });
    left -= takenMs;
  }
  return first;
}
