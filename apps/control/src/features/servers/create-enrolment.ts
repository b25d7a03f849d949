import type { Enrolment } from "@driftvakt/protocol/api";
import { recordAudit, type AuditActor } from "../../platform/audit/index.ts";
import type { Tx } from "../../platform/database/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { hashSecret, newToken } from "./secret-token.ts";
import type { ServerParts } from "./server-parts.ts";
import "./tables.ts";

/** How long a join token may wait. */
export const ENROLMENT_LIFE_SECONDS = 600;

export type EnrolmentAsk = {
  readonly hostname: string;
  readonly customerId: string;
  readonly contractId: string | null;
};

/**
 * Makes a join token bound to one machine of one customer. A machine that is known by its name gets its row again: the
 * new agent takes over with the next epoch. Older tokens of the machine are void.
 * @throws AppError `not-found` for a customer or contract that is not the caller's; `conflict` for a machine in quarantine.
 */
export async function createEnrolment(
  tx: Tx,
  ask: EnrolmentAsk,
  joinContract: ServerParts["joinContract"],
  actor: AuditActor,
  nowMs: number,
): Promise<{ enrolment: Enrolment; token: string }> {
  const hostname = ask.hostname.toLowerCase();
  const customer = await tx
    .selectFrom("customer")
    .select("id")
    .where("id", "=", ask.customerId)
    .executeTakeFirst();
  if (!customer) throw new AppError("not-found", "no such customer");
  const serverId = await takeServer(tx, ask.customerId, hostname, nowMs);
  if (ask.contractId !== null)
    await joinContract(tx, { contractId: ask.contractId, serverId }, actor);
  const now = new Date(nowMs);
  await tx
    .updateTable("enrolment")
    .set({ revoked_at: now })
    .where("server_id", "=", serverId)
    .where("used_at", "is", null)
    .where("revoked_at", "is", null)
    .execute();
  const token = newToken("dvj");
  const row = {
    id: newId(nowMs),
    customer_id: ask.customerId,
    server_id: serverId,
    contract_id: ask.contractId,
    hostname,
    token_hash: hashSecret(token),
    created_at: now,
    expires_at: new Date(nowMs + ENROLMENT_LIFE_SECONDS * 1000),
    used_at: null,
    used_by_key: null,
    revoked_at: null,
  };
  await tx.insertInto("enrolment").values(row).execute();
  await recordAudit(
    tx,
    {
      actor,
      customerId: ask.customerId,
      action: "enrolment.create",
      object: `server:${serverId}`,
      detail: { enrolmentId: row.id, hostname, contractId: ask.contractId },
    },
    now,
  );
  return { enrolment: viewEnrolment(row), token };
}

async function takeServer(
  tx: Tx,
  customerId: string,
  hostname: string,
  nowMs: number,
): Promise<string> {
  const known = await tx
    .selectFrom("server")
    .select(["id", "state"])
    .where("customer_id", "=", customerId)
    .where("hostname", "=", hostname)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (known?.state === "quarantined")
    throw new AppError("conflict", `${hostname} is quarantined; release it first`);
  if (known) return known.id;
  const id = newId(nowMs);
  await tx
    .insertInto("server")
    .values({ id, customer_id: customerId, hostname, state_since: new Date(nowMs) })
    .execute();
  return id;
}

type EnrolmentRow = {
  id: string;
  customer_id: string;
  server_id: string;
  hostname: string;
  expires_at: Date;
  used_at: Date | null;
};

export function viewEnrolment(row: EnrolmentRow): Enrolment {
  return {
    id: row.id,
    serverId: row.server_id,
    hostname: row.hostname,
    customerId: row.customer_id,
    expiresAtMs: row.expires_at.getTime(),
    usedAtMs: row.used_at?.getTime() ?? null,
  };
}
