import { z } from "zod";
import { operationNameSchema, operationSchema } from "../mandate/index.ts";
import { routes } from "./route.ts";
import { idSchema, instantSchema, pageOf, pageQuery, textsSchema } from "./shared.ts";

export const MANDATE_STATES = [
  "issued",
  "delivered",
  "accepted",
  "running",
  "succeeded",
  "failed",
  "refused",
  "expired",
  "cancelled",
] as const;
export type MandateState = (typeof MANDATE_STATES)[number];

export const mandateViewSchema = z.object({
  id: idSchema,
  serverId: idSchema,
  hostname: z.string(),
  customerId: idSchema,
  operation: operationNameSchema,
  parameters: z.record(z.string(), z.unknown()),
  clause: z.string(),
  askedBy: z.object({ kind: z.string(), name: z.string() }),
  approvedBy: z.array(z.object({ kind: z.string(), name: z.string() })),
  reason: z.string(),
  state: z.enum(MANDATE_STATES),
  refusal: z.string().nullable(),
  output: z.string(),
  issuedAtMs: instantSchema,
  expiresAtMs: instantSchema,
  finishedAtMs: instantSchema.nullable(),
});
export type MandateView = z.infer<typeof mandateViewSchema>;

/** What the contract says to a request, before anything is done. */
export const decisionViewSchema = z.object({
  outcome: z.enum(["allowed", "charged", "needs", "refused"]),
  reason: z.string(),
  clause: z.string(),
  sentence: textsSchema,
  danger: z.enum(["read", "reversible", "disruptive", "destructive"]),
});
export type DecisionView = z.infer<typeof decisionViewSchema>;

const server = {
  params: z.object({ serverId: idSchema }),
  objects: { serverId: "server" },
} as const;
const request = z.strictObject({
  operation: operationSchema,
  reason: z.string().max(2000).default(""),
});

export const mandateRoutes = routes({
  "mandates.list": {
    method: "GET",
    path: "/mandates",
    summary: "Mandates, newest first",
    permission: "servers.read",
    query: z.strictObject({
      ...pageQuery,
      serverId: idSchema.optional(),
      state: z.enum(MANDATE_STATES).optional(),
    }),
    response: pageOf(mandateViewSchema),
  },
  "mandates.get": {
    method: "GET",
    path: "/mandates/:mandateId",
    summary: "One mandate with its course",
    permission: "servers.read",
    params: z.object({ mandateId: idSchema }),
    objects: { mandateId: "mandate" },
    response: z.object({
      mandate: mandateViewSchema,
      course: z.array(z.object({ atMs: instantSchema, stage: z.string(), detail: z.string() })),
    }),
  },
  "mandates.preview": {
    method: "POST",
    path: "/servers/:serverId/mandates/preview",
    summary: "Ask what the contract says, changing nothing",
    permission: "servers.operate",
    ...server,
    body: request,
    response: decisionViewSchema,
  },
  "mandates.issue": {
    method: "POST",
    path: "/servers/:serverId/mandates",
    summary: "Have an operation carried out under the contract",
    permission: "servers.operate",
    stepUp: true,
    ...server,
    body: request,
    response: mandateViewSchema,
  },
  "mandates.cancel": {
    method: "POST",
    path: "/mandates/:mandateId/cancel",
    summary: "Cancel a mandate that the agent has not accepted yet",
    permission: "servers.operate",
    params: z.object({ mandateId: idSchema }),
    objects: { mandateId: "mandate" },
    response: mandateViewSchema,
  },
});
