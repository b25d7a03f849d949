import type { Tx } from "../../platform/database/index.ts";
import { appendStep } from "./repository.ts";
import "./tables.ts";

/** Seconds after its expiry that an agent's own word may still come in before a mandate counts as expired. */
const GRACE_SECONDS = 60;

/** Marks mandates whose time ran out without an agent's word. @returns the machines concerned. */
export async function expireMandates(
  tx: Tx,
  nowMs: number,
): Promise<{ serverId: string; customerId: string }[]> {
  const now = new Date(nowMs);
  const rows = await tx
    .updateTable("mandate")
    .set({ state: "expired", finished_at: now })
    .where("state", "in", ["issued", "delivered"])
    .where("expires_at", "<", new Date(nowMs - GRACE_SECONDS * 1000))
    .returning(["id", "customer_id", "server_id"])
    .execute();
  for (const row of rows)
    await appendStep(tx, row, {
      at: now,
      stage: "expired",
      detail: "no word from the agent in time",
    });
  return rows.map((row) => ({ serverId: row.server_id, customerId: row.customer_id }));
}
