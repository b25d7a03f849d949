import { CHECK_STATES } from "@driftvakt/domain/monitoring";
import { z } from "zod";
import { routes } from "./route.ts";
import { idSchema, instantSchema, okSchema, pageOf, pageQuery } from "./shared.ts";

/**
 * How a machine stands: `waiting` never enrolled yet; `up`; `unreachable` its agent is silent but the machine answers or
 * nobody can tell; `down` judged down by the control plane; `quarantined` after a clone alarm; `retired`.
 */
export const SERVER_STATES = [
  "waiting",
  "up",
  "unreachable",
  "down",
  "quarantined",
  "retired",
] as const;
export type ServerState = (typeof SERVER_STATES)[number];

export const serverSchema = z.object({
  id: idSchema,
  hostname: z.string(),
  customerId: idSchema,
  customerName: z.string(),
  contractId: idSchema.nullable(),
  planName: z.string().nullable(),
  state: z.enum(SERVER_STATES),
  /** The worst hard state of its checks, of those that the control plane judges itself, too: a machine that is down is critical. */
  worst: z.enum(CHECK_STATES),
  openAlertCount: z.number().int(),
  promisesAtRiskCount: z.number().int(),
  operatingSystem: z.string().nullable(),
  agentVersion: z.string().nullable(),
  lastSeenAtMs: instantSchema.nullable(),
  /** The newest readings, where there are some. */
  latest: z.object({
    cpuPercent: z.number().nullable(),
    memoryPercent: z.number().nullable(),
    fullestFilesystemPercent: z.number().nullable(),
  }),
});
export type Server = z.infer<typeof serverSchema>;

export const checkStandingSchema = z.object({
  check: z.string(),
  state: z.enum(CHECK_STATES),
  hard: z.boolean(),
  attempt: z.number().int(),
  sinceMs: instantSchema,
  flapping: z.boolean(),
  output: z.string(),
  value: z.number().nullable(),
  clauses: z.array(z.string()),
  /** The limits that a reading is judged by; `metric` is a metric key with its instance, e.g. `filesystem.used:/var`. */
  limits: z
    .object({
      metric: z.string(),
      comparison: z.enum(["above", "below"]),
      warning: z.number(),
      critical: z.number(),
    })
    .nullable()
    .optional(),
});
export type CheckStandingView = z.infer<typeof checkStandingSchema>;

export const seriesSchema = z.object({
  key: z.string(),
  unit: z.string(),
  /** Averages per step, and the highest; null where there was no reading. `atMs[i]` is shared by all series of the answer. */
  average: z.array(z.number().nullable()),
  maximum: z.array(z.number().nullable()),
});
export type Series = z.infer<typeof seriesSchema>;

export const enrolmentSchema = z.object({
  id: idSchema,
  serverId: idSchema,
  hostname: z.string(),
  customerId: idSchema,
  expiresAtMs: instantSchema,
  usedAtMs: instantSchema.nullable(),
});
export type Enrolment = z.infer<typeof enrolmentSchema>;

const serverParams = z.object({ serverId: idSchema });
const one = { params: serverParams, objects: { serverId: "server" } } as const;

export const serverRoutes = routes({
  "servers.list": {
    method: "GET",
    path: "/servers",
    summary: "Servers, worst first by default",
    permission: "servers.read",
    query: z.strictObject({
      ...pageQuery,
      search: z.string().max(200).optional(),
      state: z.enum(SERVER_STATES).optional(),
      worst: z.enum(CHECK_STATES).optional(),
      customerId: idSchema.optional(),
      sort: z.enum(["worst", "hostname", "customer", "last-seen"]).default("worst"),
    }),
    response: pageOf(serverSchema),
  },
  "servers.get": {
    method: "GET",
    path: "/servers/:serverId",
    summary: "One server",
    permission: "servers.read",
    ...one,
    response: serverSchema,
  },
  "servers.checks": {
    method: "GET",
    path: "/servers/:serverId/checks",
    summary: "Where each check stands",
    permission: "servers.read",
    ...one,
    response: z.object({ items: z.array(checkStandingSchema) }),
  },
  "servers.metrics": {
    method: "GET",
    path: "/servers/:serverId/metrics",
    summary: "Historical readings as series of equal steps",
    permission: "servers.read",
    ...one,
    query: z.strictObject({
      /** Comma-separated metric keys; a trailing `*` takes all instances, e.g. `cpu.busy,filesystem.used:*`. */
      keys: z.string().max(2000),
      fromMs: z.coerce.number().int(),
      toMs: z.coerce.number().int(),
      points: z.coerce.number().int().min(10).max(2000).default(300),
    }),
    response: z.object({
      atMs: z.array(instantSchema),
      stepMs: z.number().int(),
      series: z.array(seriesSchema),
    }),
  },
  "servers.inventory": {
    method: "GET",
    path: "/servers/:serverId/inventory/:part",
    summary:
      "A part of the inventory: system, packages, units, sockets, processes, filesystems, updates",
    permission: "servers.read",
    params: serverParams.extend({
      part: z.enum([
        "system",
        "packages",
        "units",
        "sockets",
        "processes",
        "filesystems",
        "updates",
      ]),
    }),
    objects: { serverId: "server" },
    response: z.object({
      atMs: instantSchema.nullable(),
      items: z.array(
        z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
      ),
    }),
  },
  "servers.journal": {
    method: "GET",
    path: "/servers/:serverId/journal",
    summary: "The agent's own journal, newest first, and whether its chain holds",
    permission: "servers.read",
    ...one,
    query: z.strictObject(pageQuery),
    response: pageOf(
      z.object({
        number: z.number().int(),
        atMs: instantSchema,
        body: z.unknown(),
        hash: z.string(),
      }),
    ).extend({ chainHolds: z.boolean() }),
  },
  "servers.retire": {
    method: "POST",
    path: "/servers/:serverId/retire",
    summary: "Stop watching a server for good; its agent is banned",
    permission: "servers.write",
    stepUp: true,
    ...one,
    response: okSchema,
  },
  "servers.release": {
    method: "POST",
    path: "/servers/:serverId/release",
    summary: "End the quarantine after a clone alarm; the machine enrols anew",
    permission: "servers.write",
    stepUp: true,
    ...one,
    response: okSchema,
  },
  "enrolments.list": {
    method: "GET",
    path: "/enrolments",
    summary: "Join tokens that wait",
    permission: "servers.write",
    response: z.object({ items: z.array(enrolmentSchema) }),
  },
  "enrolments.create": {
    method: "POST",
    path: "/enrolments",
    summary: "Make a join token for one machine, valid for ten minutes and once",
    permission: "servers.write",
    body: z.strictObject({
      hostname: z
        .string()
        .regex(
          /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,62})(\.[a-z0-9]([a-z0-9-]{0,62}))*$/i,
          "a host name",
        ),
      customerId: idSchema,
      contractId: idSchema.nullable().default(null),
    }),
    response: z.object({
      enrolment: enrolmentSchema,
      token: z.string(),
      serverKey: z.string(),
      installCommand: z.string(),
    }),
  },
  "enrolments.revoke": {
    method: "DELETE",
    path: "/enrolments/:enrolmentId",
    summary: "Void a join token",
    permission: "servers.write",
    params: z.object({ enrolmentId: idSchema }),
    objects: { enrolmentId: "enrolment" },
    response: okSchema,
  },
});
