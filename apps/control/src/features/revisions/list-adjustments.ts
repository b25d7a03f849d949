import type { Adjustment } from "@driftvakt/protocol/api";
import type { Tx } from "../../platform/database/index.ts";
import { pageOf, readCursor, type Page, type PageAsk } from "../../platform/paging/index.ts";
import "./tables.ts";

export type AdjustmentFilter = PageAsk & {
  readonly customerId?: string | undefined;
  readonly serverId?: string | undefined;
};

/** What later evidence would have changed about reported months, newest first. */
export async function listAdjustments(tx: Tx, filter: AdjustmentFilter): Promise<Page<Adjustment>> {
  let query = tx
    .selectFrom("month_adjustment as a")
    .innerJoin("server", "server.id", "a.server_id")
    .selectAll("a")
    .select("server.hostname")
    .orderBy("a.found_at", "desc")
    .orderBy("a.server_id")
    .orderBy("a.month")
    .limit(filter.limit + 1);
  if (filter.customerId) query = query.where("a.customer_id", "=", filter.customerId);
  if (filter.serverId) query = query.where("a.server_id", "=", filter.serverId);
  const after = readCursor(filter.cursor, "number", "string", "string");
  if (after) {
    const [foundMs, serverId, month] = after;
    const found = new Date(foundMs);
    query = query.where((eb) =>
      eb.or([
        eb("a.found_at", "<", found),
        eb.and([eb("a.found_at", "=", found), eb("a.server_id", ">", serverId)]),
        eb.and([
          eb("a.found_at", "=", found),
          eb("a.server_id", "=", serverId),
          eb("a.month", ">", month),
        ]),
      ]),
    );
  }
  return pageOf(
    await query.execute(),
    filter,
    (row) => [row.found_at.getTime(), row.server_id, row.month],
    (row) => ({
      serverId: row.server_id,
      hostname: row.hostname,
      customerId: row.customer_id,
      contractId: row.contract_id,
      period: row.month,
      clause: row.clause,
      foundAtMs: row.found_at.getTime(),
      downSecondsChange: Math.round(row.down_ms_change / 1000),
      correctedDownSeconds: Math.round(row.evidence.corrected.downMs / 1000),
      outages: row.evidence.outages.map(({ beganMs, endedMs, cause }) => ({
        fromMs: beganMs,
        toMs: endedMs ?? null,
        cause,
      })),
    }),
  );
}
