import { z } from "zod";
import { routes } from "./route.ts";
import { instantSchema, pageOf, pageQuery } from "./shared.ts";

export const auditEntrySchema = z.object({
  number: z.number().int(),
  atMs: instantSchema,
  actor: z.object({ kind: z.string(), id: z.string(), name: z.string() }),
  customerId: z.string().nullable(),
  action: z.string(),
  object: z.string(),
  detail: z.record(z.string(), z.unknown()),
  hash: z.string(),
});
export type AuditEntry = z.infer<typeof auditEntrySchema>;

/** What `GET /events` (server-sent events) tells the portal: which lists changed; it then asks for them. */
export const liveEventSchema = z.object({
  topic: z.enum(["servers", "alerts", "mandates", "promises", "contracts", "mails"]),
  serverId: z.string().nullable(),
  customerId: z.string().nullable(),
  /** What concerns every customer, such as a new version of terms; otherwise what belongs to no customer is the provider's. */
  everybody: z.boolean().optional(),
});
export type LiveEvent = z.infer<typeof liveEventSchema>;

export const providerRoutes = routes({
  "audit.list": {
    method: "GET",
    path: "/audit",
    summary: "The audit log, newest first",
    permission: "audit.read",
    query: z.strictObject({
      ...pageQuery,
      action: z.string().max(64).optional(),
      search: z.string().max(200).optional(),
    }),
    response: pageOf(auditEntrySchema),
  },
  "audit.verify": {
    method: "GET",
    path: "/audit/verify",
    summary: "Check the audit log's hash chain",
    permission: "audit.read",
    response: z.object({
      holds: z.boolean(),
      entries: z.number().int(),
      firstBadNumber: z.number().int().nullable(),
    }),
  },
  "securityEvents.list": {
    method: "GET",
    path: "/security-events",
    summary: "Refusals and oddities worth a look",
    permission: "audit.read",
    query: z.strictObject(pageQuery),
    response: pageOf(
      z.object({
        id: z.string(),
        atMs: instantSchema,
        kind: z.string(),
        detail: z.record(z.string(), z.unknown()),
      }),
    ),
  },
});
