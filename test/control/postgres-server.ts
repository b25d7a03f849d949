import { spawn } from "node:child_process";
import { mkdirSync, openSync, readFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import pg from "pg";

export type ServerAddresses = {
  readonly adminUrl: string;
  readonly ownerUrl: string;
  readonly appUrl: string;
};

export const SERVER_FOLDER = join(tmpdir(), `driftvakt-test-postgres-${userInfo().uid}`);
export const ADDRESS_FILE = join(SERVER_FOLDER, "addresses.json");

const KEEPER = fileURLToPath(new URL("./keep-postgres.ts", import.meta.url));
const START_WITHIN_MS = 60_000;

/** Finds the PostgreSQL that tests share, starting its keeper when none answers. */
export async function findTestServer(): Promise<ServerAddresses> {
  const running = await findAnswering();
  if (running) return running;
  mkdirSync(SERVER_FOLDER, { recursive: true, mode: 0o711 });
  const deadline = performance.now() + START_WITHIN_MS;
  // Several test processes may do this at once: keepers that find the lock taken end at once.
  startKeeper();
  while (performance.now() < deadline) {
    const answering = await findAnswering();
    if (answering) return answering;
    await wait(50);
  }
  throw new Error(`the PostgreSQL for tests does not start: see ${SERVER_FOLDER}/keeper.log`);
}

function startKeeper(): void {
  const output = openSync(join(SERVER_FOLDER, "keeper.log"), "a");
  spawn(process.execPath, [KEEPER], { detached: true, stdio: ["ignore", output, output] }).unref();
}

async function findAnswering(): Promise<ServerAddresses | undefined> {
  const addresses = readAddresses();
  if (!addresses) return undefined;
  const client = new pg.Client({ connectionString: addresses.adminUrl });
  // A server that ends under us is the same as one that was not there.
  client.on("error", () => {});
  try {
    await client.connect();
    await client.query("select 1");
    return addresses;
  } catch {
    return undefined;
  } finally {
    await client.end().catch(() => {});
  }
}

function readAddresses(): ServerAddresses | undefined {
  try {
    return JSON.parse(readFileSync(ADDRESS_FILE, "utf8"));
  } catch {
    return undefined;
  }
}
