import { z } from "zod";
import { agentVersionSchema } from "../agent/agent-version.ts";
import type { Release } from "../agent/release.ts";
import { envelopeSchema, type Envelope } from "../envelope/envelope-schema.ts";
import { routes } from "./route.ts";
import { SERVER_STATES } from "./servers.ts";
import { idSchema, instantSchema, okSchema, pageOf, pageQuery } from "./shared.ts";

export type { UpdateRefusal } from "../agent/release.ts";
/** What the file of a signed release holds: the envelope, and the manifest in it. */
export type SignedRelease = { readonly envelope: Envelope; readonly release: Release };

/**
 * `rolling` goes on by itself, ring by ring; `paused` by a person; `stopped` by itself, because it failed on a machine;
 * `superseded` by a newer one.
 */
export const RELEASE_STATES = ["rolling", "paused", "stopped", "superseded"] as const;
/** What became of a release on a machine: `lost` began to install it and was not heard of again. */
export const UPDATE_STATES = [
  "offered",
  "started",
  "installed",
  "refused",
  "rolled-back",
  "lost",
] as const;
export type UpdateState = (typeof UPDATE_STATES)[number];

export const agentReleaseSchema = z.object({
  version: z.string(),
  state: z.enum(RELEASE_STATES),
  note: z.string(),
  /** 1: one machine; 2: one in a hundred; 3: one in ten; 4: all. */
  ring: z.number().int(),
  /** How many machines each ring may reach in all, of the fleet as it is now. */
  rings: z.array(z.number().int()),
  soakSeconds: z.number().int(),
  /** When the next ring begins, if nothing fails until then; null while machines of this one are outstanding. */
  widensAtMs: instantSchema.nullable(),
  /** Host names of the machines that were named to go first. */
  canaries: z.array(z.string()),
  publishedAtMs: instantSchema,
  publishedBy: z.string(),
  /** Fingerprint of the release key that signed it. */
  releaseKey: z.string(),
  machines: z.record(z.enum(UPDATE_STATES), z.number().int()),
});
export type AgentRelease = z.infer<typeof agentReleaseSchema>;

export const agentUpdateSchema = z.object({
  serverId: idSchema,
  hostname: z.string(),
  state: z.enum(UPDATE_STATES),
  detail: z.string(),
  changedAtMs: instantSchema,
  /** What runs there now. */
  agentVersion: z.string().nullable(),
});
export type AgentUpdate = z.infer<typeof agentUpdateSchema>;

/** A machine with the version of its agent; null where it has not said one. */
export const agentVersionRowSchema = z.object({
  serverId: idSchema,
  hostname: z.string(),
  customerName: z.string(),
  state: z.enum(SERVER_STATES),
  agentVersion: z.string().nullable(),
  lastSeenAtMs: instantSchema.nullable(),
});
export type AgentVersionRow = z.infer<typeof agentVersionRowSchema>;

const params = z.object({ version: agentVersionSchema });

export const releaseRoutes = routes({
  "releases.list": {
    method: "GET",
    path: "/agent-releases",
    summary: "Releases of the agent, newest first, and how far each has been rolled out",
    permission: "servers.write",
    response: z.object({
      items: z.array(agentReleaseSchema),
      /** How many machines run which version, newest first. */
      versions: z.array(z.object({ version: z.string(), machines: z.number().int() })),
    }),
  },
  "releases.machines": {
    method: "GET",
    path: "/agent-updates",
    summary:
      "What became of a release on each machine, failures first; of the newest where none is named",
    permission: "servers.write",
    query: z.strictObject({ version: agentVersionSchema.optional() }),
    response: z.object({ items: z.array(agentUpdateSchema) }),
  },
  "releases.running": {
    method: "GET",
    path: "/agent-versions",
    summary: "Which machines run which version of the agent, by host name",
    permission: "servers.write",
    query: z.strictObject({ ...pageQuery, version: agentVersionSchema.optional() }),
    response: pageOf(agentVersionRowSchema),
  },
  "releases.publish": {
    method: "POST",
    path: "/agent-releases",
    summary: "Begin to roll out a signed release, ring by ring",
    permission: "provider.write",
    stepUp: true,
    body: z.strictObject({
      /** Of type `release`, signed by a release key. Its executables lie in the data folder already. */
      envelope: envelopeSchema,
      /** Seconds that a ring is watched before the next one begins. */
      soakSeconds: z
        .number()
        .int()
        .min(0)
        .max(30 * 24 * 3600)
        .default(3600),
      /** Machines that take it first. */
      canaryServerIds: z.array(idSchema).max(50).default([]),
    }),
    response: okSchema,
  },
  "releases.pause": {
    method: "POST",
    path: "/agent-releases/:version/pause",
    summary: "Offer a release to no further machine",
    permission: "servers.write",
    params,
    response: okSchema,
  },
  "releases.resume": {
    method: "POST",
    path: "/agent-releases/:version/resume",
    summary: "Go on with a release that was paused",
    permission: "provider.write",
    stepUp: true,
    params,
    response: okSchema,
  },
});
