import type { HostCheck, Probe } from "@driftvakt/domain/monitoring";
import { inScope } from "../../platform/database/index.ts";
import type { Feature, Platform } from "../../platform/index.ts";
import type { Alerting } from "../alerting/index.ts";
import { findHostCheck } from "../contracts/index.ts";
import {
  judgeServer,
  listSilentServers,
  type SilentServer,
  type Watcher,
} from "./judge-silent-servers.ts";
import { probeMachine } from "./probe-machine.ts";
import { turnServer } from "./turn-server.ts";

const ROUND_MS = 2_000;
/** Probes under way at once, so that a whole site going silent does not open thousands of sockets. */
const PROBES_AT_ONCE = 50;

/**
 * Judges, centrally, which machines are down and which agents merely silent. Every process runs it; the row decides
 * who was first, so that each alarm leaves once.
 */
export function openReachability(
  platform: Platform,
  alerting: Pick<Alerting, "onCheckEvent">,
  ask: (address: string | null) => Promise<Probe> = probeMachine,
): Feature & { judgeAll(): Promise<void> } {
  const watcher: Watcher = { listeningSinceMs: platform.clock.nowMs(), unansweredSince: new Map() };
  let timer: NodeJS.Timeout | undefined;
  let round: Promise<void> | undefined;

  const judgeOne = async (server: SilentServer): Promise<void> => {
    const check = await inScope(platform.db, "provider", (tx) => findHostCheck(tx, server.id));
    if (!check) return;
    const nowMs = platform.clock.nowMs();
    const silent = nowMs - server.lastSeenMs >= check.silentSeconds * 1000;
    const probe = silent ? await ask(server.address) : "answers";
    const verdict = judgeServer(server, check, probe, watcher, nowMs);
    if (verdict.after === server.state) return;
    await turn(server, check, verdict.after);
  };

  const turn = (server: SilentServer, check: HostCheck, after: SilentServer["state"]) =>
    inScope(platform.db, "provider", async (tx) => {
      const nowMs = platform.clock.nowMs();
      const atMs = after === "up" ? nowMs : Math.max(server.lastSeenMs, watcher.listeningSinceMs);
      const turned = await turnServer(
        tx,
        { server, before: server.state, after, atMs, clauses: check.clauses },
        alerting.onCheckEvent,
        nowMs,
      );
      if (turned)
        await platform.bus.publish(tx, "live", {
          topic: "servers",
          serverId: server.id,
          customerId: server.customerId,
        });
    });

  const judgeAll = async (): Promise<void> => {
    const servers = await inScope(platform.db, "provider", (tx) =>
      listSilentServers(tx, platform.clock.nowMs()),
    );
    for (let i = 0; i < servers.length; i += PROBES_AT_ONCE) {
      await Promise.all(servers.slice(i, i + PROBES_AT_ONCE).map(judgeOne));
    }
  };

  return {
    judgeAll,
    start: async () => {
      timer = setInterval(() => {
        round ??= judgeAll()
          .catch((error: unknown) => platform.log.error("machines could not be judged", { error }))
          .finally(() => {
            round = undefined;
          });
      }, ROUND_MS);
    },
    stop: async () => {
      clearInterval(timer);
      await round;
    },
  };
}
