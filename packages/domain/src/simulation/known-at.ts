import { judgeMonth, periodInterval, periodOf } from "../availability/index.ts";
import type { Announcement } from "../availability/index.ts";
import { listTerms } from "../catalogue/index.ts";
import { compileAvailability, compileChecks } from "../contract/index.ts";
import type { AvailabilityPromise } from "../contract/index.ts";
import { judgeNotice } from "../notice/index.ts";
import type { Interval } from "../interval/index.ts";
import type { AlarmFact, PromiseFacts, Promised } from "../promises/index.ts";
import { readRollout } from "../rollout/index.ts";
import { judgedTogether, playedAnnouncements, playedOutages } from "./outages.ts";
import type { PlayedOutage } from "./outages.ts";
import { playedTickets, readingAt } from "./play-tickets.ts";
import type { PlayedTicket } from "./play-tickets.ts";
import { toldAtMs } from "./play-suspensions.ts";
import { eventsOf, momentMs } from "./world.ts";
import type { World } from "./world.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
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
): PromiseFacts {
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
    ...(known.promised.length > 0 && { availability: availabilityAt(known, machine, nowMs) }),
    ...sharedFacts(known, fromMs, toMs, nowMs),
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
  nowMs: number,
): NonNullable<PromiseFacts["availability"]> {
  const now = Temporal.Instant.fromEpochMilliseconds(nowMs);
  return promised.map((promise) => {
    const { timeZone } = promise.rules;
    // The moment a period ends still belongs to it: its last word is spoken then.
    const name = periodOf(timeZone, promise.period, nowMs - 1);
    const { fromMs } = periodInterval(timeZone, name);
    const ours = promise.rules.services === "union" ? (outagesOf.get(machine) ?? []) : outages;
    const began = ours.filter((one) => one.beganMs < nowMs && (one.endedMs ?? nowMs) > fromMs);
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

/** Facts of the contract as a whole: the same for all its machines. */
function sharedFacts(known: Known, fromMs: number, toMs: number, nowMs: number): PromiseFacts {
  const { world } = known;
  return {
    notices: noticesAt(known, fromMs, toMs, nowMs),
    clocks: known.tickets.flatMap((ticket) =>
      ticket.clocks.flatMap((clock) => {
        const reading = readingAt(ticket, clock, nowMs);
        const isOurs = reading?.startedMs !== undefined && reading.startedMs >= fromMs;
        return reading && isOurs && reading.startedMs <= nowMs
          ? [{ ...reading, ticket: ticket.id }]
          : [];
      }),
    ),
    ...backupsAt(world, nowMs),
    ...rolloutsAt(world, nowMs),
    reports: eventsOf(world, "report")
      .filter(({ atMs }) => atMs >= fromMs && atMs < toMs)
      .map(({ name, atMs, sentAfterHours }) => {
        const sentMs = sentAfterHours === "never" ? null : atMs + sentAfterHours * 60 * MINUTE_MS;
        return { name, dueMs: atMs, sentMs: sentMs !== null && sentMs <= nowMs ? sentMs : null };
      }),
    told: eventsOf(world, "happens")
      .filter(({ atMs }) => atMs >= fromMs && atMs <= nowMs)
      .map((event) => {
        const told = toldAtMs(event);
        return {
          event: event.on,
          atMs: event.atMs,
          toldAtMs: told !== undefined && told <= nowMs ? told : null,
        };
      }),
  };
}

function noticesAt(
  { world }: Known,
  fromMs: number,
  toMs: number,
  nowMs: number,
): NonNullable<PromiseFacts["notices"]> {
  const now = Temporal.Instant.fromEpochMilliseconds(nowMs);
  const events = eventsOf(world, "announcement");
  return listTerms(world.catalogue, world.selection, "notice").flatMap(({ clause, term }) =>
    events
      .filter(
        (event) => (event.of ?? "plannedInterruption") === term.of && event.withdrawn !== true,
      )
      .flatMap((event) => {
        const startMs = momentMs(event.starts, world.timeZone);
        if (startMs < fromMs || startMs >= toMs || event.atMs > nowMs) return [];
        const judgement = judgeNotice(
          {
            clause: clause.id,
            noticeMs: term.noticeHours * 60 * MINUTE_MS,
            longerThanMs: term.longerThanMinutes * MINUTE_MS,
            channels: [
              ...(term.channels.includes("mail") ? (["mail"] as const) : []),
              ...(term.publishOn.length > 0 ? (["portal"] as const) : []),
            ],
            emergencyExempt: term.emergencies === "repairFirst",
          },
          {
            fromMs: startMs,
            toMs: startMs + event.minutes * MINUTE_MS,
            emergency: event.emergency === true,
          },
          (event.by ?? ["mail", "portal"]).map((channel) => ({ channel, atMs: event.atMs })),
          now,
        );
        return [{ id: event.id, judgement }];
      }),
  );
}

function backupsAt(world: World, nowMs: number): Pick<PromiseFacts, "backups"> {
  const chosen = world.scenario.contract.backupChosen;
  const events = eventsOf(world, "backup").filter(({ atMs }) => atMs <= nowMs);
  if (chosen === undefined && events.length === 0) return {};
  const good = events.filter(({ ok }) => ok).map(({ atMs }) => atMs);
  const marks = [world.agreed.fromMs, ...good];
  const longestGapMs = Math.max(0, ...marks.slice(1).map((atMs, k) => atMs - (marks[k] ?? atMs)));
  return {
    backups: {
      chosen: chosen !== false,
      lastGoodMs: good.at(-1) ?? null,
      sinceMs: world.agreed.fromMs,
      longestGapMs,
    },
  };
}

function rolloutsAt(world: World, nowMs: number): Pick<PromiseFacts, "rollouts"> {
  const events = eventsOf(world, "update").filter(({ atMs }) => atMs <= nowMs);
  const terms = listTerms(world.catalogue, world.selection, "rollout");
  if (events.length === 0 || terms.length === 0) return {};
  const now = Temporal.Instant.fromEpochMilliseconds(nowMs);
  return {
    rollouts: terms.flatMap(({ clause, term }) =>
      events.flatMap((event) =>
        readRollout(
          term.steps.map(({ percent, withinDays }) => ({
            clause: clause.id,
            basisPoints: Math.round(percent * 100),
            withinDays,
          })),
          { releasedMs: event.atMs, servers: rolledOut(event, nowMs) },
          world.timeZone,
          now,
        ),
      ),
    ),
  };
}

type Update = ReturnType<typeof eventsOf<"update">>[number];

function rolledOut({ machines, installed, atMs }: Update, nowMs: number) {
  const moments = installed.flatMap((step) =>
    Array.from({ length: step.machines }, () => atMs + step.afterDays * DAY_MS),
  );
  return Array.from({ length: machines }, (_, k) => {
    const installedMs = moments[k];
    const isDone = installedMs !== undefined && installedMs <= nowMs;
    return { server: String(k + 1), ...(isDone && { installedMs }) };
  });
}
