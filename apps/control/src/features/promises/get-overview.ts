import type { Catalogue } from "@driftvakt/domain/catalogue";
import { PROMISE_STATES, type PromiseState } from "@driftvakt/protocol/api";
import { sql } from "kysely";
import type { Tx } from "../../platform/database/index.ts";
import type { RouteOutput } from "../../platform/http/index.ts";
import { getCatalogue } from "../contracts/index.ts";
import { titleOf } from "./list-promises.ts";
import "./tables.ts";

type Overview = RouteOutput<"overview.get">;
type Counts = Record<PromiseState, number>;

/** Are we keeping our word? Counts for the front page; four queries, each by an index or over the machines alone. */
export async function getOverview(tx: Tx, thisMonth: string): Promise<Overview> {
  const byClause = await countByClause(tx, thisMonth);
  const catalogues = await listCatalogues(tx);
  const titleFor = (clause: string) => {
    const catalogue = catalogues.find((one) => one.clauses.some(({ id }) => id === clause));
    return catalogue ? titleOf(catalogue, clause) : { en: clause };
  };
  const promises = noCounts();
  for (const counts of byClause.values())
    for (const state of PROMISE_STATES) promises[state] += counts[state];
  return {
    promises,
    servers: await countServers(tx),
    openAlerts: await countAlerts(tx),
    clauses: [...byClause].map(([clause, counts]) => ({
      clause,
      title: titleFor(clause),
      counts,
    })),
  };
}

function noCounts(): Counts {
  return { pending: 0, kept: 0, "at-risk": 0, broken: 0, waived: 0 };
}

async function countByClause(tx: Tx, month: string): Promise<Map<string, Counts>> {
  const rows = await tx
    .selectFrom("promise")
    .select(({ fn }) => ["clause", "state", fn.countAll<number>().as("count")])
    .where("period", "=", month)
    .groupBy(["clause", "state"])
    .orderBy("clause")
    .execute();
  const byClause = new Map<string, Counts>();
  for (const { clause, state, count } of rows) {
    const counts = byClause.get(clause) ?? noCounts();
    counts[state] = count;
    byClause.set(clause, counts);
  }
  return byClause;
}

async function countServers(tx: Tx): Promise<Overview["servers"]> {
  const rows = await tx
    .selectFrom("server")
    .select(({ fn }) => ["state", fn.countAll<number>().as("count")])
    .where("state", "!=", "retired")
    .groupBy("state")
    .execute();
  const of = (state: string) => rows.find((row) => row.state === state)?.count ?? 0;
  return {
    total: rows.reduce((sum, row) => sum + row.count, 0),
    up: of("up"),
    unreachable: of("unreachable"),
    down: of("down"),
    waiting: of("waiting"),
  };
}

async function countAlerts(tx: Tx): Promise<Overview["openAlerts"]> {
  const rows = await tx
    .selectFrom("alert")
    .select(({ fn }) => ["state", fn.countAll<number>().as("count")])
    .where("closed_at", "is", null)
    .groupBy("state")
    .execute();
  const of = (state: string) => rows.find((row) => row.state === state)?.count ?? 0;
  return { critical: of("critical"), warning: of("warning"), unknown: of("unknown") };
}

/** The catalogues that contracts in force were made from, the newest first. */
async function listCatalogues(tx: Tx): Promise<Catalogue[]> {
  const { rows } = await sql<{ id: string; version: string }>`
    select c.id, c.version from catalogue c
    where exists (select from contract where contract.catalogue_id = c.id and contract.catalogue_version = c.version)
    order by c.loaded_at desc`.execute(tx);
  return Promise.all(rows.map((row) => getCatalogue(tx, row.id, row.version)));
}

/** How many promises about machines are at risk or broken in a month, for lists of machines. */
export async function countPromisesAtRisk(
  tx: Tx,
  serverIds: readonly string[],
  thisMonth: string,
): Promise<Map<string, { promisesAtRiskCount: number }>> {
  if (serverIds.length === 0) return new Map();
  const { rows } = await sql<{ server_id: string; count: number }>`
    select server_id, count(*) as count from promise
    where server_id = any(${serverIds}::uuid[]) and period = ${thisMonth} and state in ('at-risk', 'broken')
    group by server_id`.execute(tx);
  return new Map(rows.map((row) => [row.server_id, { promisesAtRiskCount: row.count }]));
}
