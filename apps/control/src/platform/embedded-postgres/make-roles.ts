import pg from "pg";

export const OWNER_ROLE = "driftvakt_owner";
export const APP_ROLE = "driftvakt_app";
export const DATABASE = "driftvakt";

export type RolePasswords = {
  readonly admin: string;
  readonly owner: string;
  readonly app: string;
};

/**
 * Makes the two roles and the database if they are not there: the owner lays out tables, the control plane works as the
 * other, which owns nothing and cannot go round row-level security. Run at every start; what is there stays.
 */
export async function makeRoles(adminUrl: string, passwords: RolePasswords): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await makeRole(client, OWNER_ROLE, passwords.owner);
    await makeRole(client, APP_ROLE, passwords.app);
    const found = await client.query("select 1 from pg_database where datname = $1", [DATABASE]);
    if (found.rowCount === 0) await client.query(`create database ${DATABASE} owner ${OWNER_ROLE}`);
    await client.query(`revoke all on database ${DATABASE} from public`);
    await client.query(`grant connect on database ${DATABASE} to ${APP_ROLE}`);
  } finally {
    await client.end();
  }
}

async function makeRole(client: pg.Client, role: string, password: string): Promise<void> {
  const found = await client.query("select 1 from pg_roles where rolname = $1", [role]);
  if (found.rowCount !== 0) return;
  await client.query(
    `create role ${role} login nosuperuser nobypassrls nocreatedb nocreaterole noreplication
     password ${client.escapeLiteral(password)}`,
  );
}
