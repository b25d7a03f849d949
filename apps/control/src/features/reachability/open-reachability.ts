import type { HostCheck, Probe } from "@driftvakt/domain/monitoring";
import { inScope, type Tx } from "../../platform/database/index.ts";
import type { Feature, Platform } from "../../platform/index.ts";
import { findFarewell, type Alerting, type OnTurn } from "../alerting/index.ts";
import { findHostChecks, findShortestSilence } from "../contracts/index.ts";
import { beginWatching } from "./begin-watching.ts";
import {
  judgeServer,
  listAway,
  listSuspects,
  type SilentServer,
  type Verdict,
  type Watcher,
} from "./judge-silent-servers.ts";
import { probeMachine } from "./probe-machine.ts";
import { listSilences, reviewSilence } from "./review-silences.ts";
import { openReviews } from "./review-schedule.ts";
import { turnServer } from "./turn-server.ts";

/** Newly silent machines, and those that are back. */
const ROUND_MS = 2_000;
/** Machines that are away are asked more seldom, so that many dead ones never hold up a newly silent one (R13). */
const AWAY_EVERY_MS = 10_000;
const REVIEW_EVERY_MS = 5_000;
const BEGIN_EVERY_MS = 30_000;
/** Probes under way at once, so that a whole site going silent does not open thousands of sockets. */
const PROBES_AT_ONCE = 50;

export type ReachabilityOptions = {
  readonly ask?: (address: string | null) => Promise<Probe>;
  /** Told, in the causing transaction, of machines whose time was judged again. */
  readonly onTurn?: OnTurn | undefined;
};

export type ReachabilityFeature = Feature & {
  /** Judges every silent or absent machine now. */
  judgeAll(): Promise<void>;
  /** Begins the time line of machines that have none, and ends it for those that left. */
  beginAll(): Promise<void>;
  /** Judges silences that are over again, by the readings that came in since. */
  reviewAll(): Promise<void>;
};

/**
 * Judges, centrally, which machines are down and which agents merely silent. Every process runs it; the row decides
 * who was first, so that each alarm leaves once.
 */
export function openReachability(
  platform: Platform,
  alerting: Pick<Alerting, "onCentralEvent">,
  options: ReachabilityOptions = {},
): ReachabilityFeature {
  const { db, bus, clock, log } = platform;
  const ask = options.ask ?? probeMachine;
  const watcher: Watcher = { listeningSinceMs: clock.nowMs(), unansweredSince: new Map() };
  const reviews = openReviews();
  const timers: NodeJS.Timeout[] = [];
  const running = new Map<string, Promise<void>>();

  const asProvider = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => inScope(db, "provider", work);

  const judgeOne = async (server: SilentServer, check: HostCheck): Promise<void> => {
    const silent = clock.nowMs() - server.lastSeenMs >= check.silentSeconds * 1000;
    const probe = silent ? await ask(server.address) : "answers";
    const verdict = judgeServer(server, check, probe, watcher, clock.nowMs());
    if (verdict.after !== server.state) await turn(verdict, check);
  };

  const turn = ({ server, after }: Verdict, check: HostCheck) =>
    asProvider(async (tx) => {
      const nowMs = clock.nowMs();
      const times = timesOf(server, after, watcher, nowMs);
      const farewell =
        after === "down" ? await findFarewell(tx, server.id, server.lastSeenMs) : undefined;
      const what = { server, before: server.state, after, clauses: check.clauses, farewell };
      if (!(await turnServer(tx, { ...what, ...times }, alerting.onCentralEvent, nowMs))) return;
      await options.onTurn?.(tx, server.id);
      await bus.publish(tx, "live", {
        topic: "servers",
        serverId: server.id,
        customerId: server.customerId,
      });
    });

  const judge = async (servers: readonly SilentServer[]): Promise<void> => {
    const ids = servers.map(({ id }) => id);
    const checks = await asProvider((tx) => findHostChecks(tx, ids));
    for (let i = 0; i < servers.length; i += PROBES_AT_ONCE) {
      await Promise.all(
        servers.slice(i, i + PROBES_AT_ONCE).map(async (server) => {
          const check = checks.get(server.id);
          if (check) await judgeOne(server, check);
        }),
      );
    }
  };

  const judgeSuspects = async (): Promise<void> => {
    const suspects = await asProvider(async (tx) => {
      const shortest = await findShortestSilence(tx);
      return shortest === undefined ? [] : listSuspects(tx, shortest, clock.nowMs());
    });
    await judge(suspects);
  };
  const judgeAway = async (): Promise<void> => judge(await asProvider(listAway));

  const judgeAll = async (): Promise<void> => {
    await judgeSuspects();
    await judgeAway();
  };

  const reviewAll = async (): Promise<void> => {
    const nowMs = clock.nowMs();
    const silences = reviews.due(await asProvider((tx) => listSilences(tx, nowMs)), nowMs);
    for (const silence of silences) {
      await asProvider(async (tx) => {
        if (await reviewSilence(tx, silence, nowMs)) await options.onTurn?.(tx, silence.serverId);
      });
    }
  };

  const beginAll = () => asProvider((tx) => beginWatching(tx));

  /** Runs a round again and again, never twice at once; a round that fails is on record and comes again. */
  const every = (name: string, ms: number, round: () => Promise<void>): void => {
    const once = () => {
      if (running.has(name)) return;
      const work = round()
        .catch((error: unknown) =>
          log.error("machines could not be judged", { round: name, error }),
        )
        .finally(() => running.delete(name));
      running.set(name, work);
    };
    timers.push(setInterval(once, ms));
    once();
  };

  return {
    judgeAll,
    beginAll,
    reviewAll,
    start: async () => {
      every("suspects", ROUND_MS, judgeSuspects);
      every("away", AWAY_EVERY_MS, judgeAway);
      every("review", REVIEW_EVERY_MS, reviewAll);
      every("begin", BEGIN_EVERY_MS, beginAll);
    },
    stop: async () => {
      timers.forEach(clearInterval);
      await Promise.all(running.values());
    },
  };
}

/**
 * Away: since its last word, or since it stopped answering where its agent had been silent before; never before we
 * listened. Back: now.
 */
function timesOf(
  server: SilentServer,
  after: Verdict["after"],
  watcher: Watcher,
  nowMs: number,
): { atMs: number; unknownFromMs?: number | undefined } {
  if (after === "up") return { atMs: nowMs };
  const awaySinceMs =
    server.state === "up" ? server.lastSeenMs : (watcher.unansweredSince.get(server.id) ?? nowMs);
  const atMs = Math.max(awaySinceMs, server.lastSeenMs, watcher.listeningSinceMs);
  return {
    atMs,
    ...(atMs > server.lastSeenMs && server.state === "up" && { unknownFromMs: server.lastSeenMs }),
  };
}
