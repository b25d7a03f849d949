import type { Tx } from "../../platform/database/index.ts";

/** How many alerts are open on machines, for lists of them. */
export async function countOpenAlerts(
  tx: Tx,
  serverIds: readonly string[],
): Promise<Map<string, { openAlertCount: number }>> {
  if (serverIds.length === 0) return new Map();
  const rows = await tx
    .selectFrom("alert")
    .select(({ fn }) => ["server_id", fn.countAll<number>().as("count")])
    .where("server_id", "in", serverIds)
    .where("closed_at", "is", null)
    .groupBy("server_id")
    .execute();
  return new Map(rows.map((row) => [row.server_id, { openAlertCount: row.count }]));
}
