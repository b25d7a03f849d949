import { z } from "zod";

/** `POST /agent/v1/challenge` → a nonce for one sign-in, valid for a minute. */
export const challengeRequestSchema = z.strictObject({
  serverId: z.uuid(),
  epoch: z.number().int().min(1),
});
export const challengeResponseSchema = z.strictObject({ nonce: z.base64().length(44) });

/** `POST /agent/v1/session`: proof of the key made at enrolment, fresh for each session. */
export const sessionRequestSchema = z.strictObject({
  serverId: z.uuid(),
  epoch: z.number().int().min(1),
  nonce: z.base64().length(44),
  /** Random per start of the agent process: two live ones of the same machine mean a clone. */
  bootId: z.uuid(),
  agentVersion: z.string().max(64),
  signature: z.base64().length(88),
});
export type SessionRequest = z.infer<typeof sessionRequestSchema>;

/** The bearer token is `dva_` and 32 random bytes in base64url; the control plane keeps its hash only. */
export const sessionResponseSchema = z.strictObject({
  token: z.string().regex(/^dva_[A-Za-z0-9_-]{43}$/),
  expiresInSeconds: z.number().int(),
  nowMs: z.number().int(),
});
export type SessionResponse = z.infer<typeof sessionResponseSchema>;

/** The exact text that a session proof signs. */
export function sessionProofText(
  request: Pick<SessionRequest, "serverId" | "epoch" | "nonce" | "bootId">,
): string {
  return `driftvakt session ${request.serverId} ${request.epoch} ${request.nonce} ${request.bootId}`;
}
