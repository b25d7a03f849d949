import type { AuditEntry } from "@driftvakt/protocol/api";
import type { Selectable } from "kysely";
import type { AuditEntryTable, Tx } from "../../platform/database/index.ts";
import { likePattern, pageOf, readCursor, type Page } from "../../platform/paging/index.ts";

export type AuditQuery = {
  readonly cursor?: string | undefined;
  readonly limit: number;
  readonly action?: string | undefined;
  readonly search?: string | undefined;
};

/** The audit log, newest first. */
export async function listAudit(tx: Tx, query: AuditQuery): Promise<Page<AuditEntry>> {
  const after = readCursor(query.cursor, "number");
  let entries = tx.selectFrom("audit_entry").selectAll();
  if (query.action) entries = entries.where("action", "=", query.action);
  if (query.search) entries = entries.where("body", "ilike", likePattern(query.search));
  if (after) entries = entries.where("number", "<", after[0]);
  const rows = await entries
    .orderBy("number", "desc")
    .limit(query.limit + 1)
    .execute();
  return pageOf(rows, query, (row) => [row.number], viewEntry);
}

function viewEntry(row: Selectable<AuditEntryTable>): AuditEntry {
  const body = JSON.parse(row.body) as Pick<AuditEntry, "actor" | "detail">;
  return {
    number: row.number,
    atMs: row.at.getTime(),
    actor: body.actor,
    customerId: row.customer_id,
    action: row.action,
    object: row.object,
    detail: body.detail,
    hash: row.hash,
  };
}
