import type { Catalogue } from "@driftvakt/domain/catalogue";
import type { PromiseRow, PromiseState } from "@driftvakt/protocol/api";
import { sql } from "kysely";
import type { Tx } from "../../platform/database/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import type { RouteOutput } from "../../platform/http/index.ts";
import { pageOf, readCursor, type Page, type PageAsk } from "../../platform/paging/index.ts";
import { getCatalogue, textsOf } from "../contracts/index.ts";
import "./tables.ts";

export type PromiseFilter = PageAsk & {
  readonly period?: string | undefined;
  readonly state?: PromiseState | undefined;
  readonly clause?: string | undefined;
  readonly contractId?: string | undefined;
  readonly serverId?: string | undefined;
  readonly customerId?: string | undefined;
};

/** What needs a look first. */
const ORDER = sql<number>`case promise.state when 'broken' then 0 when 'at-risk' then 1 when 'pending' then 2 when 'waived' then 3 else 4 end`;

/** The ledger: broken first, then at risk, the newest change first. */
export async function listPromises(
  tx: Tx,
  filter: PromiseFilter,
  thisMonth: string,
): Promise<Page<PromiseRow>> {
  const after = readCursor(filter.cursor, "number", "number", "string");
  let query = selectPromises(tx)
    .where("promise.period", "=", filter.period ?? thisMonth)
    .orderBy(ORDER)
    .orderBy("promise.updated_at", "desc")
    .orderBy("promise.id", "desc")
    .limit(filter.limit + 1);
  if (filter.state) query = query.where("promise.state", "=", filter.state);
  if (filter.clause) query = query.where("promise.clause", "=", filter.clause);
  if (filter.contractId) query = query.where("promise.contract_id", "=", filter.contractId);
  if (filter.serverId) query = query.where("promise.server_id", "=", filter.serverId);
  if (filter.customerId) query = query.where("promise.customer_id", "=", filter.customerId);
  if (after) {
    const [order, updatedAtMs, id] = after;
    const at = new Date(updatedAtMs);
    query = query.where(
      sql<boolean>`(${ORDER} > ${order} or (${ORDER} = ${order} and (promise.updated_at, promise.id) < (${at}, ${id}::uuid)))`,
    );
  }
  const page = pageOf(
    await query.execute(),
    filter,
    (row) => [row.place, row.updated_at.getTime(), row.id],
    (row) => row,
  );
  return { ...page, items: await viewAll(tx, page.items) };
}

/** One promise with all that shows how it stands, oldest first. @throws AppError `not-found`. */
export async function getPromise(tx: Tx, promiseId: string): Promise<RouteOutput<"promises.get">> {
  const row = await selectPromises(tx).where("promise.id", "=", promiseId).executeTakeFirst();
  if (!row) throw new AppError("not-found", "no such promise");
  const evidence = await tx
    .selectFrom("evidence")
    .selectAll()
    .where("promise_id", "=", promiseId)
    .orderBy("at")
    .orderBy("id")
    .execute();
  const [promise] = await viewAll(tx, [row]);
  return {
    promise: promise!,
    evidence: evidence.map(({ id, at, kind, summary, refs }) => ({
      id,
      atMs: at.getTime(),
      kind,
      text: textsOf(summary),
      refs,
    })),
  };
}

function selectPromises(tx: Tx) {
  return tx
    .selectFrom("promise")
    .innerJoin("contract", "contract.id", "promise.contract_id")
    .innerJoin("customer", "customer.id", "promise.customer_id")
    .leftJoin("server", "server.id", "promise.server_id")
    .selectAll("promise")
    .select([
      "contract.catalogue_id",
      "contract.catalogue_version",
      "customer.name as customer_name",
      "server.hostname",
      ORDER.as("place"),
      sql<number>`(select count(*) from evidence where evidence.promise_id = promise.id)`.as(
        "evidence_count",
      ),
    ]);
}

type Row = Awaited<ReturnType<ReturnType<typeof selectPromises>["execute"]>>[number];

async function viewAll(tx: Tx, rows: readonly Row[]): Promise<PromiseRow[]> {
  const catalogues = new Map<string, Catalogue>();
  const views: PromiseRow[] = [];
  for (const row of rows) {
    const key = `${row.catalogue_id} ${row.catalogue_version}`;
    const catalogue =
      catalogues.get(key) ?? (await getCatalogue(tx, row.catalogue_id, row.catalogue_version));
    catalogues.set(key, catalogue);
    views.push(viewPromise(row, catalogue));
  }
  return views;
}

function viewPromise(row: Row, catalogue: Catalogue): PromiseRow {
  return {
    id: row.id,
    clause: row.clause,
    title: titleOf(catalogue, row.clause),
    contractId: row.contract_id,
    customerId: row.customer_id,
    customerName: row.customer_name,
    serverId: row.server_id,
    hostname: row.hostname,
    period: row.period,
    state: row.state,
    waivedByClause: row.waived_by_clause,
    summary: textsOf(row.summary),
    evidenceCount: row.evidence_count,
    updatedAtMs: row.updated_at.getTime(),
  };
}

export function titleOf(catalogue: Catalogue, clauseId: string): { en: string } {
  const clause = catalogue.clauses.find(({ id }) => id === clauseId);
  return textsOf(clause?.title ?? { en: clauseId });
}
