import { closeSync, constants, openSync, readSync } from "node:fs";
import { readKeptProc, readProc } from "./read-proc.ts";

const RECORD_MAX_BYTES = 8192;
const RECORDS_MAX = 50_000;

/** Tells of processes that the kernel killed for want of memory, by its counter and, where readable, its log. */
export class OomWatch {
  #count: number | undefined;
  #seenUs = 0;

  /** @returns one line for each kill since the last question; none the first time. */
  take(): readonly string[] {
    const count = parseOomKills(readKeptProc("/proc/vmstat") ?? "");
    const before = this.#count;
    this.#count = count;
    if (before === undefined) {
      this.#seenUs = uptimeUs();
      return [];
    }
    if (count === undefined || count <= before) return [];
    const kills = readKernelLog().filter(({ atUs }) => atUs > this.#seenUs);
    this.#seenUs = Math.max(this.#seenUs, ...kills.map(({ atUs }) => atUs));
    const killed = count - before;
    return kills.length > 0
      ? kills.map(({ text }) => text)
      : [`${killed} killed; the kernel's log is not readable`];
  }
}

/** `oom_kill` of /proc/vmstat. */
export function parseOomKills(vmstat: string): number | undefined {
  const text = /^oom_kill (\d+)$/m.exec(vmstat)?.[1];
  return text === undefined ? undefined : Number(text);
}

function uptimeUs(): number {
  return Number(readProc("/proc/uptime")?.split(" ")[0] ?? 0) * 1e6;
}

type Kill = Readonly<{ atUs: number; text: string }>;

/** Reads /dev/kmsg from its beginning to its end without waiting: one read is one record. */
function readKernelLog(): readonly Kill[] {
  let file: number;
  try {
    file = openSync("/dev/kmsg", constants.O_RDONLY | constants.O_NONBLOCK);
  } catch {
    return [];
  }
  const kills: Kill[] = [];
  const buffer = Buffer.alloc(RECORD_MAX_BYTES);
  try {
    for (let i = 0; i < RECORDS_MAX; i++) {
      const kill = parseKernelRecord(buffer.toString("utf8", 0, readSync(file, buffer)));
      if (kill) kills.push(kill);
    }
  } catch {
    // EAGAIN: the end. Anything else ends it, too: the counter has told already that there was a kill.
  } finally {
    closeSync(file);
  }
  return kills;
}

/** `3,1234,98765432,-;Out of memory: Killed process 4711 (mysqld) total-vm:…` */
export function parseKernelRecord(record: string): Kill | undefined {
  const match = /^\d+,\d+,(\d+),[^;]*;.*Killed process (\d+) \(([^)]*)\)/.exec(record);
  if (!match) return undefined;
  const [, atUs, pid, name] = match;
  return { atUs: Number(atUs), text: `process ${pid} (${name}) killed for want of memory` };
}
