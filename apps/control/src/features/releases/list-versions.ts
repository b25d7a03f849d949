import { compareVersions } from "@driftvakt/protocol/agent";
import type { AgentVersionRow } from "@driftvakt/protocol/api";
import { sql } from "kysely";
import type { Tx } from "../../platform/database/index.ts";
import { pageOf, readCursor, type Page, type PageAsk } from "../../platform/paging/index.ts";

/** Machines that are watched: those that a roll-out is about. */
export const WATCHED_STATES = ["up", "unreachable", "down"] as const;

/** How many machines run which version of the agent, newest first. */
export async function countVersions(tx: Tx): Promise<{ version: string; machines: number }[]> {
  const rows = await tx
    .selectFrom("server")
    .select(({ fn }) => ["agent_version as version", fn.countAll<number>().as("machines")])
    .where("state", "in", WATCHED_STATES)
    .where("agent_version", "is not", null)
    .groupBy("agent_version")
    .execute();
  return rows
    .flatMap(({ version, machines }) =>
      version === null ? [] : [{ version, machines: Number(machines) }],
    )
    .toSorted((a, b) => compareVersions(b.version, a.version));
}

/** Watched machines with the version that each runs, by host name. */
export async function listVersions(
  tx: Tx,
  ask: PageAsk & { readonly version?: string | undefined },
): Promise<Page<AgentVersionRow>> {
  const after = readCursor(ask.cursor, "string", "string");
  let query = tx
    .selectFrom("server")
    .innerJoin("customer", "customer.id", "server.customer_id")
    .select([
      "server.id",
      "server.hostname",
      "customer.name as customerName",
      "server.state",
      "server.agent_version",
      "server.last_seen_at",
    ])
    .where("server.state", "in", WATCHED_STATES)
    .orderBy("server.hostname")
    .orderBy("server.id")
    .limit(ask.limit + 1);
  if (ask.version) query = query.where("server.agent_version", "=", ask.version);
  if (after)
    query = query.where(
      sql<boolean>`(server.hostname, server.id) > (${after[0]}::text, ${after[1]}::uuid)`,
    );
  return pageOf(
    await query.execute(),
    ask,
    (row) => [row.hostname, row.id],
    (row) => ({
      serverId: row.id,
      hostname: row.hostname,
      customerName: row.customerName,
      state: row.state,
      agentVersion: row.agent_version,
      lastSeenAtMs: row.last_seen_at?.getTime() ?? null,
    }),
  );
}
