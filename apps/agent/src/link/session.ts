import { randomUUID, sign } from "node:crypto";
import {
  challengeResponseSchema,
  sessionProofText,
  sessionResponseSchema,
} from "@driftvakt/protocol/agent";
import type { Identity } from "../state/index.ts";
import { AGENT_VERSION } from "../version.ts";
import type { HttpClient } from "./http-client.ts";

export type Session = Readonly<{
  /** The bearer token, signing in first where there is none or it is about to end. */
  token(): Promise<string>;
  /** The control plane no longer believes this token. */
  drop(token: string): void;
}>;

type Held = Readonly<{ token: string; until: number }>;

/** A token is renewed when so much of its life is left, in milliseconds. */
const RENEW_BEFORE_MS = 60_000;

/**
 * Keeps a session: challenge, proof of the key, bearer token.
 * @param onTime told the control plane's clock (epoch ms) at each sign-in.
 */
export function openSession(
  client: HttpClient,
  identity: Identity,
  onTime: (nowMs: number) => void,
): Session {
  const bootId = randomUUID();
  let held: Held | undefined;
  let signingIn: Promise<Held> | undefined;

  const signIn = async (): Promise<Held> => {
    const { serverId, epoch } = identity;
    const challenge = challengeResponseSchema.parse(
      await client.post("/agent/v1/challenge", JSON.stringify({ serverId, epoch })),
    );
    const proof = { serverId, epoch, nonce: challenge.nonce, bootId };
    const signature = sign(null, Buffer.from(sessionProofText(proof)), identity.key);
    const request = {
      ...proof,
      agentVersion: AGENT_VERSION,
      signature: signature.toString("base64"),
    };
    const answer = sessionResponseSchema.parse(
      await client.post("/agent/v1/session", JSON.stringify(request)),
    );
    onTime(answer.nowMs);
    const lifeMs = answer.expiresInSeconds * 1000;
    return {
      token: answer.token,
      until: performance.now() + lifeMs - Math.min(RENEW_BEFORE_MS, lifeMs / 2),
    };
  };

  return {
    async token() {
      if (held && performance.now() < held.until) return held.token;
      signingIn ??= signIn().finally(() => {
        signingIn = undefined;
      });
      held = await signingIn;
      return held.token;
    },
    drop(token) {
      if (held?.token === token) held = undefined;
    },
  };
}
