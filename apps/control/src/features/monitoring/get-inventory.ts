import type { Tx } from "../../platform/database/index.ts";
import type { InventoryItem } from "./tables.ts";
import "./tables.ts";

/** The newest of a part of a machine's inventory; no time and no items where the agent has not sent it yet. */
export async function getInventory(
  tx: Tx,
  serverId: string,
  part: string,
): Promise<{ atMs: number | null; items: InventoryItem[] }> {
  const row = await tx
    .selectFrom("inventory_part")
    .select(["at_ms", "items"])
    .where("server_id", "=", serverId)
    .where("part", "=", part)
    .executeTakeFirst();
  return { atMs: row?.at_ms ?? null, items: row?.items ?? [] };
}
