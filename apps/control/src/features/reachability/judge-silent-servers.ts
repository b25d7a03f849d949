import {
  judgeReachability,
  type HostCheck,
  type Probe,
  type Reachability,
} from "@driftvakt/domain/monitoring";
import { sql, type RawBuilder } from "kysely";
import type { Tx } from "../../platform/database/index.ts";

export type SilentServer = {
  readonly id: string;
  readonly customerId: string;
  readonly hostname: string;
  readonly address: string | null;
  readonly state: Reachability;
  readonly lastSeenMs: number;
};

/** An agent that was away and spoke this lately is back. */
const BACK_WITHIN_MS = 10_000;

/**
 * Machines that may have to be judged now: those that count as up and have been silent for as long as any contract
 * allows, the longest first; and those that count as away and whose agents spoke just now.
 */
export function listSuspects(
  tx: Tx,
  shortestSilenceSeconds: number,
  nowMs: number,
): Promise<SilentServer[]> {
  const silentSince = new Date(nowMs - shortestSilenceSeconds * 1000);
  return listServers(
    tx,
    sql<boolean>`(state = 'up' and last_seen_at < ${silentSince})
      or (state in ('unreachable', 'down') and last_seen_at >= ${new Date(nowMs - BACK_WITHIN_MS)})`,
  );
}

/** Machines that count as away. */
export function listAway(tx: Tx): Promise<SilentServer[]> {
  return listServers(tx, sql<boolean>`state in ('unreachable', 'down')`);
}

async function listServers(tx: Tx, where: RawBuilder<boolean>): Promise<SilentServer[]> {
  const rows = await tx
    .selectFrom("server")
    .select([
      "id",
      "customer_id",
      "hostname",
      "state",
      "last_seen_at",
      sql<string | null>`host(address)`.as("address"),
    ])
    .where(where)
    .orderBy("last_seen_at")
    .execute();
  return rows.map((row) => ({
    id: row.id,
    customerId: row.customer_id,
    hostname: row.hostname,
    address: row.address,
    state: row.state as Reachability,
    lastSeenMs: row.last_seen_at?.getTime() ?? 0,
  }));
}

export type Watcher = {
  /** When this process began to listen: silence before that is ours, not the agents'. */
  readonly listeningSinceMs: number;
  /** Since when probes of a machine have gone unanswered, by server id; kept between rounds. */
  readonly unansweredSince: Map<string, number>;
};

export type Verdict = {
  readonly server: SilentServer;
  readonly after: Reachability;
  readonly silentMs: number;
};

/** Judges one machine by its contract's host check. */
export function judgeServer(
  server: SilentServer,
  check: HostCheck,
  probe: Probe,
  watcher: Watcher,
  nowMs: number,
): Verdict {
  const silentMs = nowMs - Math.max(server.lastSeenMs, watcher.listeningSinceMs);
  const spoke =
    silentMs < check.silentSeconds * 1000 && server.lastSeenMs > nowMs - check.silentSeconds * 1000;
  if (probe !== "no-answer") watcher.unansweredSince.delete(server.id);
  else if (!watcher.unansweredSince.has(server.id)) watcher.unansweredSince.set(server.id, nowMs);
  const unansweredMs = nowMs - (watcher.unansweredSince.get(server.id) ?? nowMs);
  const after = judgeReachability({ before: server.state, silentMs, probe, unansweredMs }, check);
  if (after === "up" && !spoke && server.state !== "up")
    return { server, after: server.state, silentMs };
  return { server, after, silentMs };
}
