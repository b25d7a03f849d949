import { z } from "zod";
import { envelopeSchema } from "../envelope/index.ts";

/** Join tokens are `dvj_` and 32 random bytes in base64url. */
export const joinTokenSchema = z.string().regex(/^dvj_[A-Za-z0-9_-]{43}$/, "a join token (dvj_…)");

const rawKey = z.base64().length(44);

/** `POST /agent/v1/enrol`. The proof signs `enrol <token> <publicKey> <nonce> <machineId>` with the new key. */
export const enrolRequestSchema = z.strictObject({
  token: joinTokenSchema,
  publicKey: rawKey,
  /** 32 random bytes, base64; the control plane signs it back, which proves it holds the pinned key. */
  nonce: rawKey,
  machineId: z.string().regex(/^[0-9a-f]{32}$/),
  hostname: z.string().min(1).max(253),
  agentVersion: z.string().max(64),
  architecture: z.enum(["x64", "arm64"]),
  operatingSystem: z.strictObject({
    id: z.string().max(64),
    version: z.string().max(64),
    name: z.string().max(128),
  }),
  proof: z.base64().length(88),
});
export type EnrolRequest = z.infer<typeof enrolRequestSchema>;

/** The welcome travels in an envelope of type `welcome`, signed by the control plane's pinned key. */
export const welcomeSchema = z.strictObject({
  nonce: rawKey,
  installationId: z.uuid(),
  serverId: z.uuid(),
  epoch: z.number().int().min(1),
  /** Raw public keys, base64, whose envelopes this agent is to believe. */
  controlKeys: z.array(rawKey).min(1).max(5),
});
export type Welcome = z.infer<typeof welcomeSchema>;

export const enrolResponseSchema = z.strictObject({
  welcome: envelopeSchema,
  charter: envelopeSchema,
  target: envelopeSchema,
});
export type EnrolResponse = z.infer<typeof enrolResponseSchema>;

/** The exact text that the enrolment proof signs. */
export function enrolProofText(
  request: Pick<EnrolRequest, "token" | "publicKey" | "nonce" | "machineId">,
): string {
  return `driftvakt enrol ${request.token} ${request.publicKey} ${request.nonce} ${request.machineId}`;
}
