import type { Adjustment } from "@driftvakt/protocol/api";
import { sql } from "kysely";
import type { Tx } from "../../platform/database/index.ts";
import { pageOf, readCursor, type Page, type PageAsk } from "../../platform/paging/index.ts";
import { milliPercentOf } from "../availability/index.ts";
import { compareOutages } from "./compare-outages.ts";
import "./tables.ts";

export type AdjustmentFilter = PageAsk & {
  readonly period?: string | undefined;
  readonly contractId?: string | undefined;
  readonly customerId?: string | undefined;
  readonly serverId?: string | undefined;
};

/** What later evidence would have changed about reported months, newest first. */
export async function listAdjustments(tx: Tx, filter: AdjustmentFilter): Promise<Page<Adjustment>> {
  const rows = await select(tx, filter).execute();
  return pageOf(
    rows,
    filter,
    (row) => [row.found_at.getTime(), row.server_id, row.month, row.number],
    viewAdjustment,
  );
}

function select(tx: Tx, filter: AdjustmentFilter) {
  let query = tx
    .selectFrom("month_adjustment as a")
    .innerJoin("server", "server.id", "a.server_id")
    .innerJoin("customer", "customer.id", "a.customer_id")
    .innerJoin("contract", "contract.id", "a.contract_id")
    .innerJoin("frozen_month as f", (join) =>
      join
        .onRef("f.customer_id", "=", "a.customer_id")
        .onRef("f.contract_id", "=", "a.contract_id")
        .onRef("f.server_id", "=", "a.server_id")
        .onRef("f.month", "=", "a.month"),
    )
    .selectAll("a")
    .select([
      "server.hostname",
      "customer.name as customerName",
      "contract.number as contractNumber",
      "f.result as reported",
      "f.frozen_at",
      sql<boolean>`not exists (select from month_adjustment later where later.contract_id = a.contract_id
        and later.server_id = a.server_id and later.month = a.month and later.number > a.number)`.as(
        "isLast",
      ),
    ])
    .orderBy("a.found_at", "desc")
    .orderBy("a.server_id")
    .orderBy("a.month")
    .orderBy("a.number")
    .limit(filter.limit + 1);
  if (filter.period) query = query.where("a.month", "=", filter.period);
  if (filter.contractId) query = query.where("a.contract_id", "=", filter.contractId);
  if (filter.customerId) query = query.where("a.customer_id", "=", filter.customerId);
  if (filter.serverId) query = query.where("a.server_id", "=", filter.serverId);
  const after = readCursor(filter.cursor, "number", "string", "string", "number");
  if (!after) return query;
  const [foundMs, serverId, month, number] = after;
  const found = new Date(foundMs);
  return query.where(
    sql<boolean>`(a.found_at < ${found} or (a.found_at = ${found}
      and (a.server_id, a.month, a.number) > (${serverId}::uuid, ${month}::text, ${number}::integer)))`,
  );
}

type Row = Awaited<ReturnType<ReturnType<typeof select>["execute"]>>[number];

function viewAdjustment(row: Row): Adjustment {
  const { corrected, outages, promisedMilliPercent, credit } = row.evidence;
  return {
    serverId: row.server_id,
    hostname: row.hostname,
    customerId: row.customer_id,
    customerName: row.customerName,
    contractId: row.contract_id,
    contractNumber: row.contractNumber,
    period: row.month,
    clause: row.clause,
    number: row.number,
    isLast: row.isLast,
    reportedAtMs: row.frozen_at.getTime(),
    foundAtMs: row.found_at.getTime(),
    reportedMilliPercent: milliPercentOf(row.reported),
    correctedMilliPercent: milliPercentOf(corrected),
    promisedMilliPercent: promisedMilliPercent ?? null,
    downSecondsChange: Math.round(row.down_ms_change / 1000),
    reportedDownSeconds: Math.round(row.reported.downMs / 1000),
    correctedDownSeconds: Math.round(corrected.downMs / 1000),
    credit: credit ?? null,
    outages: compareOutages(row.reported, corrected, outages),
  };
}
