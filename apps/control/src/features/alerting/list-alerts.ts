import type { CheckState } from "@driftvakt/domain/monitoring";
import type { Alert } from "@driftvakt/protocol/api";
import type { Tx } from "../../platform/database/index.ts";
import { pageOf, readCursor, type Page, type PageAsk } from "../../platform/paging/index.ts";
import "./tables.ts";

export type AlertFilter = PageAsk & {
  readonly open: "yes" | "no" | "all";
  readonly serverId?: string | undefined;
  readonly customerId?: string | undefined;
  readonly search?: string | undefined;
  readonly state?: CheckState | undefined;
};

/** Alerts, newest first. */
export async function listAlerts(tx: Tx, filter: AlertFilter): Promise<Page<Alert>> {
  const after = readCursor(filter.cursor, "number", "string");
  let query = selectAlerts(tx)
    .orderBy("alert.opened_at", "desc")
    .orderBy("alert.id", "desc")
    .limit(filter.limit + 1);
  if (filter.open !== "all")
    query = query.where("alert.closed_at", filter.open === "yes" ? "is" : "is not", null);
  if (filter.serverId) query = query.where("alert.server_id", "=", filter.serverId);
  if (filter.customerId) query = query.where("alert.customer_id", "=", filter.customerId);
  if (filter.state) query = query.where("alert.state", "=", filter.state);
  if (filter.search) {
    const like = `%${filter.search.replace(/[\\%_]/g, "\\$&")}%`;
    query = query.where(({ eb, or }) =>
      or([
        eb("server.hostname", "ilike", like),
        eb("alert.check_id", "ilike", like),
        eb("alert.output", "ilike", like),
      ]),
    );
  }
  if (after) {
    const [openedAtMs, id] = after;
    query = query.where(({ eb, refTuple, tuple }) =>
      eb(refTuple("alert.opened_at", "alert.id"), "<", tuple(new Date(openedAtMs), id)),
    );
  }
  return pageOf(
    await query.execute(),
    filter,
    (row) => [row.opened_at.getTime(), row.id],
    viewAlert,
  );
}

export async function findAlertView(tx: Tx, alertId: string): Promise<Alert | undefined> {
  const row = await selectAlerts(tx).where("alert.id", "=", alertId).executeTakeFirst();
  return row && viewAlert(row);
}

function selectAlerts(tx: Tx) {
  return tx
    .selectFrom("alert")
    .innerJoin("server", "server.id", "alert.server_id")
    .innerJoin("customer", "customer.id", "alert.customer_id")
    .selectAll("alert")
    .select(["server.hostname", "customer.name as customer_name"]);
}

function viewAlert(
  row: Awaited<ReturnType<ReturnType<typeof selectAlerts>["execute"]>>[number],
): Alert {
  return {
    id: row.id,
    serverId: row.server_id,
    hostname: row.hostname,
    customerId: row.customer_id,
    customerName: row.customer_name,
    check: row.check_id,
    state: row.state,
    output: row.output,
    clauses: row.clauses,
    openedAtMs: row.opened_at.getTime(),
    closedAtMs: row.closed_at?.getTime() ?? null,
    late: row.late,
    flapping: row.flapping,
    acknowledgement: row.acknowledged_by &&
      row.acknowledged_at && {
        byName: row.acknowledged_by.name,
        atMs: row.acknowledged_at.getTime(),
        comment: row.acknowledgement_comment ?? "",
        sticky: row.acknowledgement_sticky,
      },
  };
}
