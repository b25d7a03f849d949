import { readFileSync, readlinkSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { join } from "node:path";

const FAST_STOP_MS = 20_000;
const LOOK_EVERY_MS = 20;

/**
 * Stops a PostgreSQL that still runs on this cluster after its control plane was killed. The pid file may be stale and
 * its number given to another process: only a process whose working folder is the cluster is believed.
 */
export async function stopOrphan(cluster: string): Promise<void> {
  const pid = findPostmaster(cluster);
  if (pid === undefined) return;
  process.kill(pid, "SIGINT");
  if (await isGone(cluster, pid, FAST_STOP_MS)) return;
  process.kill(pid, "SIGQUIT");
  if (!(await isGone(cluster, pid, FAST_STOP_MS))) {
    throw new Error(`an old PostgreSQL (process ${pid}) on ${cluster} does not stop`);
  }
}

/** The process that runs this cluster, if one does. */
export function findPostmaster(cluster: string): number | undefined {
  const pid = Number(readPidLines(cluster)[0]);
  return pid > 1 && worksIn(pid, cluster) ? pid : undefined;
}

/** PostgreSQL writes its state into the eighth line of its pid file. */
export function isReady(cluster: string, pid: number): boolean {
  const lines = readPidLines(cluster);
  return Number(lines[0]) === pid && lines[7]?.trim() === "ready";
}

function readPidLines(cluster: string): string[] {
  try {
    return readFileSync(join(cluster, "postmaster.pid"), "utf8").split("\n");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

function worksIn(pid: number, folder: string): boolean {
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === folder;
  } catch {
    // Gone, or a process that is none of ours.
    return false;
  }
}

async function isGone(cluster: string, pid: number, withinMs: number): Promise<boolean> {
  const deadline = performance.now() + withinMs;
  while (performance.now() < deadline) {
    if (!worksIn(pid, cluster)) return true;
    await wait(LOOK_EVERY_MS);
  }
  return false;
}
