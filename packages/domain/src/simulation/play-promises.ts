import { addMonths, monthInterval, monthOf } from "../calendar/index.ts";
import { judgePromise, judgeState, listPromises } from "../promises/index.ts";
import type { Promised, PromiseState } from "../promises/index.ts";
import { factsAt, knownOf } from "./known-at.ts";
import type { Known } from "./known-at.ts";
import type { Line } from "./timeline.ts";
import { eventsOf, momentMs } from "./world.ts";
import type { World } from "./world.ts";

const MINUTE_MS = 60_000;
/** Alarms are due within a minute or two; a look this long after a hard state sees whether they left. */
const ALARM_LOOK_MS = 5 * MINUTE_MS;

/** The machine to which nothing happens: it stands for all the quiet ones. */
const QUIET = 0;

export type PlayedPromises = {
  readonly lines: readonly Line[];
  /** By clause the worst state at the end of any month on any machine. */
  readonly worst: ReadonlyMap<string, PromiseState>;
  /** Machine-months by state at their end, for each clause. */
  readonly counts: ReadonlyMap<string, ReadonlyMap<PromiseState, number>>;
};

const WEIGHT: Readonly<Record<PromiseState, number>> = {
  broken: 5,
  "at-risk": 4,
  waived: 3,
  pending: 2,
  kept: 1,
};

/** How every promise stood, machine by machine, at each moment that could have changed it, and at the end of each month. */
export function playPromises(world: World): PlayedPromises {
  const known = knownOf(world);
  const lines: Line[] = [];
  const worst = new Map<string, PromiseState>();
  const counts = new Map<string, Map<PromiseState, number>>();
  const busy = busyMachines(known);
  const shared = sharedMoments(world);
  for (const machine of [...busy.keys(), QUIET]) {
    const stands = machine === QUIET ? world.machines - busy.size : 1;
    if (stands <= 0) continue;
    const moments = [...shared, ...(busy.get(machine) ?? [])];
    for (const month of monthsOf(world)) {
      playMonth(known, machine, month, moments, lines);
      countMonth(known, machine, month, stands, worst, counts);
    }
  }
  return { lines, worst, counts };
}

function monthsOf({ timeZone, span }: World): readonly string[] {
  const months: string[] = [];
  for (
    let month = monthOf(timeZone, span.fromMs);
    monthInterval(timeZone, month).fromMs < span.toMs;
    month = addMonths(month, 1)
  ) {
    months.push(month);
  }
  return months;
}

/** Machines with something of their own, and the moments at which it could change a promise. */
function busyMachines({ alarms, gaps }: Known): ReadonlyMap<number, readonly number[]> {
  const moments = new Map<number, number[]>();
  const at = (machine: number): number[] => {
    const known = moments.get(machine) ?? [];
    moments.set(machine, known);
    return known;
  };
  for (const { machine, hardAtMs, toldAtMs, recoveredAtMs } of [...alarms.values()].flat()) {
    at(machine).push(hardAtMs, hardAtMs + ALARM_LOOK_MS);
    if (toldAtMs !== null) at(machine).push(toldAtMs);
    if (recoveredAtMs !== undefined && recoveredAtMs !== null) at(machine).push(recoveredAtMs);
  }
  for (const { machine, fromMs, toMs } of [...gaps.values()].flat()) at(machine).push(fromMs, toMs);
  return moments;
}

/** Moments that concern the contract as a whole. */
function sharedMoments(world: World): readonly number[] {
  const moments: number[] = [];
  for (const event of world.events) {
    if (event.event === "outage" || event.event === "alarm" || event.event === "gap") continue;
    moments.push(event.atMs, event.atMs + MINUTE_MS);
  }
  for (const event of eventsOf(world, "announcement")) {
    moments.push(momentMs(event.starts, world.timeZone));
  }
  return moments;
}

function playMonth(
  known: Known,
  machine: number,
  month: string,
  moments: readonly number[],
  lines: Line[],
): void {
  const { world } = known;
  const { fromMs, toMs } = monthInterval(world.timeZone, month);
  const lastMs = Math.min(toMs, world.span.toMs);
  const within = [...new Set([...moments.filter((at) => at > fromMs && at < lastMs), lastMs])];
  const promises = listPromises(world.catalogue, world.selection, month);
  const before = new Map<string, PromiseState>();
  for (const atMs of within.sort((a, b) => a - b)) {
    const facts = factsAt(known, machine, { fromMs, toMs }, atMs);
    const now = Temporal.Instant.fromEpochMilliseconds(atMs);
    for (const promise of promises) {
      const state = judgeState(promise, facts, now);
      const last = before.get(promise.clause);
      before.set(promise.clause, state);
      if (isWorthALine(last, state)) lines.push(promiseLine(promise, machine, facts, now));
    }
  }
}

/** Good news only after bad news; promises that are simply kept fill no timeline. */
function isWorthALine(last: PromiseState | undefined, state: PromiseState): boolean {
  if (state === last) return false;
  if (state === "kept" || state === "pending") return last === "at-risk" || last === "broken";
  return true;
}

function promiseLine(
  promise: Promised,
  machine: number,
  facts: ReturnType<typeof factsAt>,
  now: Temporal.Instant,
): Line {
  const judged = judgePromise(promise, facts, now);
  return {
    atMs: now.epochMilliseconds,
    kind: "promise",
    clause: promise.clause,
    what: `${promise.period} ${judged.state} (${judged.reasons[0]?.code ?? ""})`,
    sentence: judged.summary.en,
    ...(machine !== QUIET && { machine }),
  };
}

function countMonth(
  known: Known,
  machine: number,
  month: string,
  stands: number,
  worst: Map<string, PromiseState>,
  counts: Map<string, Map<PromiseState, number>>,
): void {
  const { world } = known;
  const { fromMs, toMs } = monthInterval(world.timeZone, month);
  const atMs = Math.min(toMs, world.span.toMs);
  const facts = factsAt(known, machine, { fromMs, toMs }, atMs);
  const now = Temporal.Instant.fromEpochMilliseconds(atMs);
  for (const promise of listPromises(world.catalogue, world.selection, month)) {
    const state = judgeState(promise, facts, now);
    const known2 = worst.get(promise.clause);
    if (known2 === undefined || WEIGHT[state] > WEIGHT[known2]) worst.set(promise.clause, state);
    const byState = counts.get(promise.clause) ?? new Map<PromiseState, number>();
    counts.set(promise.clause, byState);
    byState.set(state, (byState.get(state) ?? 0) + stands);
  }
}
