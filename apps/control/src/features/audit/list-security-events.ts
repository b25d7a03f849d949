import type { Tx } from "../../platform/database/index.ts";
import { pageOf, readCursor, type PageAsk } from "../../platform/paging/index.ts";

/** Refusals and oddities, newest first. */
export async function listSecurityEvents(tx: Tx, query: PageAsk) {
  const after = readCursor(query.cursor, "number", "string");
  let events = tx.selectFrom("security_event").selectAll();
  if (after) {
    events = events.where((eb) =>
      eb(eb.refTuple("at", "id"), "<", eb.tuple(new Date(after[0]), after[1])),
    );
  }
  const rows = await events
    .orderBy("at", "desc")
    .orderBy("id", "desc")
    .limit(query.limit + 1)
    .execute();
  return pageOf(
    rows,
    query,
    (row) => [row.at.getTime(), row.id],
    (row) => ({ id: row.id, atMs: row.at.getTime(), kind: row.kind, detail: row.detail }),
  );
}
