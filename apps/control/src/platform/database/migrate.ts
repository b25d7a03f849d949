import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { grantToApp } from "./grant-to-app.ts";
import { installJobs } from "./install-jobs.ts";

export const MIGRATIONS_FOLDER = fileURLToPath(new URL("../../../migrations/", import.meta.url));
/** The least PostgreSQL: 15 brought what the policies and `UNIQUE NULLS NOT DISTINCT` need. */
export const MINIMUM_POSTGRES_VERSION = 15;

const MIGRATION_LOCK = 7_201_000;

export type Migration = {
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
};

/** The database cannot be brought to this version's shape; the message says what to do. */
export class MigrationError extends Error {
  override readonly name = "MigrationError";
}

/** All migrations in order. Throws when two share a number or a name does not fit. */
export function readMigrations(folder: string = MIGRATIONS_FOLDER): Migration[] {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith(".sql"))
    .sort();
  const seen = new Map<string, string>();
  for (const name of names) {
    const number = /^(\d{4})_[a-z0-9_]+\.sql$/.exec(name)?.[1];
    if (!number) throw new MigrationError(`${name}: a migration is called 0001_what_it_does.sql`);
    const other = seen.get(number);
    if (other) throw new MigrationError(`${name} and ${other} share a number; renumber one`);
    seen.set(number, name);
  }
  return names.map((name) => {
    const sql = readFileSync(`${folder}/${name}`, "utf8");
    return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
  });
}

/**
 * Brings a database to this version's shape: each file once, in order, in a transaction of its own, under one advisory
 * lock, so that two processes starting at once do it once. Files never change after they were applied.
 * @param ownerUrl the role that owns the tables; @param appRole the role that the control plane works as.
 * @returns the names applied now.
 */
export async function migrate(
  ownerUrl: string,
  appRole: string,
  migrations: readonly Migration[] = readMigrations(),
): Promise<string[]> {
  const client = new pg.Client({
    connectionString: ownerUrl,
    application_name: "driftvakt migration",
  });
  await client.connect();
  try {
    await refuseOldServer(client);
    await client.query("select pg_advisory_lock($1)", [MIGRATION_LOCK]);
    const applied = await applyMissing(client, migrations);
    await installJobs(client);
    await grantToApp(client, appRole);
    return applied;
  } finally {
    // Ending the session frees the lock, also when a statement above failed.
    await client.end();
  }
}

async function refuseOldServer(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ version: string }>(
    "select current_setting('server_version_num') as version",
  );
  const major = Math.floor(Number(rows[0]?.version) / 10_000);
  if (major < MINIMUM_POSTGRES_VERSION) {
    throw new MigrationError(
      `PostgreSQL ${major} is too old: at least ${MINIMUM_POSTGRES_VERSION} is needed`,
    );
  }
}

async function applyMissing(
  client: pg.Client,
  migrations: readonly Migration[],
): Promise<string[]> {
  await client.query(
    `create table if not exists migration (
       name text primary key, checksum text not null, applied_at timestamptz not null default now())`,
  );
  const { rows } = await client.query<{ name: string; checksum: string }>(
    "select name, checksum from migration order by name",
  );
  refuseChangedHistory(rows, migrations);
  const done = new Set(rows.map((row) => row.name));
  const missing = migrations.filter((migration) => !done.has(migration.name));
  for (const migration of missing) await applyOne(client, migration);
  return missing.map((migration) => migration.name);
}

function refuseChangedHistory(
  applied: readonly { name: string; checksum: string }[],
  migrations: readonly Migration[],
): void {
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const row of applied) {
    const file = known.get(row.name);
    if (!file) {
      throw new MigrationError(
        `the database has had ${row.name}, which this version does not know: it is from a newer version; install that one again`,
      );
    }
    if (file.checksum !== row.checksum) {
      throw new MigrationError(
        `${row.name} was changed after it had been applied: restore the file and put the change into a new one`,
      );
    }
  }
  const last = applied.at(-1)?.name;
  const late = migrations.find((one) => last && one.name < last && !isApplied(applied, one.name));
  if (late) {
    throw new MigrationError(
      `${late.name} comes before ${last}, which has already been applied: give it a higher number`,
    );
  }
}

function isApplied(applied: readonly { name: string }[], name: string): boolean {
  return applied.some((row) => row.name === name);
}

async function applyOne(client: pg.Client, migration: Migration): Promise<void> {
  await client.query("begin");
  try {
    await client.query(migration.sql);
    await client.query("insert into migration (name, checksum) values ($1, $2)", [
      migration.name,
      migration.checksum,
    ]);
    await client.query("commit");
  } catch (error) {
    await client.query("rollback");
    throw new MigrationError(
      `${migration.name} failed and was rolled back: ${(error as Error).message}`,
      {
        cause: error,
      },
    );
  }
}
