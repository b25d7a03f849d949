import type { MandateState, MandateView } from "@driftvakt/protocol/api";
import type { Selectable } from "kysely";
import type { Tx } from "../../platform/database/index.ts";
import { pageOf, readCursor, type Page, type PageAsk } from "../../platform/paging/index.ts";
import type { MandateTable } from "./tables.ts";

export type MandateFilter = PageAsk & {
  readonly serverId?: string | undefined;
  readonly state?: MandateState | undefined;
};

/** Mandates, newest first. */
export async function listMandates(tx: Tx, filter: MandateFilter): Promise<Page<MandateView>> {
  const after = readCursor(filter.cursor, "number", "string");
  let query = tx
    .selectFrom("mandate")
    .innerJoin("server", "server.id", "mandate.server_id")
    .selectAll("mandate")
    .select("server.hostname")
    .orderBy("mandate.issued_at", "desc")
    .orderBy("mandate.id", "desc")
    .limit(filter.limit + 1);
  if (filter.serverId) query = query.where("mandate.server_id", "=", filter.serverId);
  if (filter.state) query = query.where("mandate.state", "=", filter.state);
  if (after) {
    const [issuedAtMs, id] = after;
    query = query.where(({ eb, refTuple, tuple }) =>
      eb(refTuple("mandate.issued_at", "mandate.id"), "<", tuple(new Date(issuedAtMs), id)),
    );
  }
  return pageOf(
    await query.execute(),
    filter,
    (row) => [row.issued_at.getTime(), row.id],
    viewMandate,
  );
}

export function viewMandate(row: Selectable<MandateTable> & { hostname: string }): MandateView {
  return {
    id: row.id,
    serverId: row.server_id,
    hostname: row.hostname,
    customerId: row.customer_id,
    operation: row.operation as MandateView["operation"],
    parameters: row.parameters,
    clause: row.clause,
    askedBy: { kind: row.asked_by.kind, name: row.asked_by.name },
    approvedBy: row.approved_by.map(({ kind, name }) => ({ kind, name })),
    reason: row.reason,
    state: row.state,
    refusal: row.refusal,
    output: row.output,
    issuedAtMs: row.issued_at.getTime(),
    expiresAtMs: row.expires_at.getTime(),
    finishedAtMs: row.finished_at?.getTime() ?? null,
  };
}
