import { z } from "zod";
import { routes } from "./route.ts";
import { idSchema, instantSchema, monthSchema, pageOf, pageQuery, textsSchema } from "./shared.ts";

export const PROMISE_STATES = ["pending", "kept", "at-risk", "broken", "waived"] as const;
export type PromiseState = (typeof PROMISE_STATES)[number];

/** A row of the ledger: one clause, one contract, one machine, one period. */
export const promiseSchema = z.object({
  id: idSchema,
  clause: z.string(),
  title: textsSchema,
  contractId: idSchema,
  customerId: idSchema,
  customerName: z.string(),
  serverId: idSchema.nullable(),
  hostname: z.string().nullable(),
  period: monthSchema,
  state: z.enum(PROMISE_STATES),
  waivedByClause: z.string().nullable(),
  /** One sentence: why it stands so. */
  summary: textsSchema,
  evidenceCount: z.number().int(),
  updatedAtMs: instantSchema,
});
export type PromiseRow = z.infer<typeof promiseSchema>;

export const evidenceSchema = z.object({
  id: idSchema,
  atMs: instantSchema,
  kind: z.enum([
    "alarm-sent",
    "state-change",
    "outage",
    "availability",
    "samples",
    "operation",
    "agent",
    "announcement",
  ]),
  text: textsSchema,
  /** Where it can be looked at: ids by kind of object. */
  refs: z.record(z.string(), z.string()),
});
export type Evidence = z.infer<typeof evidenceSchema>;

export const outageSchema = z.object({
  fromMs: instantSchema,
  toMs: instantSchema.nullable(),
  cause: z.string(),
  counted: z.boolean(),
  excludedByClause: z.string().nullable(),
  alertId: idSchema.nullable(),
});

/** An outage as it counted in the report and as it counts now; 0 where it did not, or does not. */
export const adjustedOutageSchema = z.object({
  fromMs: instantSchema,
  toMs: instantSchema.nullable(),
  /** Null for one that was taken back since: what caused it is not known any more. */
  cause: z.string().nullable(),
  reportedSeconds: z.number().int(),
  correctedSeconds: z.number().int(),
  /** Why it does not count now, where a clause says so. */
  excludedByClause: z.string().nullable(),
});
export type AdjustedOutage = z.infer<typeof adjustedOutageSchema>;

/** A reported month stands; this is what it would be by what was known when this was found, and the outages that it rests on. */
export const adjustmentSchema = z.object({
  serverId: idSchema,
  hostname: z.string(),
  customerId: idSchema,
  customerName: z.string(),
  contractId: idSchema,
  contractNumber: z.string(),
  period: monthSchema,
  clause: z.string(),
  /** Findings of a month are numbered; the last one holds. */
  number: z.number().int(),
  isLast: z.boolean(),
  reportedAtMs: instantSchema,
  foundAtMs: instantSchema,
  /** In thousandths of a percent, rounded down. Null where nothing was observed. */
  reportedMilliPercent: z.number().int().nullable(),
  correctedMilliPercent: z.number().int().nullable(),
  promisedMilliPercent: z.number().int().nullable(),
  /** Downtime added; negative: taken away. */
  downSecondsChange: z.number().int(),
  reportedDownSeconds: z.number().int(),
  correctedDownSeconds: z.number().int(),
  /**
   * What the month gives back if it is claimed in time, held against every cap, those that it shares with other months of a
   * quarter or a year too: what these gave by their reports and by earlier findings is used up. Null where the contract gives
   * nothing or not by the month's sum.
   */
  credit: z
    .object({
      reportedMinor: z.number().int(),
      correctedMinor: z.number().int(),
      currency: z.string(),
      /** What the scale alone gives by what is known now; more than `correctedMinor` where a cap holds it. */
      beforeCapMinor: z.number().int().optional(),
    })
    .nullable(),
  outages: z.array(adjustedOutageSchema),
});
export type Adjustment = z.infer<typeof adjustmentSchema>;

export const availabilitySchema = z.object({
  serverId: idSchema,
  hostname: z.string(),
  customerId: idSchema,
  period: monthSchema,
  observedSeconds: z.number().int(),
  downSeconds: z.number().int(),
  excludedSeconds: z.number().int(),
  unknownSeconds: z.number().int(),
  /** In thousandths of a percent, rounded down: 99949 is 99.949 %. Null where nothing was observed. */
  milliPercent: z.number().int().nullable(),
  promisedMilliPercent: z.number().int().nullable(),
  /** Share of the base fee that the tier reached gives, in percent, whatever a cap leaves of it. */
  creditPercent: z.number().nullable(),
  /** What would be credited, in minor units, held against every cap. */
  creditMinor: z.number().int().nullable(),
  /** How much of what the tier gives a cap took off, in minor units; 0 where none did. */
  creditCutMinor: z.number().int().nullable(),
  currency: z.string().nullable(),
});
export type Availability = z.infer<typeof availabilitySchema>;

export const announcementSchema = z.object({
  id: idSchema,
  serverIds: z.array(idSchema),
  startsAtMs: instantSchema,
  endsAtMs: instantSchema,
  announcedAtMs: instantSchema,
  subject: z.string(),
  text: z.string(),
  cause: z.enum(["planned-work", "emergency-work", "attack"]),
  cancelledAtMs: instantSchema.nullable(),
});
export type Announcement = z.infer<typeof announcementSchema>;

const period = { period: monthSchema.optional() };

export const promiseRoutes = routes({
  "overview.get": {
    method: "GET",
    path: "/overview",
    summary: "Are we keeping our word? Counts for the front page",
    permission: "promises.read",
    response: z.object({
      promises: z.record(z.enum(PROMISE_STATES), z.number().int()),
      servers: z.object({
        total: z.number().int(),
        up: z.number().int(),
        unreachable: z.number().int(),
        down: z.number().int(),
        waiting: z.number().int(),
      }),
      openAlerts: z.object({
        critical: z.number().int(),
        warning: z.number().int(),
        unknown: z.number().int(),
      }),
      clauses: z.array(
        z.object({
          clause: z.string(),
          title: textsSchema,
          counts: z.record(z.enum(PROMISE_STATES), z.number().int()),
        }),
      ),
    }),
  },
  "promises.list": {
    method: "GET",
    path: "/promises",
    summary: "The promise ledger",
    permission: "promises.read",
    query: z.strictObject({
      ...pageQuery,
      ...period,
      state: z.enum(PROMISE_STATES).optional(),
      clause: z.string().max(16).optional(),
      contractId: idSchema.optional(),
      serverId: idSchema.optional(),
      customerId: idSchema.optional(),
    }),
    response: pageOf(promiseSchema),
  },
  "promises.get": {
    method: "GET",
    path: "/promises/:promiseId",
    summary: "One promise with its evidence",
    permission: "promises.read",
    params: z.object({ promiseId: idSchema }),
    objects: { promiseId: "promise" },
    response: z.object({ promise: promiseSchema, evidence: z.array(evidenceSchema) }),
  },
  "availability.list": {
    method: "GET",
    path: "/availability",
    summary: "Availability of servers in a calendar month or the last days, exact to the second",
    permission: "promises.read",
    query: z.strictObject({
      ...pageQuery,
      ...period,
      customerId: idSchema.optional(),
      days: z.coerce.number().int().min(1).max(366).optional(),
    }),
    response: pageOf(availabilitySchema),
  },
  "availability.get": {
    method: "GET",
    path: "/servers/:serverId/availability",
    summary: "One server: months, outages, exclusions and the credit they would give",
    permission: "promises.read",
    params: z.object({ serverId: idSchema }),
    objects: { serverId: "server" },
    query: z.strictObject(period),
    response: z.object({ availability: availabilitySchema, outages: z.array(outageSchema) }),
  },
  "availability.adjustments": {
    method: "GET",
    path: "/availability/adjustments",
    summary: "What later evidence would have changed about months that were reported, newest first",
    permission: "promises.read",
    query: z.strictObject({
      ...pageQuery,
      ...period,
      contractId: idSchema.optional(),
      customerId: idSchema.optional(),
      serverId: idSchema.optional(),
    }),
    response: pageOf(adjustmentSchema),
  },
  "announcements.list": {
    method: "GET",
    path: "/announcements",
    summary: "Announced work",
    permission: "servers.read",
    query: z.strictObject(pageQuery),
    response: pageOf(announcementSchema),
  },
  "announcements.create": {
    method: "POST",
    path: "/announcements",
    summary: "Announce planned work on servers (ba-05: excluded from downtime)",
    permission: "announcements.write",
    body: z.strictObject({
      serverIds: z.array(idSchema).min(1).max(1000),
      startsAtMs: instantSchema,
      endsAtMs: instantSchema,
      subject: z.string().min(1).max(200),
      text: z.string().max(5000),
      cause: z.enum(["planned-work", "emergency-work", "attack"]),
    }),
    response: announcementSchema,
  },
  "announcements.cancel": {
    method: "POST",
    path: "/announcements/:announcementId/cancel",
    summary: "Cancel announced work",
    permission: "announcements.write",
    params: z.object({ announcementId: idSchema }),
    objects: { announcementId: "announcement" },
    response: announcementSchema,
  },
});
