import type { Calendar } from "../calendar/index.ts";
import { localDate, openingsWithin } from "../calendar/index.ts";
import type { Interval } from "../interval/index.ts";
import { intersectIntervals, mergeIntervals, totalMs } from "../interval/index.ts";
import { scale } from "./amount.ts";
import type { Money } from "./money.ts";
import type { BilledTime, TimeEntry, TimeRate } from "./time-billing.ts";

const MINUTE_MS = 60_000;

/** Entries that are rounded together, and what they add up to. */
type Group = { readonly ticket: string; readonly entries: readonly TimeEntry[] };

/**
 * What worked time costs (ba-39, msp-12, dk-24, srv-35). Overlapping entries of one technician are
 * counted once. Started billing units count whole; the minimum applies to what is rounded together.
 * Time outside `serviceHours` costs the surcharge on top, on its own started units and never on
 * more than was billed. Driving is free up to the free minutes of each ticket and local day, then
 * charged at the hourly rate without minimum and surcharge; where the rate says nothing about
 * driving it is work like any other. Entry order and repeats change nothing.
 */
export function billTime(
  rate: TimeRate,
  serviceHours: Calendar,
  entries: readonly TimeEntry[],
): readonly BilledTime[] {
  const once = [...new Map(entries.map((entry) => [entry.id, entry])).values()].toSorted(byStart);
  const drives = rate.driving === undefined ? [] : once.filter(isDriving);
  const works = rate.driving === undefined ? once : once.filter((entry) => !isDriving(entry));
  const billed = [
    ...groupEntries(works, rate, rate.roundPer).flatMap((group) =>
      billWork(rate, serviceHours, group),
    ),
    ...groupEntries(drives, rate, "ticket-day").flatMap((group) => billDriving(rate, group)),
  ];
  return billed.filter((line) => line.minutes > 0);
}

function isDriving(entry: TimeEntry): boolean {
  return entry.activity === "driving";
}

function byStart(a: TimeEntry, b: TimeEntry): number {
  return a.fromMs - b.fromMs || (a.id < b.id ? -1 : 1);
}

function groupEntries(
  entries: readonly TimeEntry[],
  rate: TimeRate,
  per: TimeRate["roundPer"],
): readonly Group[] {
  const groups = new Map<string, TimeEntry[]>();
  for (const entry of entries) {
    const day = per === "ticket-day" ? localDate(rate.timeZone, entry.fromMs) : "";
    const key = per === "entry" ? entry.id : JSON.stringify([entry.ticket, day]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [entry]);
    else group.push(entry);
  }
  return [...groups.values()].map((group) => ({ ticket: group[0]?.ticket ?? "", entries: group }));
}

function billWork(rate: TimeRate, serviceHours: Calendar, group: Group): readonly BilledTime[] {
  const worked = workedIntervals(group.entries);
  const workedMs = sumOf(worked, totalMs);
  if (workedMs === 0) return [];
  const minutes = Math.max(startedUnits(workedMs, rate), rate.minimumMinutes);
  const work = line(rate.clause, group, minutes, "work", hourly(rate, minutes));
  if (rate.surcharge === undefined) return [work];
  const openMs = sumOf(worked, (parts) => openMsOf(serviceHours, parts));
  const outside = Math.min(minutes, startedUnits(workedMs - openMs, rate));
  // One rounding: price × minutes × surcharge, not a rounded price times the surcharge.
  const net = scale(rate.perHour, outside * rate.surcharge.basisPoints, 60 * 10_000, rate.rounding);
  return [work, line(rate.surcharge.clause, group, outside, "surcharge", net)];
}

function billDriving(rate: TimeRate, group: Group): readonly BilledTime[] {
  if (rate.driving === undefined) return [];
  const drivenMs = sumOf(workedIntervals(group.entries), totalMs);
  const chargedMs = drivenMs - rate.driving.freeMinutes * MINUTE_MS;
  const minutes = startedUnits(Math.max(0, chargedMs), rate);
  return [line(rate.driving.clause, group, minutes, "driving", hourly(rate, minutes))];
}

/** One list of merged stretches for each technician. */
function workedIntervals(entries: readonly TimeEntry[]): readonly (readonly Interval[])[] {
  const technicians = [...new Set(entries.map((entry) => entry.technician))];
  return technicians.map((name) =>
    mergeIntervals(entries.filter((entry) => entry.technician === name)),
  );
}

function openMsOf(serviceHours: Calendar, parts: readonly Interval[]): number {
  const first = parts[0];
  const last = parts.at(-1);
  if (first === undefined || last === undefined) return 0;
  const open = openingsWithin(serviceHours, { fromMs: first.fromMs, toMs: last.toMs });
  return totalMs(intersectIntervals(parts, open));
}

function sumOf(
  lists: readonly (readonly Interval[])[],
  measure: (parts: readonly Interval[]) => number,
): number {
  let sum = 0;
  for (const parts of lists) sum += measure(parts);
  return sum;
}

function startedUnits(ms: number, rate: TimeRate): number {
  return Math.ceil(ms / (rate.unitMinutes * MINUTE_MS)) * rate.unitMinutes;
}

function hourly(rate: TimeRate, minutes: number): Money {
  return scale(rate.perHour, minutes, 60, rate.rounding);
}

function line(
  clause: string,
  group: Group,
  minutes: number,
  kind: BilledTime["kind"],
  net: Money,
): BilledTime {
  const entryIds = group.entries.map((entry) => entry.id);
  return { clause, ticket: group.ticket, minutes, kind, net, entryIds };
}
