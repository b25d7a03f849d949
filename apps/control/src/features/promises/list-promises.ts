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

/** The ledger: broken first, then at risk, the newest change first. */
export async function listPromises(
  tx: Tx,
  filter: PromiseFilter,
  thisMonth: string,
): Promise<Page<PromiseRow>> {
  const page = pageOf(
    await listPlaces(tx, filter, thisMonth),
    filter,
    (row) => [row.place, row.updated_at.getTime(), row.id],
    ({ id }) => id,
  );
  if (page.items.length === 0) return { ...page, items: [] };
  const rows = await selectPromises(tx).where("promise.id", "in", page.items).execute();
  const byId = new Map(rows.map((row) => [row.id, row]));
  return {
    ...page,
    items: await viewAll(
      tx,
      page.items.map((id) => byId.get(id)!),
    ),
  };
}

/** Which rows make the page, from the index alone. */
function listPlaces(tx: Tx, filter: PromiseFilter, thisMonth: string) {
  const after = readCursor(filter.cursor, "number", "number", "string");
  let query = tx
    .selectFrom("promise")
    .select(["id", "place", "updated_at"])
    .where("period", "=", filter.period ?? thisMonth)
    .orderBy("place")
    .orderBy("updated_at", "desc")
    .orderBy("id", "desc")
    .limit(filter.limit + 1);
  if (filter.state) query = query.where("place", "=", PLACES[filter.state]);
  if (filter.clause) query = query.where("clause", "=", filter.clause);
  if (filter.contractId) query = query.where("contract_id", "=", filter.contractId);
  if (filter.serverId) query = query.where("server_id", "=", filter.serverId);
  if (filter.customerId) query = query.where("customer_id", "=", filter.customerId);
  if (after) {
    const [place, updatedAtMs, id] = after;
    const at = new Date(updatedAtMs);
    query = query.where(
      sql<boolean>`place >= ${place} and (place > ${place} or (updated_at, id) < (${at}, ${id}::uuid))`,
    );
  }
  return query.execute();
}

const PLACES: Readonly<Record<PromiseState, number>> = {
  broken: 0,
  "at-risk": 1,
  pending: 2,
  waived: 3,
  kept: 4,
};

/** One promise with all that shows how it stands, oldest first. @throws AppError `not-found`. */
export async function getPromise(tx: Tx, promiseId: string): Promise<RouteOutput<"promises.get">> {
  const row = await selectPromises(tx).where("promise.id", "=", promiseId).executeTakeFirst();
  if (!row) throw new AppError("not-found", "no such promise");
  const evidence = await tx
    .selectFrom("evidence")
    .selectAll()
    .where("promise_id", "=", promiseId)
    .orderBy("at")
    .orderBy("source")
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
