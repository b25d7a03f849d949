/** Runs the PostgreSQL that tests share, and ends it when no test has used it for a while. Started by `findTestServer`. */
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as wait } from "node:timers/promises";
import { startEmbeddedPostgres } from "@driftvakt/control/platform/embedded-postgres";
import { openLog } from "@driftvakt/control/platform/log";
import pg from "pg";
import { ADDRESS_FILE, SERVER_FOLDER } from "./postgres-server.ts";

const IDLE_SECONDS = 120;
const LOOK_EVERY_MS = 5000;

/** The operating system frees it when this process ends, however it ends. */
function takeLock(): DatabaseSync | undefined {
  const lock = new DatabaseSync(join(SERVER_FOLDER, "lock"), { timeout: 0 });
  try {
    lock.exec("BEGIN EXCLUSIVE");
    return lock;
  } catch {
    lock.close();
    return undefined;
  }
}

async function countSessions(adminUrl: string): Promise<number> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  const { rows } = await client.query<{ n: string }>(
    "select count(*) as n from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()",
  );
  await client.end();
  return Number(rows[0]?.n);
}

const lock = takeLock();
if (lock) {
  const log = openLog((line) => process.stderr.write(line));
  const server = await startEmbeddedPostgres({ folder: SERVER_FOLDER, log, durable: false });
  const { adminUrl, ownerUrl, appUrl } = server;
  writeFileSync(ADDRESS_FILE, JSON.stringify({ adminUrl, ownerUrl, appUrl }), { mode: 0o600 });
  let lastUse = performance.now();
  while (performance.now() - lastUse < IDLE_SECONDS * 1000) {
    await wait(LOOK_EVERY_MS);
    if ((await countSessions(adminUrl)) > 0) lastUse = performance.now();
  }
  await server.stop();
  rmSync(SERVER_FOLDER, { recursive: true, force: true });
  lock.close();
}
