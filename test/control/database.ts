import { createHash } from "node:crypto";
import { newId } from "@driftvakt/control/platform/ids";
import {
  connectDatabase,
  migrate,
  readMigrations,
  type Database,
} from "@driftvakt/control/platform/database";
import { APP_ROLE, OWNER_ROLE } from "@driftvakt/control/platform/embedded-postgres";
import type { Kysely } from "kysely";
import pg from "pg";
import { findTestServer } from "./postgres-server.ts";

export type TestDatabase = {
  /** As the control plane works: row-level security holds. */
  readonly appUrl: string;
  readonly ownerUrl: string;
  readonly adminUrl: string;
  readonly db: Kysely<Database>;
  close(): Promise<void>;
};

const TEMPLATE_LOCK = 7_201_900;

/**
 * A fresh, migrated database for one test file, on a real PostgreSQL that all runs on this machine share. The server
 * starts by itself and ends by itself when nobody has used it for a while.
 */
export async function openTestDatabase(): Promise<TestDatabase> {
  const server = await findTestServer();
  const name = `test_${newId().replaceAll("-", "")}`;
  const template = await makeTemplate(server.adminUrl);
  await withClient(server.adminUrl, async (client) => {
    await client.query(
      `create database ${name} template ${template} owner ${OWNER_ROLE} strategy wal_log`,
    );
    await client.query(`grant connect on database ${name} to ${APP_ROLE}`);
  });
  const appUrl = onDatabase(server.appUrl, name);
  const db = connectDatabase(appUrl, { maxConnections: 8 });
  return {
    appUrl,
    ownerUrl: onDatabase(server.ownerUrl, name),
    adminUrl: onDatabase(server.adminUrl, name),
    db,
    close: async () => {
      await db.destroy();
      await withClient(server.adminUrl, (client) =>
        client.query(`drop database if exists ${name} with (force)`),
      );
    },
  };
}

/** An empty database without tables, for tests of migrations themselves. */
export async function openEmptyDatabase(): Promise<TestDatabase> {
  const server = await findTestServer();
  const name = `test_${newId().replaceAll("-", "")}`;
  await withClient(server.adminUrl, (client) =>
    client.query(`create database ${name} owner ${OWNER_ROLE}`),
  );
  const appUrl = onDatabase(server.appUrl, name);
  const db = connectDatabase(appUrl, { maxConnections: 2 });
  return {
    appUrl,
    ownerUrl: onDatabase(server.ownerUrl, name),
    adminUrl: onDatabase(server.adminUrl, name),
    db,
    close: async () => {
      await db.destroy();
      await withClient(server.adminUrl, (client) =>
        client.query(`drop database if exists ${name} with (force)`),
      );
    },
  };
}

/** The template is named after what is in the migrations, so that a changed file gives a new one. */
async function makeTemplate(adminUrl: string): Promise<string> {
  const sums = readMigrations().map((one) => one.checksum);
  const name = `template_${createHash("sha256").update(sums.join()).digest("hex").slice(0, 16)}`;
  await withClient(adminUrl, async (client) => {
    if (await isTemplate(client, name)) return;
    await client.query("select pg_advisory_lock($1)", [TEMPLATE_LOCK]);
    if (await isTemplate(client, name)) return;
    await client.query(`drop database if exists ${name}`);
    await client.query(`create database ${name} owner ${OWNER_ROLE}`);
    const owner = onDatabase(adminUrl, name);
    await withClient(owner, (inner) => inner.query(`alter schema public owner to ${OWNER_ROLE}`));
    const server = await findTestServer();
    await migrate(onDatabase(server.ownerUrl, name), APP_ROLE);
    await client.query(`alter database ${name} is_template true`);
  });
  return name;
}

async function isTemplate(client: pg.Client, name: string): Promise<boolean> {
  const found = await client.query(
    "select 1 from pg_database where datname = $1 and datistemplate",
    [name],
  );
  return found.rowCount === 1;
}

function onDatabase(url: string, name: string): string {
  const parsed = new URL(url);
  parsed.pathname = `/${name}`;
  return parsed.href;
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
