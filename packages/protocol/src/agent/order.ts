import { z } from "zod";
import { envelopeSchema } from "../envelope/index.ts";

/** `GET /agent/v1/orders`: one long-lived answer, a JSON line each. */
export const orderSchema = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("hello"), nowMs: z.number().int() }),
  z.strictObject({ type: z.literal("ping"), nowMs: z.number().int() }),
  z.strictObject({ type: z.literal("target"), envelope: envelopeSchema }),
  z.strictObject({ type: z.literal("charter"), envelope: envelopeSchema }),
  z.strictObject({ type: z.literal("mandate"), envelope: envelopeSchema }),
  /** A newer agent for this machine (`updateSchema`). */
  z.strictObject({ type: z.literal("update"), envelope: envelopeSchema }),
  /** The session is over; sign in again after the given seconds. */
  z.strictObject({ type: z.literal("bye"), retryAfterSeconds: z.number().int().min(0).max(600) }),
]);
export type Order = z.infer<typeof orderSchema>;

/** Longest order line, in bytes. */
export const ORDER_LINE_MAX_BYTES = 1024 * 1024;
/** The control plane sends at least a ping every so many seconds; an agent that hears nothing for three of them reconnects. */
export const ORDER_PING_SECONDS = 15;
