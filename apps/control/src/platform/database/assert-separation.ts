import { sql, type Kysely } from "kysely";
import type { Database } from "./schema.ts";

/** The database would not keep customers apart; the control plane must not serve. */
export class SeparationError extends Error {
  override readonly name = "SeparationError";
}

/**
 * Run at every start: the role must not be able to go round row-level security, and every table that holds a
 * customer's rows must force it. The proof is a read without a scope, which must find nothing.
 */
export async function assertSeparation(db: Kysely<Database>): Promise<void> {
  const [role, open] = await Promise.all([findBypass(db), findOpenTables(db)]);
  if (role) {
    throw new SeparationError(
      `the database role '${role}' goes round row-level security: use one that is neither superuser nor BYPASSRLS`,
    );
  }
  if (open.length > 0) {
    throw new SeparationError(
      `row-level security is not forced on: ${open.join(", ")}; every table with customer_id needs it and a policy`,
    );
  }
  const seen = await sql<{ n: number }>`select count(*) as n from customer`.execute(db);
  if (seen.rows[0]?.n !== 0) {
    throw new SeparationError(
      "customers can be read without a scope; a policy was changed by hand",
    );
  }
}

/** A role that can bypass: the current one, or any that it is a member of and could switch to. */
async function findBypass(db: Kysely<Database>): Promise<string | undefined> {
  const { rows } = await sql<{ rolname: string }>`
    select rolname from pg_roles
    where (rolsuper or rolbypassrls) and pg_has_role(current_user, oid, 'member')
    limit 1`.execute(db);
  return rows[0]?.rolname;
}

async function findOpenTables(db: Kysely<Database>): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select c.relname as name from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'customer_id' and not a.attisdropped
    where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace
      and not (c.relrowsecurity and c.relforcerowsecurity)
    order by 1`.execute(db);
  return rows.map((row) => row.name);
}
