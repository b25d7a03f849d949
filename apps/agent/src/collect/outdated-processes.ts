import { readdirSync } from "node:fs";
import { readProc } from "./read-proc.ts";

/** Files that packages bring: only their replacement means an update; programs delete files of their own all the time. */
const REPLACED =
  /\s(\/usr\/(?:lib|lib64|bin|sbin|libexec)\/\S+|\/(?:lib|lib64|bin|sbin)\/\S+) \(deleted\)$/m;

/** Names of programs that run with libraries or programs that an update has replaced. Reads a lot: not for every beat. */
export function listOutdatedProcesses(): readonly string[] {
  const names = new Set<string>();
  for (const pid of readdirSync("/proc")) {
    if (!/^\d+$/.test(pid)) continue;
    const maps = readProc(`/proc/${pid}/maps`);
    if (maps && REPLACED.test(maps)) names.add(readProc(`/proc/${pid}/comm`)?.trim() ?? pid);
  }
  return [...names].sort();
}
