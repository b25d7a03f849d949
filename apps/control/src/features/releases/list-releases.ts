import { compareVersions } from "@driftvakt/protocol/agent";
import { UPDATE_STATES, type AgentRelease, type UpdateState } from "@driftvakt/protocol/api";
import type { Tx } from "../../platform/database/index.ts";
import "./tables.ts";

/** Every release, newest first, with how many machines stand where. */
export async function listReleases(tx: Tx): Promise<AgentRelease[]> {
  const rows = await tx.selectFrom("agent_release").selectAll().execute();
  const counts = await tx
    .selectFrom("agent_update")
    .select(["version", "state", ({ fn }) => fn.countAll<number>().as("count")])
    .groupBy(["version", "state"])
    .execute();
  const countOf = (version: string, state: UpdateState) =>
    Number(counts.find((one) => one.version === version && one.state === state)?.count ?? 0);
  return rows
    .toSorted((a, b) => compareVersions(b.version, a.version))
    .map((row) => ({
      version: row.version,
      state: row.state,
      note: row.note,
      ring: row.ring,
      publishedAtMs: row.published_at.getTime(),
      publishedBy: row.published_by.name,
      releaseKey: row.envelope.keyId,
      machines: Object.fromEntries(
        UPDATE_STATES.map((state) => [state, countOf(row.version, state)]),
      ) as AgentRelease["machines"],
    }));
}

/** What became of a release (the newest where none is named) on each machine that it was offered to, failures first. */
export async function listReleaseMachines(tx: Tx, wanted: string | undefined) {
  const version = wanted ?? (await findNewest(tx));
  if (version === undefined) return [];
  const rows = await tx
    .selectFrom("agent_update as update")
    .innerJoin("server", "server.id", "update.server_id")
    .select(["server.id", "server.hostname", "update.state", "update.detail", "update.changed_at"])
    .where("update.version", "=", version)
    .orderBy("server.hostname")
    .limit(20_000)
    .execute();
  return rows
    .map((row) => ({
      serverId: row.id,
      hostname: row.hostname,
      state: row.state,
      detail: row.detail,
      changedAtMs: row.changed_at.getTime(),
    }))
    .toSorted((a, b) => UPDATE_STATES.indexOf(b.state) - UPDATE_STATES.indexOf(a.state));
}

async function findNewest(tx: Tx): Promise<string | undefined> {
  const rows = await tx.selectFrom("agent_release").select("version").execute();
  return rows
    .map(({ version }) => version)
    .toSorted(compareVersions)
    .at(-1);
}
