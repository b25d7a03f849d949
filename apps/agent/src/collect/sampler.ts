import { cpuUse, parseCpu, parseRunning, type CpuTimes } from "./cpu.ts";
import { parseDisks, type DiskCounters } from "./disks.ts";
import { listMounts, readSpace } from "./filesystems.ts";
import { parseMemory } from "./memory.ts";
import { parseEstablished, parseNetwork, type NetworkCounters } from "./network.ts";
import { readKeptProc } from "./read-proc.ts";

type Readings = Map<string, number | null>;
/** Rates count from the reading before; the first beat has none. */
type Earlier = Readonly<{
  atMs: number;
  cpu: CpuTimes | undefined;
  disks: ReadonlyMap<string, DiskCounters>;
  network: ReadonlyMap<string, NetworkCounters>;
}>;

/** Reads the machine's figures, in the order of the layout. No child processes, a handful of small kernel files. */
export class Sampler {
  #earlier: Earlier | undefined;
  readonly #monotonicMs: () => number;

  constructor(monotonicMs: () => number = () => performance.now()) {
    this.#monotonicMs = monotonicMs;
  }

  /** @param processes how many there are. */
  async sample(processes?: number): Promise<Readings> {
    const readings: Readings = new Map();
    const stat = readKeptProc("/proc/stat") ?? "";
    const now: Earlier = {
      atMs: this.#monotonicMs(),
      cpu: parseCpu(stat),
      disks: parseDisks(readKeptProc("/proc/diskstats") ?? ""),
      network: parseNetwork(readKeptProc("/proc/net/dev") ?? ""),
    };
    addCpu(readings, this.#earlier, now);
    addLoad(readings);
    addMemory(readings);
    await addFilesystems(readings);
    addDisks(readings, this.#earlier, now);
    addNetwork(readings, this.#earlier, now);
    readings.set("processes.total", processes ?? null);
    readings.set("processes.running", parseRunning(stat) ?? null);
    readings.set(
      "sockets.established",
      parseEstablished(readKeptProc("/proc/net/snmp") ?? "") ?? null,
    );
    readings.set("uptime", Math.floor(numberAt(readKeptProc("/proc/uptime"), 0) ?? 0));
    this.#earlier = now;
    return readings;
  }
}

function addCpu(readings: Readings, before: Earlier | undefined, now: Earlier): void {
  const use = before?.cpu && now.cpu ? cpuUse(before.cpu, now.cpu) : undefined;
  for (const kind of ["busy", "user", "system", "iowait", "steal"] as const)
    readings.set(`cpu.${kind}`, use ? round(use[kind], 2) : null);
}

function addLoad(readings: Readings): void {
  const loadavg = readKeptProc("/proc/loadavg");
  ["load.1", "load.5", "load.15"].forEach((key, i) =>
    readings.set(key, numberAt(loadavg, i) ?? null),
  );
}

function addMemory(readings: Readings): void {
  const memory = parseMemory(readKeptProc("/proc/meminfo") ?? "");
  readings.set("memory.used", memory ? round(memory.usedPercent, 2) : null);
  readings.set("memory.available", memory?.availableBytes ?? null);
  readings.set("memory.total", memory?.totalBytes ?? null);
  if (memory && memory.swapUsedPercent !== null)
    readings.set("swap.used", round(memory.swapUsedPercent, 2));
}

async function addFilesystems(readings: Readings): Promise<void> {
  for (const { path, readOnly } of listMounts()) {
    if (readOnly) continue;
    const space = await readSpace(path);
    readings.set(`filesystem.used:${path}`, space ? round(space.usedPercent, 2) : null);
    readings.set(`filesystem.free:${path}`, space?.freeBytes ?? null);
    const inodes = space?.inodesUsedPercent;
    if (inodes !== null)
      readings.set(`filesystem.inodes:${path}`, inodes === undefined ? null : round(inodes, 2));
  }
}

function addDisks(readings: Readings, before: Earlier | undefined, now: Earlier): void {
  const perSecond = rater(before, now);
  for (const [name, disk] of now.disks) {
    const earlier = before?.disks.get(name);
    readings.set(`disk.read:${name}`, perSecond(earlier?.readBytes, disk.readBytes));
    readings.set(`disk.write:${name}`, perSecond(earlier?.writtenBytes, disk.writtenBytes));
    const busyMs = perSecond(earlier?.busyMs, disk.busyMs);
    readings.set(
      `disk.busy:${name}`,
      busyMs === null ? null : round(Math.min(100, busyMs / 10), 2),
    );
  }
}

function addNetwork(readings: Readings, before: Earlier | undefined, now: Earlier): void {
  const perSecond = rater(before, now);
  for (const [name, counters] of now.network) {
    const earlier = before?.network.get(name);
    readings.set(`network.in:${name}`, perSecond(earlier?.inBytes, counters.inBytes));
    readings.set(`network.out:${name}`, perSecond(earlier?.outBytes, counters.outBytes));
    readings.set(`network.errors:${name}`, perSecond(earlier?.errors, counters.errors));
  }
}

/** Rate between two counters; null on the first beat and where a counter went back (a device that was replaced). */
function rater(before: Earlier | undefined, now: Earlier) {
  const seconds = before ? (now.atMs - before.atMs) / 1000 : 0;
  return (from: number | undefined, to: number): number | null =>
    from === undefined || seconds <= 0 || to < from ? null : round((to - from) / seconds, 1);
}

function numberAt(text: string | undefined, index: number): number | undefined {
  const part = text?.split(" ")[index];
  const value = Number(part);
  return part === undefined || part === "" || !Number.isFinite(value) ? undefined : value;
}

function round(value: number, digits: number): number {
  const factor = 10 ** digits;
  return Math.round(value * factor) / factor;
}
