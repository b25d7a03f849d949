import type pg from "pg";

import { JOB_SCHEMA } from "./install-jobs.ts";

const SIGN_IN_SCHEMA = "sign_in";

/**
 * What the control plane's role may do. It owns nothing, so it can neither switch row-level security off nor change a
 * table. Tables whose rows are final (trigger `refuse_change`) can be read and added to; tables with the comment
 * `read only` can be read, and are written through functions that run as their owner.
 */
export async function grantToApp(client: pg.Client, appRole: string): Promise<void> {
  const { rows } = await client.query<{ me: string }>("select current_user as me");
  if (rows[0]?.me === appRole) return;
  const role = client.escapeIdentifier(appRole);
  for (const schema of ["public", SIGN_IN_SCHEMA, JOB_SCHEMA]) {
    if (await schemaExists(client, schema)) await grantSchema(client, schema, role);
  }
  for (const table of await listTables(client)) {
    const name = client.escapeIdentifier(table.name);
    if (table.final || table.read_only) {
      await client.query(`revoke update, delete, truncate on public.${name} from ${role}`);
    }
    if (table.read_only) await client.query(`revoke insert on public.${name} from ${role}`);
  }
}

async function schemaExists(client: pg.Client, schema: string): Promise<boolean> {
  const { rows } = await client.query("select 1 from pg_namespace where nspname = $1", [schema]);
  return rows.length > 0;
}

async function grantSchema(client: pg.Client, schema: string, role: string): Promise<void> {
  await client.query(`grant usage on schema ${schema} to ${role}`);
  await client.query(
    `grant select, insert, update, delete on all tables in schema ${schema} to ${role}`,
  );
  await client.query(`grant usage, select on all sequences in schema ${schema} to ${role}`);
  await client.query(`grant execute on all functions in schema ${schema} to ${role}`);
}

async function listTables(
  client: pg.Client,
): Promise<{ name: string; final: boolean; read_only: boolean }[]> {
  const { rows } = await client.query<{ name: string; final: boolean; read_only: boolean }>(`
    select c.relname as name,
      exists (select 1 from pg_trigger t join pg_proc p on p.oid = t.tgfoid
              where t.tgrelid = c.oid and p.proname = 'refuse_change') as final,
      coalesce(obj_description(c.oid, 'pg_class') = 'read only', false) or c.relname = 'migration' as read_only
    from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')`);
  return rows;
}
