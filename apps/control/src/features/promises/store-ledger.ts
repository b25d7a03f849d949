import { sql } from "kysely";
import type { Tx } from "../../platform/database/index.ts";
import { newId } from "../../platform/ids/index.ts";
import type { LedgerRow } from "./judge-ledger.ts";
import "./tables.ts";

/** Whose ledger changed. */
export type Change = { readonly serverId: string; readonly customerId: string };

type StoredRow = {
  id: string;
  contract_id: string;
  server_id: string;
  clause: string;
  period: string;
  customer_id: string;
  changed: boolean;
};

/**
 * Puts judged rows on record: only what changed is written, and evidence is added once a source, however often it is
 * judged. Three statements for all rows.
 */
export async function storeLedger(
  tx: Tx,
  rows: readonly LedgerRow[],
  nowMs: number,
): Promise<Change[]> {
  if (rows.length === 0) return [];
  const stored = await storePromises(tx, rows, nowMs);
  const ids = new Map(
    stored.map((row) => [keyOf(row.contract_id, row.server_id, row.clause, row.period), row.id]),
  );
  const idOf = (row: LedgerRow) =>
    ids.get(keyOf(row.contractId, row.serverId, row.clause, row.period))!;
  const changedEvidence = await storeEvidence(tx, rows, idOf, nowMs);
  await dropOvertaken(tx, rows, idOf);
  const changed = stored.filter((row) => row.changed || changedEvidence.has(row.id));
  return [...new Map(changed.map((row) => [row.server_id, row])).values()].map((row) => ({
    serverId: row.server_id,
    customerId: row.customer_id,
  }));
}

function keyOf(...parts: readonly string[]): string {
  return parts.join(" ");
}

async function storePromises(
  tx: Tx,
  rows: readonly LedgerRow[],
  nowMs: number,
): Promise<StoredRow[]> {
  const json = JSON.stringify(
    rows.map((row) => ({
      id: newId(nowMs),
      customer_id: row.customerId,
      contract_id: row.contractId,
      server_id: row.serverId,
      clause: row.clause,
      period: row.period,
      state: row.state,
      waived_by_clause: row.waivedBy,
      summary: row.summary,
    })),
  );
  const result = await sql<StoredRow>`
    with wanted as (
      select * from jsonb_to_recordset(${json}::jsonb) as w (id uuid, customer_id uuid, contract_id uuid, server_id uuid,
        clause text, period text, state text, waived_by_clause text, summary jsonb)
    ), written as (
      insert into promise as p (id, customer_id, contract_id, server_id, clause, period, state, waived_by_clause, summary, updated_at)
      select id, customer_id, contract_id, server_id, clause, period, state, waived_by_clause, summary, ${new Date(nowMs)} from wanted
      on conflict (contract_id, server_id, clause, period) do update
        set state = excluded.state, waived_by_clause = excluded.waived_by_clause, summary = excluded.summary, updated_at = excluded.updated_at
        where (p.state, p.waived_by_clause, p.summary) is distinct from (excluded.state, excluded.waived_by_clause, excluded.summary)
      returning id, contract_id, server_id, clause, period, customer_id
    )
    select *, true as changed from written
    union all
    select p.id, p.contract_id, p.server_id, p.clause, p.period, p.customer_id, false
    from promise p join wanted w on w.contract_id = p.contract_id and w.server_id = p.server_id and w.clause = p.clause and w.period = p.period
    where p.id not in (select id from written)`.execute(tx);
  return result.rows;
}

async function storeEvidence(
  tx: Tx,
  rows: readonly LedgerRow[],
  idOf: (row: LedgerRow) => string,
  nowMs: number,
): Promise<Set<string>> {
  const evidence = rows.flatMap((row) =>
    row.evidence.map((one) => ({
      id: newId(nowMs),
      customer_id: row.customerId,
      promise_id: idOf(row),
      source: one.source,
      at_ms: one.atMs,
      kind: one.kind,
      summary: one.summary,
      refs: one.refs,
    })),
  );
  if (evidence.length === 0) return new Set();
  const result = await sql<{ promise_id: string }>`
    insert into evidence as e (id, customer_id, promise_id, source, at, kind, summary, refs)
    select id, customer_id, promise_id, source, to_timestamp(at_ms / 1000.0), kind, summary, refs
    from jsonb_to_recordset(${JSON.stringify(evidence)}::jsonb) as w (id uuid, customer_id uuid, promise_id uuid,
      source text, at_ms bigint, kind text, summary jsonb, refs jsonb)
    on conflict (promise_id, source) do update set at = excluded.at, summary = excluded.summary, refs = excluded.refs
      where (e.at, e.summary, e.refs) is distinct from (excluded.at, excluded.summary, excluded.refs)
    returning promise_id`.execute(tx);
  return new Set(result.rows.map((row) => row.promise_id));
}

/** An outage that later readings took back is no evidence any more; what was told and done stays. */
async function dropOvertaken(
  tx: Tx,
  rows: readonly LedgerRow[],
  idOf: (row: LedgerRow) => string,
): Promise<void> {
  const measured = rows.filter((row) => row.evidence.some(({ kind }) => kind === "availability"));
  if (measured.length === 0) return;
  const kept = measured.flatMap((row) =>
    row.evidence
      .filter(({ kind }) => kind === "outage")
      .map(({ source }) => `${idOf(row)} ${source}`),
  );
  await sql`
    delete from evidence where promise_id = any(${measured.map(idOf)}::uuid[]) and kind = 'outage'
      and promise_id::text || ' ' || source <> all(${kept}::text[])`.execute(tx);
}
