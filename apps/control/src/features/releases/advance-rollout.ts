import { compareVersions } from "@driftvakt/protocol/agent";
import { recordAudit } from "../../platform/audit/index.ts";
import type { Bus } from "../../platform/bus/index.ts";
import type { Tx } from "../../platform/database/index.ts";
import { SYSTEM_ACTOR } from "../provider/index.ts";
import { WATCHED_STATES } from "./list-versions.ts";
import { planRollout, type RolloutMachine } from "./plan-rollout.ts";
import "./tables.ts";

/**
 * Takes the roll-out that is under way one step on. Every process may call it; the release's row decides who does.
 * @returns what was done, for the log.
 */
export async function advanceRollout(
  tx: Tx,
  bus: Pick<Bus, "publish">,
  nowMs: number,
): Promise<string> {
  const release = await tx
    .selectFrom("agent_release")
    .select(["version", "ring", "soak_seconds", "canaries"])
    .where("state", "=", "rolling")
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
  if (!release) return "wait";
  const { version, ring } = release;
  const machines = await listMachines(tx, version);
  const byId = new Map(machines.map((one) => [one.serverId, one]));
  const { lost, withdrawn, next } = planRollout({
    version,
    ring,
    soakSeconds: release.soak_seconds,
    canaries: release.canaries,
    machines,
    nowMs,
  });
  const now = new Date(nowMs);
  const audit = (action: string, customerId: string | null, detail: object) =>
    recordAudit(
      tx,
      {
        actor: SYSTEM_ACTOR,
        customerId,
        action,
        object: `release:${version}`,
        detail: { ...detail },
      },
      now,
    );
  if (withdrawn.length > 0)
    await updatesOf(tx, version, withdrawn).where("state", "=", "offered").execute();
  for (const serverId of lost) {
    await tx
      .updateTable("agent_update")
      .set({ state: "lost", detail: "not heard of since it began", changed_at: now })
      .where("server_id", "=", serverId)
      .where("version", "=", version)
      .execute();
    await audit("release.lose", byId.get(serverId)!.customerId, { serverId });
  }
  if (next.kind === "offer") {
    for (const serverId of next.serverIds) await offer(tx, bus, version, byId.get(serverId)!, now);
    for (const serverId of next.serverIds)
      await audit("release.offer", byId.get(serverId)!.customerId, { serverId, ring });
  } else if (next.kind !== "wait") {
    const set =
      next.kind === "stop" ? ({ state: "stopped", note: next.why } as const) : { ring: ring + 1 };
    await tx.updateTable("agent_release").set(set).where("version", "=", version).execute();
    await audit(next.kind === "stop" ? "release.stop" : "release.widen", null, set);
  }
  return next.kind;
}

type Machine = RolloutMachine & { readonly customerId: string };

async function listMachines(tx: Tx, version: string): Promise<Machine[]> {
  const rows = await tx
    .selectFrom("server")
    .leftJoin("agent_update as update", (join) =>
      join.onRef("update.server_id", "=", "server.id").on("update.version", "=", version),
    )
    .select([
      "server.id",
      "server.customer_id",
      "server.state",
      "server.agent_version",
      "update.state as updateState",
      "update.detail",
      "update.changed_at",
    ])
    .where("server.state", "in", WATCHED_STATES)
    .orderBy("server.id")
    .execute();
  return rows.map((row) => ({
    serverId: row.id,
    customerId: row.customer_id,
    isReady:
      row.state === "up" &&
      row.agent_version !== null &&
      compareVersions(row.agent_version, version) < 0,
    ...(row.updateState && {
      update: {
        state: row.updateState,
        detail: row.detail ?? "",
        changedAtMs: row.changed_at!.getTime(),
      },
    }),
  }));
}

async function offer(
  tx: Tx,
  bus: Pick<Bus, "publish">,
  version: string,
  { serverId, customerId }: Machine,
  now: Date,
): Promise<void> {
  const row = { state: "offered", detail: "", offered_at: now, changed_at: now } as const;
  await tx
    .insertInto("agent_update")
    .values({ customer_id: customerId, server_id: serverId, version, ...row })
    .onConflict((conflict) =>
      conflict.columns(["customer_id", "server_id", "version"]).doUpdateSet(row),
    )
    .execute();
  await bus.publish(tx, "orders", { serverId });
}

function updatesOf(tx: Tx, version: string, serverIds: readonly string[]) {
  return tx
    .deleteFrom("agent_update")
    .where("version", "=", version)
    .where("server_id", "in", serverIds);
}
