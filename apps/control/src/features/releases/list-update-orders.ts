import type { Order, Update } from "@driftvakt/protocol/agent";
import { seal } from "@driftvakt/protocol/envelope";
import type { KeyObject } from "node:crypto";
import type { Tx } from "../../platform/database/index.ts";
import "./tables.ts";

/** Life of an offer as the agent reads it; it is withdrawn sooner. */
const OFFER_LIFE_MS = 24 * 3600 * 1000;

export type Sealing = { readonly installationId: string; readonly privateKey: KeyObject };

/**
 * The update that is offered to a machine, if one is. Two signatures: the release key's on what it is, ours on whom it is
 * for. Said again it is the same bytes, so that a stream says it once.
 */
export async function listUpdateOrders(
  tx: Tx,
  serverId: string,
  { installationId, privateKey }: Sealing,
): Promise<Order[]> {
  const row = await tx
    .selectFrom("agent_update as update")
    .innerJoin("agent_release as release", "release.version", "update.version")
    .innerJoin("server", "server.id", "update.server_id")
    .select(["release.envelope", "update.offered_at", "server.epoch"])
    .where("update.server_id", "=", serverId)
    .where("update.state", "=", "offered")
    .where("release.state", "=", "rolling")
    .executeTakeFirst();
  if (!row) return [];
  const offeredAtMs = row.offered_at.getTime();
  const { type, payload, keyId, signature } = row.envelope;
  const update: Update = {
    format: 1,
    installationId,
    serverId,
    epoch: row.epoch,
    offeredAtMs,
    expiresMs: offeredAtMs + OFFER_LIFE_MS,
    release: { type, payload, keyId, signature },
  };
  return [{ type: "update", envelope: seal("update", update, privateKey) }];
}
