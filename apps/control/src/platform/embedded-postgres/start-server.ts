import type { ChildProcess } from "node:child_process";
import { closeSync, openSync, readFileSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { ServerUser } from "./find-user.ts";
import { startProgram } from "./run-program.ts";
import { serverArguments } from "./settings.ts";
import { isReady, stopOrphan } from "./take-over.ts";

export type Cluster = {
  readonly program: string;
  readonly folder: string;
  readonly socketFolder: string;
  readonly logFile: string;
  readonly user: ServerUser | undefined;
  readonly durable: boolean;
};

export type RunningServer = {
  readonly pid: number;
  /** Settles when the process ends, whoever ended it. */
  readonly exited: Promise<void>;
};

const LOOK_EVERY_MS = 15;
const START_WITHIN_MS = 120_000;
const LOG_KEEP_BYTES = 20 * 1024 * 1024;
/** Backends of a killed postmaster hold its shared memory until they notice, within seconds. */
const STARTS = 20;
const BETWEEN_STARTS_MS = 250;

/** Starts PostgreSQL on a cluster and waits until it answers; ends what an earlier, killed control plane left running. */
export async function startServer(cluster: Cluster): Promise<RunningServer> {
  await stopOrphan(cluster.folder);
  for (let left = STARTS; ; left--) {
    const server = await tryStart(cluster);
    if (server) return server;
    if (left === 0 || !/shared memory|lock file/.test(lastLines(cluster.logFile))) {
      throw new Error(
        `PostgreSQL does not start; its log ${cluster.logFile} ends with: ${lastLines(cluster.logFile)}`,
      );
    }
    await wait(BETWEEN_STARTS_MS);
  }
}

async function tryStart(cluster: Cluster): Promise<RunningServer | undefined> {
  rotate(cluster.logFile);
  const output = openSync(cluster.logFile, "a", 0o600);
  const child = startProgram({
    user: cluster.user,
    program: join(cluster.program, "bin", "postgres"),
    args: ["-D", cluster.folder, ...serverArguments(cluster)],
    workFolder: cluster.folder,
    output,
  });
  closeSync(output);
  const exited = new Promise<void>((resolve, reject) => {
    child.once("exit", () => resolve());
    child.once("error", reject);
  });
  if (child.pid === undefined) await exited;
  return (await becomesReady(child, cluster.folder)) ? { pid: child.pid!, exited } : undefined;
}

async function becomesReady(child: ChildProcess, folder: string): Promise<boolean> {
  const deadline = performance.now() + START_WITHIN_MS;
  while (performance.now() < deadline) {
    if (child.exitCode !== null || child.signalCode !== null) return false;
    if (isReady(folder, child.pid!)) return true;
    await wait(LOOK_EVERY_MS);
  }
  child.kill("SIGINT");
  return false;
}

function rotate(logFile: string): void {
  const size = statSync(logFile, { throwIfNoEntry: false })?.size ?? 0;
  if (size > LOG_KEEP_BYTES) renameSync(logFile, `${logFile}.1`);
}

function lastLines(logFile: string): string {
  return readFileSync(logFile, "utf8").trimEnd().split("\n").slice(-4).join(" | ");
}
