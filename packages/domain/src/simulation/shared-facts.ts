import { monthOf } from "../calendar/index.ts";
import { listTerms } from "../catalogue/index.ts";
import type { TermOf } from "../catalogue/index.ts";
import { judgeNotice } from "../notice/index.ts";
import type { NoticeJudgement, NoticeRules } from "../notice/index.ts";
import type { PromiseFacts } from "../promises/index.ts";
import { readRollout } from "../rollout/index.ts";
import type { PlayedTicket } from "./play-tickets.ts";
import { readingAt } from "./play-tickets.ts";
import { toldAtMs } from "./play-suspensions.ts";
import { eventsOf, momentMs } from "./world.ts";
import type { World } from "./world.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

type Known = {
  readonly world: World;
  readonly tickets: readonly PlayedTicket[];
  readonly notices: ReadonlyMap<string, readonly PlayedNotice[]>;
};

/** Facts that clauses of machines read besides their own: what was told, reported, backed up, begun. */
export function commonFacts(
  { world, tickets }: Known,
  fromMs: number,
  toMs: number,
  nowMs: number,
): PromiseFacts {
  return {
    clocks: tickets.flatMap((ticket) =>
      ticket.clocks.flatMap((clock) => {
        const reading = readingAt(ticket, clock, nowMs);
        const isOurs = reading?.startedMs !== undefined && reading.startedMs >= fromMs;
        return reading && isOurs && reading.startedMs <= nowMs
          ? [{ ...reading, ticket: ticket.id }]
          : [];
      }),
    ),
    ...backupsAt(world, nowMs),
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

/** Facts of the contract as a whole: the same for all its machines. */
export function sharedFacts(
  known: Known,
  fromMs: number,
  toMs: number,
  nowMs: number,
): PromiseFacts {
  const month = monthOf(known.world.timeZone, fromMs);
  return {
    ...commonFacts(known, fromMs, toMs, nowMs),
    ...rolloutsAt(known.world, nowMs),
    notices: (known.notices.get(month) ?? [])
      .filter(({ toldMs }) => toldMs <= nowMs)
      .map(({ id, atFirst, atLast }) => ({
        id,
        judgement: nowMs > atFirst.latestMs ? atLast : atFirst,
      })),
  };
}

/** An announcement as a notice clause judges it: when it was made, and once the time for it is over. */
export type PlayedNotice = {
  readonly id: string;
  readonly month: string;
  readonly toldMs: number;
  readonly atFirst: NoticeJudgement;
  readonly atLast: NoticeJudgement;
};

/** Every announcement by the month in which its work begins. */
export function playedNotices(world: World): ReadonlyMap<string, readonly PlayedNotice[]> {
  const notices = listTerms(world.catalogue, world.selection, "notice").flatMap(
    ({ clause, term }) => {
      const rules = noticeRules(clause.id, term);
      return eventsOf(world, "announcement")
        .filter((event) => (event.of ?? "plannedInterruption") === term.of && !event.withdrawn)
        .map((event) => playNotice(world, rules, event));
    },
  );
  return Map.groupBy(notices, ({ month }) => month);
}

function noticeRules(clause: string, term: TermOf<"notice">): NoticeRules {
  return {
    clause,
    noticeMs: term.noticeHours * 60 * MINUTE_MS,
    longerThanMs: term.longerThanMinutes * MINUTE_MS,
    channels: [
      ...(term.channels.includes("mail") ? (["mail"] as const) : []),
      ...(term.publishOn.length > 0 ? (["portal"] as const) : []),
    ],
    emergencyExempt: term.emergencies === "repairFirst",
  };
}

function playNotice(
  world: World,
  rules: NoticeRules,
  event: ReturnType<typeof eventsOf<"announcement">>[number],
): PlayedNotice {
  const fromMs = momentMs(event.starts, world.timeZone);
  const work = {
    fromMs,
    toMs: fromMs + event.minutes * MINUTE_MS,
    emergency: event.emergency === true,
  };
  const by = event.by ?? (["mail", "portal"] as const);
  const given = by.map((channel) => ({ channel, atMs: event.atMs }));
  const judge = (atMs: number): NoticeJudgement =>
    judgeNotice(rules, work, given, Temporal.Instant.fromEpochMilliseconds(atMs));
  return {
    id: event.id,
    month: monthOf(world.timeZone, fromMs),
    toldMs: event.atMs,
    atFirst: judge(event.atMs),
    atLast: judge(Math.max(event.atMs, work.toMs)),
  };
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
