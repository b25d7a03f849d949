import { compileCalendar, monthInterval, monthOf, openingsWithin } from "../calendar/index.ts";
import type { Interval } from "../interval/index.ts";
import {
  clipIntervals,
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
      return (outage, parts) =>
        exclusion.causes === undefined || exclusion.causes.includes(outage.cause)
          ? intersectIntervals(parts, open)
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
  const perMonth =
    exclusion.atMostMsPerMonth === undefined
      ? undefined
      : monthlyAllowance(rules.timeZone, exclusion.atMostMsPerMonth);
  const perPeriod = periodAllowance(exclusion.atMostMsPerPeriod);
  const open =
    exclusion.inside === undefined
      ? [period]
      : openingsWithin(compileCalendar(exclusion.inside), period);
  return (outage, parts) => {
    if (!exclusion.causes.includes(outage.cause)) return NOTHING;
    const windows = mergeIntervals(timely.filter((notice) => covers(notice, outage)));
    const excused = intersectIntervals(intersectIntervals(parts, windows), open);
    return perPeriod(perMonth === undefined ? excused : perMonth(excused));
  };
}

/** An outage that names its announcement is excused by that one alone. */
function covers(notice: Announcement, outage: Outage): boolean {
  if (outage.announcementId !== undefined && outage.announcementId !== notice.id) return false;
  return notice.services === undefined || notice.services.includes(outage.service);
}

/**
 * Lets at most so much time of each calendar month through. Time that was let through once is free
 * afterwards: two services down for the same work use it up once.
 */
function monthlyAllowance(
  timeZone: string,
  atMostMs: number,
): (parts: readonly Interval[]) => readonly Interval[] {
  const months = new Map<string, readonly Interval[]>();
  return (parts) => {
    const through: Interval[] = [];
    for (const piece of parts.flatMap((part) => splitByMonth(timeZone, part))) {
      const used = months.get(piece.month) ?? NOTHING;
      const fresh = subtractIntervals([piece], used);
      const taken = firstOf(fresh, atMostMs - totalMs(used));
      const nowUsed = mergeIntervals([...used, ...taken]);
      months.set(piece.month, nowUsed);
      through.push(...clipIntervals(nowUsed, piece));
    }
    return mergeIntervals(through);
  };
}

/** Lets at most so much time of the judged period through; once let through it is free afterwards. */
function periodAllowance(
  atMostMs: number | undefined,
): (parts: readonly Interval[]) => readonly Interval[] {
  if (atMostMs === undefined) return (parts) => parts;
  let used: readonly Interval[] = [];
  return (parts) => {
    const fresh = subtractIntervals(parts, used);
    used = mergeIntervals([...used, ...firstOf(fresh, atMostMs - totalMs(used))]);
    return intersectIntervals(parts, used);
  };
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
