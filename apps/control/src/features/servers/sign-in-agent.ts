import { createHash, randomBytes, verify } from "node:crypto";
import {
  sessionProofText,
  type SessionRequest,
  type SessionResponse,
} from "@driftvakt/protocol/agent";
import { publicKeyFromRaw } from "@driftvakt/protocol/envelope";
import { recordSecurityEvent } from "../../platform/audit/index.ts";
import type { Bus } from "../../platform/bus/index.ts";
import type { Tx } from "../../platform/database/index.ts";
import { endSessions } from "./end-sessions.ts";
import { quarantineServer } from "./quarantine-server.ts";
import { hashSecret, newToken } from "./secret-token.ts";
import type { ServerParts } from "./server-parts.ts";
import "./tables.ts";

export const SESSION_LIFE_SECONDS = 3600;
const CHALLENGE_LIFE_SECONDS = 60;
/** Nonces that may wait for one machine at a time. */
const CHALLENGES_MAX = 20;

/** Why an agent may not sign in. Closed. */
export type SignInRefusal =
  | "unknown-challenge"
  | "bad-proof"
  | "other-epoch"
  | "retired"
  | "quarantined"
  | "superseded";

export type SignInOutcome =
  | { readonly ok: true; readonly response: SessionResponse }
  | { readonly ok: false; readonly refusal: SignInRefusal };

export type SignInParts = Pick<ServerParts, "onClone"> & { readonly bus: Pick<Bus, "publish"> };

/**
 * Makes a nonce for one sign-in. A machine that is not known gets one too, which nothing can be done with: strangers
 * learn nothing of who is watched here.
 */
export async function issueChallenge(
  tx: Tx,
  ask: { serverId: string; epoch: number },
  nowMs: number,
): Promise<string> {
  const nonce = randomBytes(32).toString("base64");
  const now = new Date(nowMs);
  await tx
    .deleteFrom("agent_challenge")
    .where("server_id", "=", ask.serverId)
    .where("expires_at", "<=", now)
    .execute();
  const server = await tx
    .selectFrom("server")
    .select(["customer_id", "epoch"])
    .where("id", "=", ask.serverId)
    .executeTakeFirst();
  if (!server || server.epoch !== ask.epoch) return nonce;
  await forgetOldest(tx, ask.serverId);
  await tx
    .insertInto("agent_challenge")
    .values({
      nonce_hash: hashSecret(nonce),
      customer_id: server.customer_id,
      server_id: ask.serverId,
      epoch: ask.epoch,
      made_at: now,
      expires_at: new Date(nowMs + CHALLENGE_LIFE_SECONDS * 1000),
    })
    .execute();
  return nonce;
}

/** The oldest give way: whoever asks for nonces without end keeps the agent itself from nothing. */
async function forgetOldest(tx: Tx, serverId: string): Promise<void> {
  await tx
    .deleteFrom("agent_challenge")
    .where("nonce_hash", "in", (eb) =>
      eb
        .selectFrom("agent_challenge as waiting")
        .select("waiting.nonce_hash")
        .where("waiting.server_id", "=", serverId)
        .orderBy("waiting.made_at", "desc")
        .offset(CHALLENGES_MAX - 1),
    )
    .execute();
}

/**
 * Signs an agent in by a fresh proof of the key that it made at enrolment. A new start of the agent ends the sessions of
 * the one before; when that one signs in again it is alive too, and both are quarantined as clones.
 *
 * A refusal is answered, not thrown, so that its record and the quarantine are kept.
 */
export async function signInAgent(
  tx: Tx,
  parts: SignInParts,
  request: SessionRequest,
  address: string,
  nowMs: number,
): Promise<SignInOutcome> {
  const now = new Date(nowMs);
  const challenge = await tx
    .deleteFrom("agent_challenge")
    .where("nonce_hash", "=", hashSecret(request.nonce))
    .where("server_id", "=", request.serverId)
    .where("epoch", "=", request.epoch)
    .returning(["made_at", "expires_at"])
    .executeTakeFirst();
  if (!challenge || challenge.expires_at <= now) return { ok: false, refusal: "unknown-challenge" };
  const server = await lockServer(tx, request.serverId);
  const refusal = judge(server, request);
  if (refusal) {
    await recordRefusal(tx, refusal, request, server?.customer_id ?? null, address);
    return { ok: false, refusal };
  }
  const speaker = {
    id: request.serverId,
    customerId: server!.customer_id,
    hostname: server!.hostname,
    epoch: request.epoch,
  };
  const supersededAt = await findSuperseded(tx, request);
  if (supersededAt) {
    // A sign-in begun before the newer start's is the last breath of a stopped agent, not a clone's.
    if (challenge.made_at <= supersededAt) return { ok: false, refusal: "superseded" };
    await quarantineServer(tx, parts, speaker, { bootId: request.bootId, address }, nowMs);
    return { ok: false, refusal: "quarantined" };
  }
  await endSessions(tx, parts.bus, request.serverId, {
    because: "superseded",
    exceptBootId: request.bootId,
    at: now,
  });
  const token = newToken("dva");
  await tx
    .insertInto("agent_session")
    .values({
      token_hash: hashSecret(token),
      customer_id: speaker.customerId,
      server_id: speaker.id,
      epoch: speaker.epoch,
      boot_id: request.bootId,
      started_at: now,
      expires_at: new Date(nowMs + SESSION_LIFE_SECONDS * 1000),
      ended_at: null,
      ended_because: null,
    })
    .execute();
  await tx
    .updateTable("server")
    .set({ address, agent_version: request.agentVersion, last_seen_at: now })
    .where("id", "=", speaker.id)
    .execute();
  return { ok: true, response: { token, expiresInSeconds: SESSION_LIFE_SECONDS, nowMs } };
}

function lockServer(tx: Tx, serverId: string) {
  return tx
    .selectFrom("server")
    .select(["customer_id", "hostname", "epoch", "state", "public_key"])
    .where("id", "=", serverId)
    .forNoKeyUpdate()
    .executeTakeFirst();
}

type LockedServer = Awaited<ReturnType<typeof lockServer>>;

function judge(server: LockedServer, request: SessionRequest): SignInRefusal | undefined {
  if (!server?.public_key) return "unknown-challenge";
  if (!provesKey(server.public_key, request)) return "bad-proof";
  if (server.epoch !== request.epoch) return "other-epoch";
  if (server.state === "retired") return "retired";
  if (server.state === "quarantined") return "quarantined";
  return undefined;
}

function provesKey(publicKey: string, request: SessionRequest): boolean {
  return verify(
    null,
    Buffer.from(sessionProofText(request)),
    publicKeyFromRaw(publicKey),
    Buffer.from(request.signature, "base64"),
  );
}

/** When a newer start of the agent ended this start's sessions, if one did. */
async function findSuperseded(tx: Tx, request: SessionRequest): Promise<Date | undefined> {
  const row = await tx
    .selectFrom("agent_session")
    .select("ended_at")
    .where("server_id", "=", request.serverId)
    .where("epoch", "=", request.epoch)
    .where("boot_id", "=", request.bootId)
    .where("ended_because", "=", "superseded")
    .orderBy("ended_at", "desc")
    .limit(1)
    .executeTakeFirst();
  return row?.ended_at ?? undefined;
}

async function recordRefusal(
  tx: Tx,
  refusal: SignInRefusal,
  request: SessionRequest,
  customerId: string | null,
  address: string,
): Promise<void> {
  await recordSecurityEvent(tx, {
    kind: "agent-sign-in-refused",
    customerId,
    serverId: request.serverId,
    detail: {
      refusal,
      epoch: request.epoch,
      address,
      boot: createHash("sha256").update(request.bootId).digest("hex").slice(0, 12),
    },
  });
}
