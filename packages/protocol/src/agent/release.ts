import { z } from "zod";
import { envelopeSchema } from "../envelope/envelope-schema.ts";
import { agentVersionSchema } from "./agent-version.ts";

export const AGENT_PLATFORMS = ["linux-x64", "linux-arm64"] as const;
export type AgentPlatform = (typeof AGENT_PLATFORMS)[number];

/** Largest executable that an agent fetches, in bytes: an endless answer must not fill a disk. */
export const RELEASE_FILE_MAX_BYTES = 400 * 1024 * 1024;
/** Longest life of a signature on a release: an old one with a known hole cannot be brought out for ever. */
export const RELEASE_LIFE_MAX_MS = 400 * 24 * 3600 * 1000;

export const releaseFileSchema = z.strictObject({
  platform: z.enum(AGENT_PLATFORMS),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  sizeBytes: z.number().int().min(1).max(RELEASE_FILE_MAX_BYTES),
});
export type ReleaseFile = z.infer<typeof releaseFileSchema>;

/**
 * What a release of the agent consists of. Travels in an envelope of type `release`, signed by a release key: one that
 * the control plane does not hold, and that root pinned on each machine when the agent was installed.
 */
export const releaseSchema = z.strictObject({
  format: z.literal(1),
  product: z.literal("driftvakt-agent"),
  version: agentVersionSchema,
  signedAtMs: z.number().int(),
  expiresMs: z.number().int(),
  files: z.array(releaseFileSchema).min(1).max(AGENT_PLATFORMS.length),
});
export type Release = z.infer<typeof releaseSchema>;

/**
 * "Put this release on this machine": an envelope of type `update`, signed by the control plane's own key. Both keys are
 * needed: the release key says what may run at all, the control plane's says where and when.
 */
export const updateSchema = z.strictObject({
  format: z.literal(1),
  installationId: z.uuid(),
  serverId: z.uuid(),
  epoch: z.number().int().min(1),
  offeredAtMs: z.number().int(),
  expiresMs: z.number().int(),
  release: envelopeSchema,
});
export type Update = z.infer<typeof updateSchema>;

/** Why an agent did not take an update. Closed: each has a test. */
export const UPDATE_REFUSALS = [
  "malformed",
  "wrong-type",
  "unknown-key",
  "bad-signature",
  "other-machine",
  "expired",
  "release-malformed",
  "release-unknown-key",
  "release-bad-signature",
  "release-expired",
  "older",
  "failed-before",
  "on-hold",
  "other-platform",
  "not-updatable",
  "tampered-file",
] as const;
export type UpdateRefusal = (typeof UPDATE_REFUSALS)[number];
