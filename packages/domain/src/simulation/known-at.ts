import { judgeMonth, periodInterval, periodOf } from "../availability/index.ts";
import type { Announcement } from "../availability/index.ts";
import { compileAvailability, compileChecks } from "../contract/index.ts";
import type { AvailabilityPromise } from "../contract/index.ts";
import type { Interval } from "../interval/index.ts";
import type { AlarmFact, PromiseFacts, Promised } from "../promises/index.ts";
import { judgedTogether, playedAnnouncements, playedOutages } from "./outages.ts";
import type { PlayedOutage } from "./outages.ts";
import { playedTickets } from "./play-tickets.ts";
import type { PlayedNotice } from "./shared-facts.ts";
import { commonFacts, playedNotices, sharedFacts } from "./shared-facts.ts";
import type { PlayedTicket } from "./play-tickets.ts";
import { eventsOf } from "./world.ts";
import type { World } from "./world.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const HALF_A_MONTH_MS = 14 * DAY_MS;
/** An alarm older than this before a period has nothing to say in it. */
const LONGEST_ALARM_MS = 62 * DAY_MS;
/** How long an alarm takes when the scenario says nothing. */
const ALARM_AFTER_MS = 5_000;

type MachineAlarm = AlarmFact & { readonly machine: number };
type MachineGap = Interval & { readonly machine: number; readonly explained: boolean };

/** Everything of a scenario that promises are judged by, worked out once. */
export type Known = {
  readonly world: World;
  /** By machine. */
  readonly alarms: ReadonlyMap<number, readonly MachineAlarm[]>;
  readonly gaps: ReadonlyMap<number, readonly MachineGap[]>;
  readonly outages: readonly PlayedOutage[];
  readonly outagesOf: ReadonlyMap<number, readonly PlayedOutage[]>;
  readonly announcements: readonly Announcement[];
  readonly promised: readonly AvailabilityPromise[];
  readonly tickets: readonly PlayedTicket[];
  readonly notices: ReadonlyMap<string, readonly PlayedNotice[]>;
  readonly clausesOf: (check: string) => readonly string[];
};

export function knownOf(world: World): Known {
  const { checks } = compileChecks(world.catalogue, world.selection);
  const clauses = new Map(checks.map((check) => [check.id, check.clauses]));
  const clausesOf = (check: string): readonly string[] =>
    clauses.get(check.split(":")[0] ?? check) ?? [];
  const outages = playedOutages(world);
  return {
    world,
    alarms: byMachine([
      ...outageAlarms(world, outages, clausesOf),
      ...readingAlarms(world, clausesOf),
    ]),
    gaps: byMachine(
      eventsOf(world, "gap").map((gap) => ({
        machine: gap.machine ?? 1,
        fromMs: gap.atMs,
        toMs: gap.atMs + gap.minutes * MINUTE_MS,
        explained: gap.explained === true,
      })),
    ),
    outages,
    outagesOf: byMachine(outages),
    announcements: playedAnnouncements(world),
    promised: compileAvailability(world.catalogue, world.selection),
    tickets: playedTickets(world),
    notices: playedNotices(world),
    clausesOf,
  };
}

function byMachine<Fact extends { readonly machine: number }>(
  facts: readonly Fact[],
): ReadonlyMap<number, readonly Fact[]> {
  return Map.groupBy(facts, ({ machine }) => machine);
}

function outageAlarms(
  world: World,
  outages: readonly PlayedOutage[],
  clausesOf: Known["clausesOf"],
): readonly MachineAlarm[] {
  const events = eventsOf(world, "outage");
  return outages.map((outage, index) => {
    const after = events[index]?.alarmAfterSeconds;
    const hardAtMs = outage.detectedMs ?? outage.beganMs;
    const tookMs = after === undefined || after === "never" ? ALARM_AFTER_MS : after * 1000;
    return {
      id: outage.id,
      machine: outage.machine,
      check: outage.check,
      clauses: clausesOf(outage.check),
      state: "critical",
      hardAtMs,
      toldAtMs: after === "never" ? null : hardAtMs + tookMs,
      recoveredAtMs: outage.endedMs ?? null,
    };
  });
}

function readingAlarms(world: World, clausesOf: Known["clausesOf"]): readonly MachineAlarm[] {
  return eventsOf(world, "alarm").map((event) => {
    const after = event.toldAfterSeconds;
    const tookMs = after === undefined || after === "never" ? ALARM_AFTER_MS : after * 1000;
    return {
      id: `alarm-${event.index + 1}`,
      machine: event.machine ?? 1,
      check: event.check,
      clauses: clausesOf(event.check),
      state: event.state,
      hardAtMs: event.atMs,
      toldAtMs: after === "never" ? null : event.atMs + tookMs,
      recoveredAtMs: event.atMs + event.minutes * MINUTE_MS,
    };
  });
}

/** What was known about one machine (0: one to which nothing happens) at a moment, for promises of this period. */
export function factsAt(
  known: Known,
  machine: number,
  { fromMs, toMs }: Pick<Promised, "fromMs" | "toMs">,
  nowMs: number,
  isShared: boolean,
): PromiseFacts {
  // Facts of the contract as a whole are looked at for promises that are kept as a whole; others read their own machine's.
  if (isShared) return sharedFacts(known, fromMs, toMs, nowMs);
  const alarms = (known.alarms.get(machine) ?? [])
    .filter((one) => one.hardAtMs <= nowMs && one.hardAtMs >= fromMs - LONGEST_ALARM_MS)
    .map((one) => alarmAt(one, nowMs));
  const watchedFromMs = Math.max(fromMs, known.world.agreed.fromMs);
  const expectedMs = Math.max(0, Math.min(nowMs, toMs) - watchedFromMs);
  const gaps = (known.gaps.get(machine) ?? [])
    .filter((gap) => gap.fromMs < nowMs && gap.toMs > fromMs)
    .map((gap) => ({
      fromMs: Math.max(gap.fromMs, fromMs),
      toMs: Math.min(gap.toMs, nowMs),
      ...(gap.explained && { explainedBy: "alert" }),
    }));
  const missedMs = gaps.reduce((all, gap) => all + gap.toMs - gap.fromMs, 0);
  return {
    alarms,
    openProblems: alarms
      .filter(({ recoveredAtMs }) => recoveredAtMs === null)
      .map(({ check, clauses, state, hardAtMs }) => ({ check, clauses, state, sinceMs: hardAtMs })),
    coverage: { expectedMs, seenMs: Math.max(0, expectedMs - missedMs), gaps },
    agent: { enrolled: 1, lastSeenMs: nowMs, listens: false },
    graphs: { newestMs: nowMs },
    ...(known.promised.length > 0 && {
      availability: availabilityAt(known, machine, fromMs, nowMs),
    }),
    ...commonFacts(known, fromMs, toMs, nowMs),
  };
}

function alarmAt(alarm: AlarmFact, nowMs: number): AlarmFact {
  const { toldAtMs, recoveredAtMs } = alarm;
  return {
    ...alarm,
    toldAtMs: toldAtMs !== null && toldAtMs <= nowMs ? toldAtMs : null,
    recoveredAtMs:
      recoveredAtMs !== undefined && recoveredAtMs !== null && recoveredAtMs <= nowMs
        ? recoveredAtMs
        : null,
  };
}

function availabilityAt(
  { world, promised, outages, outagesOf, announcements }: Known,
  machine: number,
  fromMs: number,
  nowMs: number,
): NonNullable<PromiseFacts["availability"]> {
  const now = Temporal.Instant.fromEpochMilliseconds(nowMs);
  return promised.map((promise) => {
    const { timeZone } = promise.rules;
    // The month of the promise, cut in the zone of the availability, which may be another.
    const name = periodOf(timeZone, promise.period, fromMs + HALF_A_MONTH_MS);
    const period = periodInterval(timeZone, name);
    const ours = promise.rules.services === "union" ? (outagesOf.get(machine) ?? []) : outages;
    const began = ours.filter(
      (one) => one.beganMs < nowMs && (one.endedMs ?? nowMs) > period.fromMs,
    );
    const together = judgedTogether(world, promise, began, announcements);
    const own = together.find((one) => one.machine === undefined || one.machine === machine);
    const facts = own?.facts ?? {
      services: ["machine"],
      outages: [],
      announcements: [],
      unknown: [],
      agreed: [world.agreed],
    };
    const judged = judgeMonth(promise.rules, facts, name, now);
    const counted = new Set(judged.counted.flatMap((part) => part.outageIds));
    const running = facts.outages.some(
      (outage) => counted.has(outage.id) && (outage.endedMs ?? Infinity) > nowMs,
    );
    return { judged, running };
  });
}
