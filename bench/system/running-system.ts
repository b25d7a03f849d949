import { spawn, type ChildProcess } from "node:child_process";
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { startEmbeddedPostgres } from "@driftvakt/control/platform/embedded-postgres";
import { openLog } from "@driftvakt/control/platform/log";
import pg from "pg";

/** A control plane as a provider runs it, in processes of their own, on a PostgreSQL of its own that syncs to disk. */
export type RunningSystem = {
  readonly url: string;
  readonly folder: string;
  readonly controlPids: readonly number[];
  readonly postgresPid: number;
  /** Calls a route of the API as this machine's own command does. */
  ask(method: string, path: string, body?: unknown): Promise<unknown>;
  /** Straight to the database, past every rule, to see what is stored. */
  query<R extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<R[]>;
  /** The end of its log. */
  lastWords(): string;
  stop(): Promise<void>;
};

const CONTROL = fileURLToPath(new URL("../../apps/control/src/cli/main.ts", import.meta.url));
const START_WITHIN_MS = 60_000;

export async function startSystem(
  options: { catalogue?: string; port?: number } = {},
): Promise<RunningSystem> {
  const folder = mkdtempSync(join(tmpdir(), "driftvakt-bench-"));
  // PostgreSQL runs as a user of its own and must get through.
  chmodSync(folder, 0o711);
  const log = openLog((line) => process.stderr.write(line), "warn");
  const postgres = await startEmbeddedPostgres({ folder: join(folder, "pg"), log, durable: true });
  const data = join(folder, "data");
  const port = options.port ?? 17_000 + (process.pid % 1000);
  const control = startControl(data, port, options.catalogue ?? "msp", {
    DATABASE_URL: postgres.appUrl,
    DATABASE_OWNER_URL: postgres.ownerUrl,
  });
  const end = async (): Promise<void> => {
    control.kill("SIGTERM");
    if (control.exitCode === null && control.signalCode === null)
      await new Promise((done) => control.once("exit", done));
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  const running = await waitUntilReady(data, control).catch(async (error: unknown) => {
    await end();
    throw error;
  });
  // The owner of the system's database may look at everything.
  const adminUrl = new URL(postgres.adminUrl);
  adminUrl.pathname = new URL(postgres.appUrl).pathname;
  const admin = new pg.Pool({ connectionString: adminUrl.href, max: 2 });
  return {
    url: running.localUrl,
    folder,
    controlPids: [control.pid!],
    postgresPid: Number(
      readFileSync(findFile(join(folder, "pg"), "postmaster.pid"), "utf8").split("\n")[0],
    ),
    ask: async (method, path, body) => {
      const response = await fetch(`${running.localUrl}/api/v1${path}`, {
        method,
        headers: { authorization: `Bearer ${running.key}`, "content-type": "application/json" },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const answer: unknown = await response.json();
      if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`);
      return answer;
    },
    query: async (text, values = []) => (await admin.query(text, values)).rows,
    lastWords: () =>
      readFileSync(join(data, "log", "control.log"), "utf8")
        .split("\n")
        .slice(-6)
        .join("\n"),
    stop: async () => {
      await admin.end();
      await end();
    },
  };
}

function startControl(
  data: string,
  port: number,
  catalogue: string,
  env: Record<string, string>,
): ChildProcess {
  const args = ["up", "--data", data, "--listen", `127.0.0.1:${port}`, "--no-agent"];
  return spawn(
    process.execPath,
    [
      ...(process.env["BENCH_NODE_FLAGS"]?.split(" ") ?? []),
      CONTROL,
      ...args,
      "--catalogue",
      catalogue,
    ],
    {
      env: { ...process.env, ...env },
      stdio: ["ignore", "ignore", "inherit"],
    },
  );
}

type Running = { localUrl: string; key: string };

async function waitUntilReady(data: string, control: ChildProcess): Promise<Running> {
  const deadline = performance.now() + START_WITHIN_MS;
  while (performance.now() < deadline && control.exitCode === null) {
    const running = readRunning(data);
    const isReady = running && (await fetch(`${running.localUrl}/readyz`).catch(() => undefined));
    if (running && isReady && isReady.ok) return running;
    await wait(50);
  }
  throw new Error(`the control plane does not start: exit ${control.exitCode}, data ${data}`);
}

function readRunning(data: string): Running | undefined {
  try {
    return JSON.parse(readFileSync(join(data, "running.json"), "utf8")) as Running;
  } catch {
    return undefined;
  }
}

function findFile(folder: string, name: string): string {
  const found = readdirSync(folder, { recursive: true, encoding: "utf8" }).find((path) =>
    path.endsWith(name),
  );
  if (!found) throw new Error(`no ${name} in ${folder}`);
  return join(folder, found);
}

const TICKS_PER_SECOND = 100;

/** CPU seconds that a process and all it started have used. */
export function cpuSeconds(pids: readonly number[]): number {
  let ticks = 0;
  for (const pid of family(pids)) {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]!.split(" ");
      // Its own, and that of children that have ended.
      ticks += [11, 12, 13, 14].reduce((sum, field) => sum + Number(stat[field]), 0);
    } catch {
      // It has ended between two looks.
    }
  }
  return ticks / TICKS_PER_SECOND;
}

function family(pids: readonly number[]): number[] {
  const all = [...pids];
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const parent = Number(
        readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]!.split(" ")[1],
      );
      if (pids.includes(parent)) all.push(Number(pid));
    } catch {
      // Gone.
    }
  }
  return all;
}

/** Resident memory of a process in MiB. */
export function residentMib(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
}
