import { sql } from "kysely";
import type { Tx } from "../../platform/database/index.ts";
import "./tables.ts";

const MOST_AT_ONCE = 2000;

/**
 * Machines whose promises time alone can change: those with a problem open or a promise at risk. `months` are this month in every zone that contracts have.
 */
export async function listTimeDependent(tx: Tx, months: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ server_id: string }>`
    select server_id from alert where closed_at is null
    union
    select server_id from promise where period = any(${months}::text[]) and state = 'at-risk' and server_id is not null
    limit ${MOST_AT_ONCE}`.execute(tx);
  return rows.map((row) => row.server_id);
}

const MISSING_AT_ONCE = 200;

/** Machines under contract that have no row in this month: new ones, above all. */
export async function listMissing(tx: Tx, months: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ server_id: string }>`
    select b.server_id from contract_server b join contract c on c.id = b.contract_id and c.state = 'active'
    where b.freed_at is null and not exists (
      select from promise p where p.server_id = b.server_id and p.contract_id = b.contract_id and p.period = any(${months}::text[]))
    limit ${MISSING_AT_ONCE}`.execute(tx);
  return rows.map((row) => row.server_id);
}

/** Every machine under contract, by id, a page after another. */
export async function listBoundServers(tx: Tx, after: string, limit: number): Promise<string[]> {
  const { rows } = await sql<{ server_id: string }>`
    select distinct server_id from contract_server
    where server_id > ${after}::uuid and (freed_at is null or freed_at > now() - interval '40 days')
    order by server_id limit ${limit}`.execute(tx);
  return rows.map((row) => row.server_id);
}

/** This month in each zone that active contracts' catalogues may have; the database knows none of them, so both ends. */
export function monthsNow(nowMs: number): string[] {
  const halfDayMs = 14 * 3600 * 1000;
  const month = (atMs: number) => new Date(atMs).toISOString().slice(0, 7);
  return [...new Set([month(nowMs - halfDayMs), month(nowMs), month(nowMs + halfDayMs)])];
}
