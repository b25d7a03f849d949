import {
  judgeReachability,
  type HostCheck,
  type Probe,
  type Reachability,
} from "@driftvakt/domain/monitoring";
import { sql } from "kysely";
import type { Tx } from "../../platform/database/index.ts";

export type SilentServer = {
  readonly id: string;
  readonly customerId: string;
  readonly hostname: string;
  readonly address: string | null;
  readonly state: Reachability;
  readonly lastSeenMs: number;
};

/** No machine is asked about before its agent has been silent this long; the least a contract may set. */
const LEAST_SILENCE_SECONDS = 5;
const MOST_AT_ONCE = 500;

/** Machines whose agents have said nothing lately, or that count as away: those that may have to be judged. */
export async function listSilentServers(tx: Tx, nowMs: number): Promise<SilentServer[]> {
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
    .where("state", "in", ["up", "unreachable", "down"])
    .where(({ eb, or }) =>
      or([
        eb("last_seen_at", "<", new Date(nowMs - LEAST_SILENCE_SECONDS * 1000)),
        eb("state", "!=", "up"),
      ]),
    )
    .orderBy("last_seen_at")
    .limit(MOST_AT_ONCE)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    customerId: row.customer_id,
    hostname: row.hostname,
    address: row.address,
    state: row.state as Reachability,
    lastSeenMs: row.last_seen_at?.getTime() ?? nowMs,
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
