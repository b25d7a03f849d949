import { listTerms } from "../catalogue/index.ts";
import { judgeNotice } from "../notice/index.ts";
import type { PromiseFacts } from "../promises/index.ts";
import { readRollout } from "../rollout/index.ts";
import type { PlayedTicket } from "./play-tickets.ts";
import { readingAt } from "./play-tickets.ts";
import { toldAtMs } from "./play-suspensions.ts";
import { eventsOf, momentMs } from "./world.ts";
import type { World } from "./world.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

type Known = { readonly world: World; readonly tickets: readonly PlayedTicket[] };

/** Facts of the contract as a whole: the same for all its machines. */
export function sharedFacts(
  known: Known,
  fromMs: number,
  toMs: number,
  nowMs: number,
): PromiseFacts {
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
