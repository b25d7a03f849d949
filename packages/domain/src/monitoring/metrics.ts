/** Units that a metric's values come in; graphs and mails format by them. */
export type MetricUnit =
  | "percent"
  | "bytes"
  | "bytes-per-second"
  | "per-second"
  | "seconds"
  | "count"
  | "load";

/**
 * Every metric an agent may report. A key may carry an instance after a colon, e.g. `filesystem.used:/var`.
 * One list, so that agent, checks, graphs and texts cannot drift apart.
 */
export const METRICS = {
  "cpu.busy": "percent",
  "cpu.user": "percent",
  "cpu.system": "percent",
  "cpu.iowait": "percent",
  "cpu.steal": "percent",
  "load.1": "load",
  "load.5": "load",
  "load.15": "load",
  "memory.used": "percent",
  "memory.available": "bytes",
  "memory.total": "bytes",
  "swap.used": "percent",
  "filesystem.used": "percent",
  "filesystem.free": "bytes",
  "filesystem.inodes": "percent",
  "disk.read": "bytes-per-second",
  "disk.write": "bytes-per-second",
  "disk.busy": "percent",
  "network.in": "bytes-per-second",
  "network.out": "bytes-per-second",
  "network.errors": "per-second",
  "processes.total": "count",
  "processes.running": "count",
  "sockets.established": "count",
  uptime: "seconds",
} as const satisfies Record<string, MetricUnit>;

export type MetricName = keyof typeof METRICS;

/** Splits a reported key into metric name and instance; undefined for a metric that nobody defined. */
export function parseMetricKey(
  key: string,
): Readonly<{ name: MetricName; instance?: string }> | undefined {
  const colon = key.indexOf(":");
  const name = colon < 0 ? key : key.slice(0, colon);
  if (!Object.hasOwn(METRICS, name)) return undefined;
  return colon < 0
    ? { name: name as MetricName }
    : { name: name as MetricName, instance: key.slice(colon + 1) };
}
