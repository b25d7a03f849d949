import { compareVersions } from "@driftvakt/protocol/agent";
import {
  UPDATE_STATES,
  type AgentRelease,
  type AgentUpdate,
  type UpdateState,
} from "@driftvakt/protocol/api";
import type { Tx } from "../../platform/database/index.ts";
import { LAST_RING, reachOfRings, widensAt } from "./plan-rollout.ts";
import { WATCHED_STATES } from "./list-versions.ts";
import "./tables.ts";

type Tally = {
  readonly version: string;
  readonly state: UpdateState;
  readonly machines: number;
  readonly lastAt: Date;
};

/** Every release, newest first, with how many machines stand where. */
export async function listReleases(tx: Tx): Promise<AgentRelease[]> {
  const rows = await tx.selectFrom("agent_release").selectAll().execute();
  const tallies = await listTallies(tx);
  const hostnames = await findHostnames(tx, [...new Set(rows.flatMap((row) => row.canaries))]);
  const rings = reachOfRings(await countFleet(tx));
  return rows
    .toSorted((a, b) => compareVersions(b.version, a.version))
    .map((row) => {
      const own = tallies.filter(({ version }) => version === row.version);
      return {
        version: row.version,
        state: row.state,
        note: row.note,
        ring: row.ring,
        rings,
        soakSeconds: row.soak_seconds,
        widensAtMs: row.state === "rolling" ? findNextRing(row, own) : null,
        canaries: row.canaries.flatMap((id) => hostnames.get(id) ?? []),
        publishedAtMs: row.published_at.getTime(),
        publishedBy: row.published_by.name,
        releaseKey: row.envelope.keyId,
        machines: Object.fromEntries(
          UPDATE_STATES.map((state) => [
            state,
            own.find((one) => one.state === state)?.machines ?? 0,
          ]),
        ) as AgentRelease["machines"],
      };
    });
}

async function listTallies(tx: Tx): Promise<Tally[]> {
  const rows = await tx
    .selectFrom("agent_update")
    .select(({ fn }) => [
      "version",
      "state",
      fn.countAll<number>().as("machines"),
      fn.max("changed_at").as("lastAt"),
    ])
    .groupBy(["version", "state"])
    .execute();
  return rows.map((row) => ({ ...row, machines: Number(row.machines) }));
}

/** As `planRollout` will decide it: nothing outstanding, something installed, and its time over. */
function findNextRing(
  { ring, soak_seconds }: { readonly ring: number; readonly soak_seconds: number },
  own: readonly Tally[],
): number | null {
  const isOutstanding = own.some(({ state }) => state === "offered" || state === "started");
  const installed = own.find(({ state }) => state === "installed");
  if (ring >= LAST_RING || isOutstanding || !installed) return null;
  return widensAt(installed.lastAt.getTime(), soak_seconds);
}

async function findHostnames(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await tx
    .selectFrom("server")
    .select(["id", "hostname"])
    .where("id", "in", ids)
    .execute();
  return new Map(rows.map(({ id, hostname }) => [id, hostname]));
}

async function countFleet(tx: Tx): Promise<number> {
  const { machines } = await tx
    .selectFrom("server")
    .select(({ fn }) => fn.countAll<number>().as("machines"))
    .where("state", "in", WATCHED_STATES)
    .executeTakeFirstOrThrow();
  return Number(machines);
}

/** What became of a release (the newest where none is named) on each machine that it was offered to, failures first. */
export async function listReleaseMachines(
  tx: Tx,
  wanted: string | undefined,
): Promise<AgentUpdate[]> {
  const version = wanted ?? (await findNewest(tx));
  if (version === undefined) return [];
  const rows = await tx
    .selectFrom("agent_update as update")
    .innerJoin("server", "server.id", "update.server_id")
    .select([
      "server.id",
      "server.hostname",
      "server.agent_version",
      "update.state",
      "update.detail",
      "update.changed_at",
    ])
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
      agentVersion: row.agent_version,
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
