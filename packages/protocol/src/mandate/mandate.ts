import { z } from "zod";
import { operationNameSchema, operationSchema } from "./operation.ts";

export const clauseIdSchema = z.string().regex(/^[a-z]+-\d{2,3}$/);

/** Who stands behind a request: a person in the portal or the product itself, acting under a clause. */
export const actorSchema = z.strictObject({
  kind: z.enum(["customer", "technician", "system", "root"]),
  id: z.string().min(1).max(64),
  name: z.string().max(200),
});
export type Actor = z.infer<typeof actorSchema>;

/**
 * A mandate: what, where, under which clause, who asked, who approved, from when to when.
 * Travels in an envelope of type `mandate`; the agent verifies it by itself.
 */
export const mandateSchema = z.strictObject({
  format: z.literal(1),
  id: z.uuid(),
  audience: z.strictObject({
    installationId: z.uuid(),
    serverId: z.uuid(),
    epoch: z.number().int().min(1),
  }),
  /** Strictly growing per server and epoch: an agent refuses one it has passed. */
  sequence: z.number().int().min(1),
  operation: operationSchema,
  clause: clauseIdSchema,
  catalogue: z.strictObject({ id: z.string().max(64), version: z.string().max(64) }),
  askedBy: actorSchema,
  approvedBy: z.array(actorSchema).max(5),
  reason: z.string().max(2000),
  notBeforeMs: z.number().int(),
  expiresMs: z.number().int(),
});
export type Mandate = z.infer<typeof mandateSchema>;

/** Longest life of a mandate, in milliseconds: a stolen one is soon worthless. */
export const MANDATE_LIFE_MAX_MS = 24 * 3600 * 1000;

/** One thing that a contract lets the provider or the customer do on the machine. */
export const charterGrantSchema = z.strictObject({
  operation: operationNameSchema,
  clause: clauseIdSchema,
  /** Who may ask under this clause. */
  askers: z.array(z.enum(["customer", "technician", "system"])).min(1),
  /** Units that may be named, exact or with a trailing `*`; absent: any unit on the machine. */
  units: z.array(z.string().max(255)).max(500).optional(),
  maxPerHour: z.number().int().min(1).max(1000),
});
export type CharterGrant = z.infer<typeof charterGrantSchema>;

/**
 * What an agent accepts at all. Given at enrolment, kept by root on the machine. The control plane can lower it;
 * raising it needs root on the machine, so that whoever holds the control plane's keys gains nothing by it.
 */
export const charterSchema = z.strictObject({
  format: z.literal(1),
  installationId: z.uuid(),
  serverId: z.uuid(),
  epoch: z.number().int().min(1),
  version: z.number().int().min(1),
  contractId: z.uuid().nullable(),
  catalogue: z.strictObject({ id: z.string().max(64), version: z.string().max(64) }),
  grants: z.array(charterGrantSchema).max(200),
});
export type Charter = z.infer<typeof charterSchema>;

/** Why an agent did not carry out a mandate. Closed: each has a test. */
export const MANDATE_REFUSALS = [
  "malformed",
  "wrong-type",
  "unknown-key",
  "bad-signature",
  "other-installation",
  "other-machine",
  "other-epoch",
  "unknown-operation",
  "not-yet",
  "expired",
  "lives-too-long",
  "replayed",
  "not-in-charter",
  "other-clause",
  "asker-not-allowed",
  "unit-not-allowed",
  "too-often",
  "on-hold",
  "no-such-unit",
] as const;
export type MandateRefusal = (typeof MANDATE_REFUSALS)[number];
