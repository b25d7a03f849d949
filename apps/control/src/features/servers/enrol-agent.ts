import { verify } from "node:crypto";
import {
  enrolProofText,
  enrolRequestSchema,
  type EnrolRequest,
  type EnrolResponse,
} from "@driftvakt/protocol/agent";
import { publicKeyFromRaw, seal } from "@driftvakt/protocol/envelope";
import { recordAudit, recordSecurityEvent } from "../../platform/audit/index.ts";
import type { Bus } from "../../platform/bus/index.ts";
import type { Tx } from "../../platform/database/index.ts";
import type { SigningKey } from "../../platform/keys/index.ts";
import { endSessions } from "./end-sessions.ts";
import { hashSecret } from "./secret-token.ts";
import type { ServerParts } from "./server-parts.ts";
import "./tables.ts";

/** Why a machine was not taken in. Closed; each leaves a security event (A13). */
export type EnrolRefusal =
  | "bad-proof"
  | "unknown-token"
  | "used-token"
  | "expired-token"
  | "revoked-token"
  | "other-host";

export type EnrolOutcome =
  | { readonly ok: true; readonly response: EnrolResponse }
  | { readonly ok: false; readonly refusal: EnrolRefusal };

export type EnrolParts = Pick<ServerParts, "installationId" | "compile"> & {
  readonly bus: Pick<Bus, "publish">;
  readonly signing: SigningKey;
};

/**
 * Takes a machine in against its join token: once, in time, from the machine it was made for. Each enrolment begins a
 * new epoch, which voids the keys, sessions and mandates of the one before. The same agent may ask again while the
 * token lives, because its answer may have been lost on the way.
 *
 * A refusal is answered, not thrown, so that its record is kept.
 */
export async function enrolAgent(
  tx: Tx,
  parts: EnrolParts,
  request: EnrolRequest,
  address: string,
  nowMs: number,
): Promise<EnrolOutcome> {
  if (!provesKey(request)) return refuse(tx, "bad-proof", request, address);
  const enrolment = await lockEnrolment(tx, request.token);
  if (!enrolment) return refuse(tx, "unknown-token", request, address);
  const refusal = judge(enrolment, request, nowMs);
  if (refusal) {
    // Whoever holds it stands on the wrong machine: the token has leaked or was mislaid.
    if (refusal === "other-host") await voidEnrolment(tx, enrolment.id, nowMs);
    return refuse(tx, refusal, request, address, enrolment);
  }
  const epoch =
    enrolment.used_at === null
      ? await takeOver(tx, parts, enrolment, request, address, nowMs)
      : await currentEpoch(tx, enrolment.server_id);
  const welcome = {
    nonce: request.nonce,
    installationId: parts.installationId,
    serverId: enrolment.server_id,
    epoch,
    controlKeys: [parts.signing.rawBase64],
  };
  const { charter, target } = await parts.compile(tx, enrolment.server_id);
  return {
    ok: true,
    response: { welcome: seal("welcome", welcome, parts.signing.privateKey), charter, target },
  };
}

/** The machine's row first, as everybody does who changes both: else two of them could wait for each other. */
async function lockEnrolment(tx: Tx, token: string) {
  const named = tx.selectFrom("enrolment").where("token_hash", "=", hashSecret(token));
  const server = await tx
    .selectFrom("server")
    .select("id")
    .where("id", "=", named.select("server_id"))
    .forNoKeyUpdate()
    .executeTakeFirst();
  return server && named.selectAll().forUpdate().executeTakeFirst();
}

/** Reads a request. @returns undefined for anything else. */
export function readEnrolRequest(body: unknown): EnrolRequest | undefined {
  const parsed = enrolRequestSchema.safeParse(body);
  return parsed.success ? parsed.data : undefined;
}

function provesKey(request: EnrolRequest): boolean {
  return verify(
    null,
    Buffer.from(enrolProofText(request)),
    publicKeyFromRaw(request.publicKey),
    Buffer.from(request.proof, "base64"),
  );
}

type EnrolmentRow = {
  id: string;
  customer_id: string;
  server_id: string;
  hostname: string;
  expires_at: Date;
  used_at: Date | null;
  used_by_key: string | null;
  revoked_at: Date | null;
};

function judge(
  enrolment: EnrolmentRow,
  request: EnrolRequest,
  nowMs: number,
): EnrolRefusal | undefined {
  if (enrolment.revoked_at) return "revoked-token";
  if (enrolment.used_at && enrolment.used_by_key !== request.publicKey) return "used-token";
  if (enrolment.expires_at.getTime() <= nowMs) return "expired-token";
  if (!isSameHost(enrolment.hostname, request.hostname)) return "other-host";
  return undefined;
}

/** Machines call themselves by their full or their short name. */
export function isSameHost(expected: string, reported: string): boolean {
  const [a, b] = [expected.toLowerCase(), reported.toLowerCase()];
  if (a === b) return true;
  const isShort = !a.includes(".") || !b.includes(".");
  return isShort && a.split(".")[0] === b.split(".")[0];
}

async function takeOver(
  tx: Tx,
  parts: EnrolParts,
  enrolment: EnrolmentRow,
  request: EnrolRequest,
  address: string,
  nowMs: number,
): Promise<number> {
  const now = new Date(nowMs);
  await tx
    .updateTable("enrolment")
    .set({ used_at: now, used_by_key: request.publicKey })
    .where("id", "=", enrolment.id)
    .execute();
  const server = await tx
    .updateTable("server")
    .set((eb) => ({
      epoch: eb("epoch", "+", 1),
      state: "up",
      state_since: now,
      machine_id: request.machineId,
      public_key: request.publicKey,
      agent_version: request.agentVersion,
      architecture: request.architecture,
      operating_system: request.operatingSystem.name,
      address,
      enrolled_at: now,
      last_seen_at: now,
    }))
    .where("id", "=", enrolment.server_id)
    .returning(["epoch", "customer_id"])
    .executeTakeFirstOrThrow();
  await endSessions(tx, parts.bus, enrolment.server_id, { because: "enrolled-anew", at: now });
  await recordAudit(
    tx,
    {
      actor: { kind: "agent", id: enrolment.server_id, name: enrolment.hostname },
      customerId: server.customer_id,
      action: "server.enrol",
      object: `server:${enrolment.server_id}`,
      detail: { epoch: server.epoch, address, agentVersion: request.agentVersion },
    },
    now,
  );
  await parts.bus.publish(tx, "live", {
    topic: "servers",
    serverId: enrolment.server_id,
    customerId: server.customer_id,
  });
  return server.epoch;
}

async function currentEpoch(tx: Tx, serverId: string): Promise<number> {
  const row = await tx
    .selectFrom("server")
    .select("epoch")
    .where("id", "=", serverId)
    .executeTakeFirstOrThrow();
  return row.epoch;
}

async function voidEnrolment(tx: Tx, enrolmentId: string, nowMs: number): Promise<void> {
  await tx
    .updateTable("enrolment")
    .set({ revoked_at: new Date(nowMs) })
    .where("id", "=", enrolmentId)
    .execute();
}

async function refuse(
  tx: Tx,
  refusal: EnrolRefusal,
  request: EnrolRequest,
  address: string,
  enrolment?: EnrolmentRow,
): Promise<EnrolOutcome> {
  await recordSecurityEvent(tx, {
    kind: "enrolment-refused",
    customerId: enrolment?.customer_id ?? null,
    serverId: enrolment?.server_id ?? null,
    detail: { refusal, hostname: request.hostname, machineId: request.machineId, address },
  });
  return { ok: false, refusal };
}
