import type { ApiKey, Permission } from "@driftvakt/protocol/api";
import type { Selectable } from "kysely";
import { recordAudit } from "../../platform/audit/index.ts";
import type { Tx } from "../../platform/database/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import type { Caller } from "../../platform/http/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { hashToken, makeToken, type ApiKeyTable } from "../../platform/sign-in/index.ts";

const DAY_MS = 24 * 3600 * 1000;
const MOST_KEYS = 50;
const PREFIX_LENGTH = 10;

export type ApiKeyAsk = {
  readonly name: string;
  readonly permissions: readonly Permission[];
  readonly expiresInDays: number | null;
};

/** Makes a key with a part of its maker's permissions (A03); the secret is answered once and only its hash kept. */
export async function createApiKey(
  tx: Tx,
  caller: Caller,
  ask: ApiKeyAsk,
  nowMs: number,
): Promise<{ key: ApiKey; secret: string }> {
  const permissions = [...new Set(ask.permissions)];
  const missing = permissions.filter((one) => !caller.permissions.has(one));
  if (missing.length > 0) {
    throw new AppError("forbidden", `a key cannot do more than its maker: ${missing.join(", ")}`);
  }
  if ((await selectOwn(tx, caller.personId).execute()).length >= MOST_KEYS) {
    throw new AppError("conflict", `at most ${MOST_KEYS} keys; revoke one first`);
  }
  const secret = makeToken("dvk");
  const row = await tx
    .insertInto("api_key")
    .values({
      id: newId(nowMs),
      customer_id: caller.customerId,
      person_id: caller.personId,
      name: ask.name,
      prefix: secret.slice(0, PREFIX_LENGTH),
      secret_hash: hashToken(secret),
      permissions,
      created_at: new Date(nowMs),
      expires_at: ask.expiresInDays === null ? null : new Date(nowMs + ask.expiresInDays * DAY_MS),
      last_used_at: null,
      revoked_at: null,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  await recordAudit(tx, {
    actor: caller.actor,
    customerId: caller.customerId,
    action: "api-key.create",
    object: `api-key:${row.id}`,
    detail: { name: ask.name, permissions, expiresInDays: ask.expiresInDays },
  });
  return { key: viewKey(row), secret };
}

export async function listApiKeys(tx: Tx, personId: string): Promise<ApiKey[]> {
  return (await selectOwn(tx, personId).execute()).map(viewKey);
}

export async function revokeApiKey(
  tx: Tx,
  caller: Caller,
  keyId: string,
  nowMs: number,
): Promise<void> {
  const revoked = await tx
    .updateTable("api_key")
    .set({ revoked_at: new Date(nowMs) })
    .where("id", "=", keyId)
    .where("person_id", "=", caller.personId)
    .where("revoked_at", "is", null)
    .returning("id")
    .executeTakeFirst();
  if (!revoked) throw new AppError("not-found", "no such api-key");
  await recordAudit(tx, {
    actor: caller.actor,
    customerId: caller.customerId,
    action: "api-key.revoke",
    object: `api-key:${keyId}`,
    detail: {},
  });
}

function selectOwn(tx: Tx, personId: string) {
  return tx
    .selectFrom("api_key")
    .selectAll()
    .where("person_id", "=", personId)
    .where("revoked_at", "is", null)
    .orderBy("id", "desc");
}

function viewKey(row: Selectable<ApiKeyTable>): ApiKey {
  return {
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    permissions: row.permissions,
    createdAtMs: row.created_at.getTime(),
    expiresAtMs: row.expires_at?.getTime() ?? null,
    lastUsedAtMs: row.last_used_at?.getTime() ?? null,
  };
}
