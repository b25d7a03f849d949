import { CHECK_STATES } from "@driftvakt/domain/monitoring";
import { z } from "zod";
import { MANDATE_REFUSALS } from "../mandate/index.ts";

/** Limits of one batch. The body as sent may be gzipped; the limits hold for what it unpacks to. */
export const REPORT_LIMITS = {
  bodyBytes: 4 * 1024 * 1024,
  compressedBodyBytes: 1024 * 1024,
  reportsPerBatch: 500,
  eventsPerBatch: 500,
  valuesPerReport: 2000,
  layoutsPerBatch: 20,
  keyLength: 200,
} as const;

const layoutId = z.string().regex(/^[0-9a-f]{16}$/);
const sequence = z.number().int().min(1);
const atMs = z.number().int().min(0);

/** One beat's readings. `values[i]` belongs to the layout's i-th key; null where there was no reading. */
export const reportSchema = z.strictObject({
  seq: sequence,
  atMs,
  layout: layoutId,
  values: z.array(z.number().nullable()).max(REPORT_LIMITS.valuesPerReport),
});
export type Report = z.infer<typeof reportSchema>;

const checkState = z.enum(CHECK_STATES);

/** A change of a check's standing, sent at once. */
const checkEvent = z.strictObject({
  type: z.literal("check"),
  seq: sequence,
  atMs,
  check: z.string().min(1).max(200),
  change: z.enum([
    "soft",
    "hard",
    "flapping-started",
    "flapping-stopped",
    "appeared",
    "disappeared",
  ]),
  from: checkState,
  to: checkState,
  attempt: z.number().int().min(1).max(60),
  /** One line for people, e.g. `inactive (dead), exit code 9/KILL`. */
  output: z.string().max(2000),
  value: z.number().nullable(),
  clauses: z.array(z.string().max(16)).max(20),
});
export type CheckEvent = z.infer<typeof checkEvent>;

/** A part of the inventory, sent whole when it changed. `items` are checked by the part's own schema. */
const inventoryEvent = z.strictObject({
  type: z.literal("inventory"),
  seq: sequence,
  atMs,
  part: z.enum(["system", "packages", "units", "sockets", "processes", "filesystems", "updates"]),
  items: z
    .array(
      z.record(
        z.string().max(64),
        z.union([z.string().max(2000), z.number(), z.boolean(), z.null()]),
      ),
    )
    .max(20_000),
});
export type InventoryEvent = z.infer<typeof inventoryEvent>;

/** The agent's word on itself: started, stopping in good order, the machine going down, out of memory kills, a clock step. */
const agentEvent = z.strictObject({
  type: z.literal("agent"),
  seq: sequence,
  atMs,
  what: z.enum([
    "started",
    "stopping",
    "machine-stopping",
    "machine-started",
    "oom-kill",
    "clock-stepped",
    "spool-dropped",
    "spool-damaged",
    "charter-refused",
    "target-refused",
    // Of the agent itself; `detail` begins with the version.
    "updating",
    "updated",
    "update-refused",
    "update-rolled-back",
  ]),
  detail: z.string().max(2000),
});
export type AgentEvent = z.infer<typeof agentEvent>;

/** What became of a mandate. */
const mandateEvent = z.strictObject({
  type: z.literal("mandate"),
  seq: sequence,
  atMs,
  /** Absent where the envelope could not be read. */
  mandateId: z.uuid().nullable(),
  stage: z.enum(["accepted", "refused", "started", "succeeded", "failed"]),
  refusal: z.enum(MANDATE_REFUSALS).nullable(),
  output: z.string().max(8000),
});
export type MandateEvent = z.infer<typeof mandateEvent>;

/** An entry of the agent's journal, a hash chain; `hash` = SHA-256 of `prevHash` and the exact `body` text. */
const journalEvent = z.strictObject({
  type: z.literal("journal"),
  seq: sequence,
  atMs,
  number: z.number().int().min(1),
  prevHash: z.string().regex(/^[0-9a-f]{64}$/),
  body: z.string().max(16_000),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
});
export type JournalEvent = z.infer<typeof journalEvent>;

export const eventSchema = z.discriminatedUnion("type", [
  checkEvent,
  inventoryEvent,
  agentEvent,
  mandateEvent,
  journalEvent,
]);
export type AgentWireEvent = z.infer<typeof eventSchema>;

/**
 * `POST /agent/v1/reports`. `seq` grows over reports and events alike and is never used twice by an agent and epoch:
 * sending a batch again changes nothing.
 */
export const batchSchema = z.strictObject({
  sentAtMs: atMs,
  layouts: z
    .record(
      layoutId,
      z.array(z.string().max(REPORT_LIMITS.keyLength)).max(REPORT_LIMITS.valuesPerReport),
    )
    .optional(),
  reports: z.array(reportSchema).max(REPORT_LIMITS.reportsPerBatch),
  events: z.array(eventSchema).max(REPORT_LIMITS.eventsPerBatch).optional(),
});
export type Batch = z.infer<typeof batchSchema>;

/** Everything in the batch is stored for good once this is answered. */
export const batchResponseSchema = z.strictObject({
  nowMs: z.number().int(),
  /** Layouts that the control plane does not know; reports that use them were not stored and must come again with them. */
  unknownLayouts: z.array(layoutId).optional(),
  /** Sequence numbers that can never be stored, each with one line why; the agent drops and counts them. */
  rejected: z.array(z.strictObject({ seq: sequence, reason: z.string() })).optional(),
});
export type BatchResponse = z.infer<typeof batchResponseSchema>;
