import { z } from "zod";
import { Reference } from "../reference.ts";
import { Schedule } from "../schedule.ts";
import { EventName, Metric } from "../vocabulary.ts";
import { term } from "./term.ts";

const family = "Watching";
const percent = z.number().min(0).max(100);
const soft = {
  afterSeconds: z
    .int()
    .min(0)
    .optional()
    .meta({ description: "How long it must last before the state is hard." }),
};

/** One thing that is looked at. Thresholds are here, so that nobody sets up a check by hand. */
export const Check = z
  .discriminatedUnion("check", [
    z.strictObject({
      check: z.literal("services"),
      sets: z.union([z.literal("all"), z.array(Reference("softwareSet")).min(1)]).meta({
        description:
          "Service sets (`set` of softwareSet terms) whose units are watched where found; `all`: every service that the machine starts by itself.",
      }),
      units: z.array(z.string()).optional(),
      ...soft,
    }),
    z.strictObject({
      check: z.literal("metric"),
      metric: Metric,
      direction: z.enum(["above", "below"]),
      warn: z.number(),
      crit: z.number(),
      ...soft,
    }),
    z.strictObject({
      check: z.literal("filesystem"),
      mounts: z.union([z.literal("all"), z.array(z.string()).min(1)]),
      warnPercent: percent,
      critPercent: percent,
      ...soft,
    }),
    z.strictObject({ check: z.literal("host"), downAfterSeconds: z.int().min(1) }),
    z.strictObject({ check: z.literal("heartbeat"), lostAfterSeconds: z.int().min(1) }),
    z.strictObject({
      check: z.literal("mailboxStore"),
      warnGigabytes: z.number().min(0),
      critGigabytes: z.number().min(0),
    }),
    z.strictObject({
      check: z.literal("antivirusSignature"),
      maximumAgeWorkingDays: z.int().min(0),
      calendar: Reference("calendar"),
    }),
    z.strictObject({ check: z.literal("antivirusScanner") }),
    z.strictObject({
      check: z.literal("eventLog"),
      logs: z.array(z.enum(["windowsEventLog", "journald"])).min(1),
      severities: z.array(z.enum(["critical", "error", "alert", "emergency"])).min(1),
    }),
    z.strictObject({ check: z.literal("smart"), reportUnsupported: z.boolean() }),
    z.strictObject({
      check: z.literal("failedLogons"),
      warnPerDay: z.int().min(1),
      critPerDay: z.int().min(1),
    }),
    z.strictObject({
      check: z.literal("snmp"),
      devices: z.array(z.enum(["router", "switch", "firewall", "accessPoint", "ups"])).min(1),
      versions: z.array(z.enum(["v2c", "v3"])).min(1),
      timeoutSeconds: z.int().min(1),
    }),
    z.strictObject({
      check: z.literal("website"),
      expectStatusBelow: z.int().min(200).max(600),
      timeoutSeconds: z.int().min(1),
      failuresBeforeDown: z.int().min(1),
    }),
    z.strictObject({
      check: z.literal("temperature"),
      sources: z.array(z.enum(["snmp", "sensors"])).min(1),
      warnCelsius: z.number(),
      critCelsius: z.number(),
    }),
    z.strictObject({ check: z.literal("blackholeLists"), lists: z.array(z.string()).min(1) }),
    z.strictObject({
      check: z.literal("certificateExpiry"),
      warnDays: z.int().min(1),
      critDays: z.int().min(0),
    }),
    z.strictObject({
      check: z.literal("outdatedSoftware"),
      kinds: z.array(z.enum(["cmsCore", "cmsTheme", "cmsPlugin", "application", "package"])).min(1),
    }),
    z.strictObject({ check: z.literal("backupOutcome"), maximumAgeHours: z.int().min(1) }),
    z.strictObject({
      check: z.literal("backupSelection"),
      emptyIs: z.enum(["warning", "critical"]),
    }),
    z.strictObject({
      check: z.literal("tenant"),
      signals: z
        .array(
          z.enum([
            "signInAnomaly",
            "sharingAnomaly",
            "mailRuleAnomaly",
            "mfaCoverage",
            "recommendedConfiguration",
          ]),
        )
        .min(1),
      mfaCoveragePercent: percent.optional(),
    }),
    z.strictObject({ check: z.literal("oomKills") }),
    z.strictObject({ check: z.literal("forbiddenSoftware") }),
    z.strictObject({ check: z.literal("availability"), fromProbes: z.int().min(1) }),
  ])
  .meta({ id: "Check" });
export type Check = z.infer<typeof Check>;

export const Watch = term(
  "watch",
  {
    family,
    says: "Things are looked at on a schedule, with thresholds; the results are states.",
    witnesses: ["agent", "probe", "hypervisor"],
  },
  {
    checks: z.array(Check).min(1),
    schedule: Schedule,
    observedBy: z.enum(["agent", "control", "hypervisor", "probe"]),
    raises: z
      .array(EventName)
      .optional()
      .meta({ description: "Events that a bad state raises for other clauses." }),
    alarms: z
      .boolean()
      .meta({ description: "Whether a hard state alarms, by the `alarm` terms that apply." }),
    calendar: Reference(
      "calendar",
      "Only inside this calendar; absent: around the clock, all year.",
    ).optional(),
  },
);

export const Graphs = term(
  "graphs",
  { family, says: "Measured values are shown live and over time.", witnesses: ["control"] },
  {
    metrics: z.array(Metric).min(1),
    liveSeconds: z.int().min(1).meta({ description: "Longest age of a live value." }),
    historyDays: z.int().min(1),
    ranges: z.array(z.enum(["24h", "7d", "30d", "365d"])).min(1),
    audience: z.array(z.enum(["customer", "technician"])).min(1),
  },
);

export const Watchdog = term(
  "watchdog",
  {
    family,
    says: "A machine that has stopped living is restarted, a limited number of times.",
    witnesses: ["hypervisor", "journal"],
  },
  {
    heartbeatLostSeconds: z.int().min(1),
    idleSeconds: z.int().min(1).meta({
      description:
        "Time without any network or disk activity, counted after the heartbeat was lost.",
    }),
    idleOf: z.array(z.enum(["network", "disk"])).min(1),
    operation: z.literal("machine.restart"),
    maximumInARow: z.int().min(1),
    bootGraceSeconds: z
      .int()
      .min(0)
      .meta({ description: "How long a machine is left alone after a restart." }),
    resetAfterSeconds: z
      .int()
      .min(1)
      .meta({ description: "A machine alive this long ends the row." }),
  },
);

export const AgentFootprint = term(
  "agentFootprint",
  { family, says: "What the agent needs on the machine and on the network.", witnesses: ["agent"] },
  {
    agentsPerMachine: z.int().min(1),
    outbound: z
      .array(z.strictObject({ protocol: z.enum(["tls"]), port: z.int().min(1).max(65_535) }))
      .min(1),
    listens: z.boolean(),
  },
);

export type CheckObserver = "agent" | "control" | "hypervisor" | "probe";

/** Who can make which check at all. */
export const observersOfCheck: Record<Check["check"], readonly CheckObserver[]> = {
  services: ["agent"],
  metric: ["agent", "control", "hypervisor"],
  filesystem: ["agent"],
  host: ["agent", "control", "hypervisor", "probe"],
  heartbeat: ["hypervisor", "control", "agent"],
  mailboxStore: ["agent"],
  antivirusSignature: ["agent"],
  antivirusScanner: ["agent"],
  eventLog: ["agent"],
  smart: ["agent"],
  failedLogons: ["agent"],
  snmp: ["control", "probe", "agent"],
  website: ["probe", "control"],
  temperature: ["agent", "control"],
  blackholeLists: ["control", "probe"],
  certificateExpiry: ["agent", "probe", "control"],
  outdatedSoftware: ["agent"],
  backupOutcome: ["agent", "control"],
  backupSelection: ["control"],
  tenant: ["control"],
  oomKills: ["agent"],
  forbiddenSoftware: ["agent"],
  availability: ["probe", "control"],
};

/** Events that a bad state of a check raises, whether the watch names them or not. */
export const eventsOfCheck: Record<Check["check"], readonly EventName[]> = {
  services: ["service.down", "service.up"],
  metric: [],
  filesystem: ["disk.filling", "disk.full"],
  host: ["host.down", "host.up"],
  heartbeat: ["heartbeat.lost"],
  mailboxStore: [],
  antivirusSignature: ["signature.stale"],
  antivirusScanner: ["scanner.missing"],
  eventLog: ["event.critical"],
  smart: ["disk.failing"],
  failedLogons: ["logon.failed"],
  snmp: ["device.unreachable"],
  website: ["site.unreachable"],
  temperature: ["temperature.high"],
  blackholeLists: ["address.blackholed", "address.delisted"],
  certificateExpiry: ["certificate.expiring", "certificate.renewalFailed"],
  outdatedSoftware: ["software.outdated"],
  backupOutcome: ["backup.failed", "backup.gap"],
  backupSelection: ["backup.unselected"],
  tenant: ["tenant.deviation", "tenant.anomaly"],
  oomKills: ["oom.killed"],
  forbiddenSoftware: ["software.forbidden"],
  availability: ["availability.missed"],
};
