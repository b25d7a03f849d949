import type { Format } from "../../i18n/format.ts";

/** The graphs of a machine: which metric keys, how their values read, how high the scale goes. */
export const GRAPHS = [
  {
    id: "cpu",
    keys: ["cpu.busy", "cpu.iowait", "cpu.steal"],
    unit: "percent",
    top: 100,
    checks: ["cpu", "service", "unit"],
  },
  {
    id: "memory",
    keys: ["memory.used", "swap.used"],
    unit: "percent",
    top: 100,
    checks: ["memory", "swap"],
  },
  {
    id: "filesystems",
    keys: ["filesystem.used:*"],
    unit: "percent",
    top: 100,
    checks: ["filesystem"],
  },
  { id: "load", keys: ["load.1", "load.5", "load.15"], unit: "plain", checks: ["load"] },
  { id: "network", keys: ["network.in:*", "network.out:*"], unit: "rate", checks: [] },
  { id: "disks", keys: ["disk.read:*", "disk.write:*"], unit: "rate", checks: ["disk"] },
] as const;

export type Graph = (typeof GRAPHS)[number];
export type GraphUnit = Graph["unit"];

export const ALL_KEYS = GRAPHS.flatMap(({ keys }) => keys).join(",");

export const RANGES = { hour: 1, day: 24, week: 168, month: 720, year: 8760 } as const;
export type Range = keyof typeof RANGES;
export const HOUR_MS = 3_600_000;

/** Where the window ends: in steps, so that a graph is not asked for anew at every tick. */
export function windowEnd(range: Range, nowMs: number): number {
  const stepMs = Math.max(15_000, (RANGES[range] * HOUR_MS) / 300);
  return Math.ceil(nowMs / stepMs) * stepMs;
}

/** Does a reported key belong to a graph's key, which may end in `*`? */
export function matchesKey(wanted: string, key: string): boolean {
  return wanted.endsWith("*") ? key.startsWith(wanted.slice(0, -1)) : wanted === key;
}

export function showValue(unit: GraphUnit, format: Format): (value: number) => string {
  if (unit === "percent")
    return (value) => format.percent(value, value !== 0 && value < 10 ? 1 : 0);
  if (unit === "rate") return (value) => `${format.bytes(value)}/s`;
  return (value) => format.number(value, 2);
}
