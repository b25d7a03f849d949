import { localDate } from "../calendar/index.ts";
import type { Interval } from "../interval/index.ts";
import { mergeIntervals, totalMs } from "../interval/index.ts";
import { scale } from "./amount.ts";
import type { Money } from "./money.ts";
import { countUnits } from "./count-units.ts";
import type { SurchargeShare } from "./surcharges.ts";
import { splitBySurcharges } from "./surcharges.ts";
import type { BilledTime, TimeEntry, TimeRate, TimeSurcharge } from "./time-billing.ts";

const MINUTE_MS = 60_000;

/** Entries that are rounded together, and what they add up to. */
type Group = { readonly ticket: string; readonly entries: readonly TimeEntry[] };

/**
 * What worked time costs (ba-39, msp-12, dk-24, srv-35). Overlapping entries of one technician are
 * counted once. Started billing units count whole unless the rate counts them otherwise; the minimum
 * applies to what is rounded together. A surcharge costs on top for the time in which it is due, on its
 * own units and never on more than was billed; where several are due in the same piece of time, the
 * rate's rule decides, and a unit in which several pieces meet costs what the dearest of them does.
 * Driving is free up to the free minutes of each visit (a ticket's local day), of each drive, or of
 * each local day, then charged at the hourly rate without minimum and surcharge; where the rate says nothing about
 * driving it is work like any other. Entry order and repeats change nothing.
 */
export function billTime(rate: TimeRate, entries: readonly TimeEntry[]): readonly BilledTime[] {
  const once = [...new Map(entries.map((entry) => [entry.id, entry])).values()].toSorted(byStart);
  const drives = rate.driving === undefined ? [] : once.filter(isDriving);
  const works = rate.driving === undefined ? once : once.filter((entry) => !isDriving(entry));
  const billed = [
    ...groupEntries(works, rate, rate.roundPer).flatMap((group) => billWork(rate, group)),
    ...groupEntries(drives, rate, DRIVEN_TOGETHER[rate.driving?.freePer ?? "visit"]).flatMap(
      (group) => billDriving(rate, group),
    ),
  ];
  return billed.filter((line) => line.minutes > 0);
}

/** What is rounded, or driven free of charge, together. */
type Together = TimeRate["roundPer"] | "day";

const DRIVEN_TOGETHER = { visit: "ticket-day", direction: "entry", day: "day" } as const;

function isDriving(entry: TimeEntry): boolean {
  return entry.activity === "driving";
}

function byStart(a: TimeEntry, b: TimeEntry): number {
  return a.fromMs - b.fromMs || (a.id < b.id ? -1 : 1);
}

function groupEntries(
  entries: readonly TimeEntry[],
  rate: TimeRate,
  per: Together,
): readonly Group[] {
  // The price that is said before the work is that of one entry: its local day need not be worked out.
  if (entries.length < 2) return entries.map((one) => ({ ticket: one.ticket, entries: [one] }));
  const groups = new Map<string, TimeEntry[]>();
  for (const entry of entries) {
    const isByDay = per === "ticket-day" || per === "day";
    const day = isByDay ? localDate(rate.timeZone, entry.fromMs) : "";
    const ticket = per === "day" ? "" : entry.ticket;
    const key = per === "entry" ? entry.id : JSON.stringify([ticket, day]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [entry]);
    else group.push(entry);
  }
  return [...groups.values()].map((group) => ({ ticket: group[0]?.ticket ?? "", entries: group }));
}

function billWork(rate: TimeRate, group: Group): readonly BilledTime[] {
  const worked = workedIntervals(group.entries);
  const workedMs = sumOf(worked);
  if (workedMs === 0) return [];
  const minutes = Math.max(unitsOf(workedMs, rate), rate.minimumMinutes);
  const work = line(rate.clause, group, minutes, "work", hourly(rate, minutes));
  return [work, ...billSurcharges(rate, group, worked, minutes)];
}

/** What one surcharge adds: for how long, and the share of the price times minutes. */
type Added = { minutes: number; numerator: bigint; denominator: bigint };

function billSurcharges(
  rate: TimeRate,
  group: Group,
  worked: readonly (readonly Interval[])[],
  billedMinutes: number,
): readonly BilledTime[] {
  const { surcharges = [], surchargesAtOnce = "highest" } = rate;
  const added = new Map<TimeSurcharge, Added>();
  let surchargedMs = 0;
  let countedMinutes = 0;
  for (const { ms, shares } of splitBySurcharges(surcharges, surchargesAtOnce, worked)) {
    surchargedMs += ms;
    const untilHere = Math.min(billedMinutes, unitsOf(surchargedMs, rate));
    for (const share of shares) addShare(added, share, untilHere - countedMinutes);
    countedMinutes = untilHere;
  }
  return surcharges.flatMap((surcharge) => {
    const own = added.get(surcharge);
    if (own === undefined) return [];
    // One rounding: price × minutes × surcharge, not a rounded price times the surcharge.
    const net = scale(rate.perHour, own.numerator, 60n * own.denominator, rate.rounding);
    const { clause, basisPoints } = surcharge;
    return [{ ...line(clause, group, own.minutes, "surcharge", net), basisPoints }];
  });
}

function addShare(
  added: Map<TimeSurcharge, Added>,
  { surcharge, numerator, denominator }: SurchargeShare,
  minutes: number,
): void {
  const known = added.get(surcharge) ?? { minutes: 0, numerator: 0n, denominator: 1n };
  added.set(surcharge, {
    minutes: known.minutes + minutes,
    numerator: known.numerator * denominator + numerator * BigInt(minutes) * known.denominator,
    denominator: known.denominator * denominator,
  });
}

function billDriving(rate: TimeRate, group: Group): readonly BilledTime[] {
  if (rate.driving === undefined) return [];
  const drivenMs = sumOf(workedIntervals(group.entries));
  const chargedMs = drivenMs - rate.driving.freeMinutes * MINUTE_MS;
  const minutes = unitsOf(Math.max(0, chargedMs), rate);
  return [line(rate.driving.clause, group, minutes, "driving", hourly(rate, minutes))];
}

/** One list of merged stretches for each technician. */
function workedIntervals(entries: readonly TimeEntry[]): readonly (readonly Interval[])[] {
  const technicians = [...new Set(entries.map((entry) => entry.technician))];
  return technicians.map((name) =>
    mergeIntervals(entries.filter((entry) => entry.technician === name)),
  );
}

function sumOf(lists: readonly (readonly Interval[])[]): number {
  let sum = 0;
  for (const parts of lists) sum += totalMs(parts);
  return sum;
}

function unitsOf(ms: number, rate: TimeRate): number {
  return countUnits(ms / MINUTE_MS, rate.unitMinutes, rate.unitRounding);
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
