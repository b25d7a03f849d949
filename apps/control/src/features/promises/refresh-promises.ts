import { sql, type Kysely } from "kysely";
import { inScope, prepared, type Database, type Tx } from "../../platform/database/index.ts";
import { judgeLedger } from "./judge-ledger.ts";
import { storeLedger, type Change } from "./store-ledger.ts";
import "./tables.ts";

/** One process at a time judges: what is read after the lock is newer than what any other wrote. */
const JUDGE_LOCK = 7_201_005;
const MARKS_AT_ONCE = 500;

/** Marks machines whose promises must be judged again; part of the transaction that gives cause to. */
export async function markDue(tx: Tx, serverIds: readonly string[]): Promise<void> {
  if (serverIds.length === 0) return;
  await sql`${prepared}insert into promise_due (customer_id, server_id)
    select customer_id, id from server where id = any(${serverIds}::uuid[])`.execute(tx);
}

/** The same for the machines that mails were about. */
export async function markDueByMails(tx: Tx, mailIds: readonly string[]): Promise<void> {
  await sql`insert into promise_due (customer_id, server_id)
    select distinct a.customer_id, a.server_id from notification n join alert a on a.id = n.alert_id
    where n.mail_id = any(${mailIds}::uuid[])`.execute(tx);
}

export type OnChange = (tx: Tx, changes: readonly Change[]) => Promise<void>;

/**
 * Judges what is marked, oldest marks first, and takes the marks away in the same transaction.
 * @returns false where nothing was left, or another process is at it.
 */
export function refreshMarked(
  db: Kysely<Database>,
  nowMs: () => number,
  onChange: OnChange,
): Promise<boolean> {
  return inScope(db, "provider", async (tx) => {
    const { rows: locked } = await sql<{ mine: boolean }>`
      select pg_try_advisory_xact_lock(${JUDGE_LOCK}) as mine from promise_due limit 1`.execute(tx);
    if (!locked[0]?.mine) return false;
    const { rows } = await sql<{ server_id: string }>`
      delete from promise_due where number in (select number from promise_due order by number limit ${MARKS_AT_ONCE})
      returning server_id`.execute(tx);
    await judgeAndStore(tx, [...new Set(rows.map((row) => row.server_id))], nowMs(), onChange);
    return true;
  });
}

/** Judges machines whether they are marked or not. */
export function refreshServers(
  db: Kysely<Database>,
  serverIds: readonly string[],
  nowMs: () => number,
  onChange: OnChange,
): Promise<void> {
  return inScope(db, "provider", async (tx) => {
    await sql`select pg_advisory_xact_lock(${JUDGE_LOCK})`.execute(tx);
    await judgeAndStore(tx, serverIds, nowMs(), onChange);
  });
}

async function judgeAndStore(
  tx: Tx,
  serverIds: readonly string[],
  nowMs: number,
  onChange: OnChange,
): Promise<void> {
  const changes = await storeLedger(tx, await judgeLedger(tx, serverIds, nowMs), nowMs);
  if (changes.length > 0) await onChange(tx, changes);
}
