import type { Enrolment } from "@driftvakt/protocol/api";
import { recordAudit, type AuditActor } from "../../platform/audit/index.ts";
import type { Tx } from "../../platform/database/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import { viewEnrolment } from "./create-enrolment.ts";
import "./tables.ts";

/** Join tokens that wait, newest first. */
export async function listEnrolments(tx: Tx, nowMs: number): Promise<Enrolment[]> {
  const rows = await tx
    .selectFrom("enrolment")
    .select(["id", "customer_id", "server_id", "hostname", "expires_at", "used_at"])
    .where("used_at", "is", null)
    .where("revoked_at", "is", null)
    .where("expires_at", ">", new Date(nowMs))
    .orderBy("created_at", "desc")
    .limit(200)
    .execute();
  return rows.map(viewEnrolment);
}

/** Voids a join token. @throws AppError `not-found`, also for one that was used or voided already. */
export async function revokeEnrolment(
  tx: Tx,
  enrolmentId: string,
  actor: AuditActor,
  nowMs: number,
): Promise<void> {
  const now = new Date(nowMs);
  const row = await tx
    .updateTable("enrolment")
    .set({ revoked_at: now })
    .where("id", "=", enrolmentId)
    .where("used_at", "is", null)
    .where("revoked_at", "is", null)
    .returning(["customer_id", "server_id", "hostname"])
    .executeTakeFirst();
  if (!row) throw new AppError("not-found", "no such join token waits");
  await recordAudit(
    tx,
    {
      actor,
      customerId: row.customer_id,
      action: "enrolment.revoke",
      object: `server:${row.server_id}`,
      detail: { enrolmentId, hostname: row.hostname },
    },
    now,
  );
}
