import { z } from "zod";

/** Clauses that a check keeps, e.g. `['msp-05', 'msp-07']`; shown with every alarm. */
const clauses = z
  .array(z.string().regex(/^[a-z]+-\d{2,3}$/))
  .min(1)
  .max(20);

const attempts = {
  /** Results in a row that a problem needs before it is hard and alarms. 1: at once. */
  maxAttempts: z.number().int().min(1).max(60),
};

/** One reading against two limits, e.g. memory use in percent. */
const metricCheck = z.strictObject({
  type: z.literal("metric"),
  id: z.string().min(1).max(64),
  clauses,
  /** A metric of `metrics.ts` without an instance, e.g. `cpu.busy`; of one with instances (`disk.busy`) the worst counts. */
  metric: z.string().min(1).max(64),
  comparison: z.enum(["above", "below"]),
  warning: z.number(),
  critical: z.number(),
  ...attempts,
});

/** Mounted local file systems, found on the machine: used space in percent. */
const filesystemsCheck = z.strictObject({
  type: z.literal("filesystems"),
  id: z.string().min(1).max(64),
  clauses,
  /** Mount points that are watched; every one when absent. */
  mounts: z.array(z.string().min(1).max(4096)).min(1).max(100).optional(),
  warningPercent: z.number().min(1).max(100),
  criticalPercent: z.number().min(1).max(100),
  ...attempts,
});

/** Units of the service manager, found on the machine without anyone naming them (se-04). */
const unitsCheck = z.strictObject({
  type: z.literal("units"),
  id: z.string().min(1).max(64),
  clauses,
  /** `named`: only units in `units` (a trailing `*` matches a prefix); `enabled`: each unit that is enabled or that the list names. */
  scope: z.enum(["named", "enabled"]),
  /** Unit names, e.g. `apache2.service`, `postgresql@*`. */
  units: z.array(z.string().min(1).max(128)).max(500),
  /** Units never watched, same form. */
  except: z.array(z.string().min(1).max(128)).max(500),
  /** Seconds that a unit may be between states (restarting by itself) before that counts as a problem. */
  settleSeconds: z.number().int().min(0).max(600),
});

/** The machine itself. Judged by the control plane, never by the agent. */
const hostCheck = z.strictObject({
  type: z.literal("host"),
  id: z.string().min(1).max(64),
  clauses,
  /** Seconds without a word from the agent before the machine is probed from outside. */
  silentSeconds: z.number().int().min(5).max(3600),
  /** Seconds that the probe must fail, too, before the machine counts as down. */
  confirmSeconds: z.number().int().min(0).max(3600),
});

/** What is to be watched. The contract is compiled to these; the agent finds the instances on its machine. */
export const checkSchema = z.discriminatedUnion("type", [
  metricCheck,
  filesystemsCheck,
  unitsCheck,
  hostCheck,
]);
export type Check = z.infer<typeof checkSchema>;
export type MetricCheck = z.infer<typeof metricCheck>;
export type FilesystemsCheck = z.infer<typeof filesystemsCheck>;
export type UnitsCheck = z.infer<typeof unitsCheck>;
export type HostCheck = z.infer<typeof hostCheck>;

/** Id of one instance of a check: `cpu`, `filesystem:/var`, `service:nginx.service`, `host`. */
export function instanceId(check: Check, instance?: string): string {
  return instance === undefined ? check.id : `${check.id}:${instance}`;
}

/** Judges a reading against a metric check's limits. Not a number: unknown. */
export function judgeReading(
  check: Pick<MetricCheck, "comparison" | "warning" | "critical">,
  value: number,
): "ok" | "warning" | "critical" | "unknown" {
  if (!Number.isFinite(value)) return "unknown";
  const beyond = (limit: number) =>
    check.comparison === "above" ? value >= limit : value <= limit;
  if (beyond(check.critical)) return "critical";
  return beyond(check.warning) ? "warning" : "ok";
}

/** Does a unit name fall under a list of names, where a trailing `*` matches a prefix? */
export function matchesUnit(patterns: readonly string[], unit: string): boolean {
  return patterns.some((pattern) =>
    pattern.endsWith("*") ? unit.startsWith(pattern.slice(0, -1)) : pattern === unit,
  );
}
