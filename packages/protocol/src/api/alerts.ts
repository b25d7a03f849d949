import { CHECK_STATES } from "@driftvakt/domain/monitoring";
import { z } from "zod";
import { routes } from "./route.ts";
import { idSchema, instantSchema, localeSchema, okSchema, pageOf, pageQuery } from "./shared.ts";

/** One incident: from a hard problem to its recovery. */
export const alertSchema = z.object({
  id: idSchema,
  serverId: idSchema,
  hostname: z.string(),
  customerId: idSchema,
  customerName: z.string(),
  check: z.string(),
  state: z.enum(CHECK_STATES),
  output: z.string(),
  clauses: z.array(z.string()),
  openedAtMs: instantSchema,
  closedAtMs: instantSchema.nullable(),
  /** The event reached us long after it happened, e.g. after a network cut. */
  late: z.boolean(),
  flapping: z.boolean(),
  acknowledgement: z
    .object({ byName: z.string(), atMs: instantSchema, comment: z.string(), sticky: z.boolean() })
    .nullable(),
});
export type Alert = z.infer<typeof alertSchema>;

/** The send journal: one row per channel, recipient and message. */
export const notificationSchema = z.object({
  id: idSchema,
  channel: z.enum(["mail", "portal"]),
  recipient: z.string(),
  kind: z.enum(["problem", "recovery", "acknowledgement", "flapping"]),
  /** `kept`: no mail server is set, so the mail waits in the portal. */
  state: z.enum(["waiting", "sending", "sent", "kept", "failed"]),
  createdAtMs: instantSchema,
  sentAtMs: instantSchema.nullable(),
  attempts: z.number().int(),
  error: z.string().nullable(),
  mailId: idSchema.nullable(),
});
export type Notification = z.infer<typeof notificationSchema>;

export const mailSchema = z.object({
  id: idSchema,
  to: z.string(),
  subject: z.string(),
  text: z.string(),
  locale: localeSchema,
  state: z.enum(["waiting", "sending", "sent", "kept", "failed"]),
  createdAtMs: instantSchema,
  sentAtMs: instantSchema.nullable(),
  messageId: z.string(),
});
export type Mail = z.infer<typeof mailSchema>;

const one = { params: z.object({ alertId: idSchema }), objects: { alertId: "alert" } } as const;

export const alertRoutes = routes({
  "alerts.list": {
    method: "GET",
    path: "/alerts",
    summary: "Alerts, open ones first",
    permission: "alerts.read",
    query: z.strictObject({
      ...pageQuery,
      open: z.enum(["yes", "no", "all"]).default("yes"),
      serverId: idSchema.optional(),
      customerId: idSchema.optional(),
      search: z.string().max(200).optional(),
      state: z.enum(CHECK_STATES).optional(),
    }),
    response: pageOf(alertSchema),
  },
  "alerts.get": {
    method: "GET",
    path: "/alerts/:alertId",
    summary: "One alert with its time line",
    permission: "alerts.read",
    ...one,
    response: z.object({
      alert: alertSchema,
      notifications: z.array(notificationSchema),
      timeline: z.array(z.object({ atMs: instantSchema, what: z.string(), detail: z.string() })),
    }),
  },
  "alerts.acknowledge": {
    method: "POST",
    path: "/alerts/:alertId/acknowledge",
    summary: "Acknowledge a problem",
    permission: "alerts.acknowledge",
    ...one,
    body: z.strictObject({ comment: z.string().max(2000), sticky: z.boolean().default(false) }),
    response: alertSchema,
  },
  "alerts.unacknowledge": {
    method: "DELETE",
    path: "/alerts/:alertId/acknowledge",
    summary: "Take an acknowledgement back",
    permission: "alerts.acknowledge",
    ...one,
    response: alertSchema,
  },
  "mails.list": {
    method: "GET",
    path: "/mails",
    summary: "Mails sent and kept, newest first",
    permission: "mails.read",
    query: z.strictObject({
      ...pageQuery,
      state: z.enum(["waiting", "sending", "sent", "kept", "failed"]).optional(),
    }),
    response: pageOf(mailSchema),
  },
  "mails.get": {
    method: "GET",
    path: "/mails/:mailId",
    summary: "One mail",
    permission: "mails.read",
    params: z.object({ mailId: idSchema }),
    objects: { mailId: "mail" },
    response: mailSchema,
  },
  "mails.test": {
    method: "POST",
    path: "/mails/test",
    summary: "Send a test mail to oneself",
    permission: "mails.read",
    response: okSchema,
  },
});
