import { existsSync, readFileSync, rmSync } from "node:fs";
import { writeDurably, type StateFolder } from "../state/index.ts";

/** Another agent runs on the same state folder. */
export class AlreadyRunning extends Error {
  override readonly name = "AlreadyRunning";
}

/** Makes sure that one agent at a time uses the state folder; a lock of a process that is gone does not count. */
export function takeLock(folder: StateFolder): () => void {
  const running = findRunning(folder);
  if (running !== undefined)
    throw new AlreadyRunning(`an agent is running already (process ${running})`);
  writeDurably(folder.lock, `${process.pid} ${startOf(process.pid)}\n`);
  return () => rmSync(folder.lock, { force: true });
}

/** Process id of the agent that runs on this state folder. */
export function findRunning(folder: StateFolder): number | undefined {
  if (!existsSync(folder.lock)) return undefined;
  const [pid, start] = readFileSync(folder.lock, "utf8").trim().split(" ");
  const alive = pid !== undefined && start !== "" && startOf(Number(pid)) === start;
  return alive && Number(pid) !== process.pid ? Number(pid) : undefined;
}

/** When a process started, in ticks since the machine did: process ids are used again, this pair is not. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  } catch {
    return "";
  }
}
