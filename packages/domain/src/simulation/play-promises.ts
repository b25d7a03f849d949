import { addMonths, monthInterval, monthOf } from "../calendar/index.ts";
import { listTerms } from "../catalogue/index.ts";
import { judgePromise, judgeState, listPromises } from "../promises/index.ts";
import type { MeasureKind, PromiseFacts, Promised, PromiseState } from "../promises/index.ts";
import { factsAt, knownOf } from "./known-at.ts";
import type { Known } from "./known-at.ts";
import { sharedFacts } from "./shared-facts.ts";
import type { Line } from "./timeline.ts";
import type { World } from "./world.ts";

const MINUTE_MS = 60_000;
/** Alarms are due within a minute or two; a look this long after a hard state sees whether they left. */
const ALARM_LOOK_MS = 5 * MINUTE_MS;

/** Events that no promise of the contract as a whole reads. */
const OF_MACHINES: readonly string[] = [
  "outage",
  "alarm",
  "gap",
  "claim",
  "silence",
  "announcement",
];

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

/** What is measured for the contract as a whole, and not machine by machine. */
const SHARED_KINDS: readonly MeasureKind[] = [
  "notice",
  "clock",
  "rollout",
  "report",
  "told",
  "backup",
  "not-observed",
];

/** How every promise stood at each moment that could have changed it, and at the end of each month, machine by machine. */
export function playPromises(world: World): PlayedPromises {
  const known = knownOf(world);
  const tally: Tally = { lines: [], worst: new Map(), counts: new Map() };
  const busy = busyMachines(known);
  const months = monthsOf(world);
  const play = (machine: number, stands: number, moments: readonly number[], of: Chosen): void => {
    if (stands <= 0) return;
    for (const month of months) playMonth(known, { machine, stands, month, moments }, of, tally);
  };
  const shared = sharedMoments(known);
  play(QUIET, world.machines, shared, isShared);
  for (const [machine, moments] of busy) play(machine, 1, moments, isOfMachine);
  play(QUIET, world.machines - busy.size, [], isOfMachine);
  return tally;
}

type Chosen = (promise: Promised) => boolean;

function isShared({ measures }: Promised): boolean {
  return measures.every(({ kind }) => SHARED_KINDS.includes(kind));
}

function isOfMachine(promise: Promised): boolean {
  return !isShared(promise);
}

type Tally = {
  readonly lines: Line[];
  readonly worst: Map<string, PromiseState>;
  readonly counts: Map<string, Map<PromiseState, number>>;
};

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
function sharedMoments(known: Known): readonly number[] {
  const { world, notices } = known;
  const moments = laterMoments(known);
  for (const { event, atMs } of world.events) {
    if (OF_MACHINES.includes(event)) continue;
    moments.push(atMs, atMs + MINUTE_MS);
  }
  for (const { toldMs, atFirst } of [...notices.values()].flat()) {
    moments.push(toldMs);
    if (atFirst.outcome === "pending") moments.push(atFirst.latestMs + 1);
  }
  return moments;
}

/** What comes of an event only later: somebody is told of it, a report is sent, a clock warns, or the time for it is over. */
function laterMoments(known: Known): number[] {
  const { fromMs, toMs } = known.world.span;
  const atEnd = sharedFacts(known, fromMs, toMs, toMs);
  const { clocks = [], rollouts = [], reports = [], told = [] } = atEnd;
  const dues = [...clocks, ...rollouts, ...told.flatMap((one) => tellingsDue(known, one))];
  return [
    ...clocks.flatMap(({ warnings }) => warnings.map(({ atMs }) => atMs)),
    ...[...reports.map(({ sentMs }) => sentMs), ...told.map(({ toldAtMs }) => toldAtMs)].filter(
      (atMs) => atMs !== null,
    ),
    ...dues.flatMap(({ dueMs }) => (dueMs === undefined ? [] : [dueMs + 1])),
  ];
}

type Told = NonNullable<PromiseFacts["told"]>[number];

function tellingsDue({ world }: Known, { event, atMs }: Told): readonly { dueMs: number }[] {
  return listTerms(world.catalogue, world.selection, "notifyCustomer")
    .filter(({ term }) => term.on.includes(event))
    .map(({ term }) => ({ dueMs: atMs + term.withinHours * 60 * MINUTE_MS }));
}

/** A machine, or one that stands for several, in one month. */
type Turn = {
  readonly machine: number;
  readonly stands: number;
  readonly month: string;
  readonly moments: readonly number[];
};

function playMonth(known: Known, turn: Turn, of: Chosen, tally: Tally): void {
  const { world } = known;
  const { machine, month, moments } = turn;
  const { fromMs, toMs } = monthInterval(world.timeZone, month);
  const lastMs = Math.min(toMs, world.span.toMs);
  const within = [...new Set([...moments.filter((at) => at >= fromMs && at < lastMs), lastMs])];
  const promises = listPromises(world.catalogue, world.selection, month).filter(of);
  const before = new Map<string, PromiseState>();
  for (const atMs of within.sort((a, b) => a - b)) {
    const facts = factsAt(known, machine, { fromMs, toMs }, atMs, of === isShared);
    const now = Temporal.Instant.fromEpochMilliseconds(atMs);
    for (const promise of promises) {
      const state = judgeState(promise, facts, now);
      const last = before.get(promise.clause);
      before.set(promise.clause, state);
      if (isWorthALine(last, state)) tally.lines.push(promiseLine(promise, machine, facts, now));
    }
  }
  for (const [clause, state] of before) count(tally, clause, state, turn.stands);
}

function count({ worst, counts }: Tally, clause: string, state: PromiseState, times: number): void {
  const known = worst.get(clause);
  if (known === undefined || WEIGHT[state] > WEIGHT[known]) worst.set(clause, state);
  const byState = counts.get(clause) ?? new Map<PromiseState, number>();
  counts.set(clause, byState);
  byState.set(state, (byState.get(state) ?? 0) + times);
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
    code: "promise",
    facts: { period: promise.period, state: judged.state },
    sentence: judged.summary.en,
    sentences: judged.summary,
    ...(machine !== QUIET && { machine }),
  };
}
