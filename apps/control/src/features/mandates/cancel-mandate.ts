import { recordAudit, type AuditActor } from "../../platform/audit/index.ts";
import type { Tx } from "../../platform/database/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import { appendStep, lockMandate } from "./repository.ts";

/**
 * Cancels a mandate that no agent has been given yet. Once it was delivered only its outcome can tell what happened.
 * @throws AppError `not-found`, `conflict`.
 */
export async function cancelMandate(
  tx: Tx,
  mandateId: string,
  actor: AuditActor,
  nowMs: number,
): Promise<void> {
  const mandate = await lockMandate(tx, mandateId);
  if (!mandate) throw new AppError("not-found", "no such mandate");
  if (mandate.state !== "issued")
    throw new AppError(
      "conflict",
      `this mandate is ${mandate.state} and can no longer be cancelled`,
    );
  const now = new Date(nowMs);
  await tx
    .updateTable("mandate")
    .set({ state: "cancelled", finished_at: now })
    .where("id", "=", mandateId)
    .execute();
  await appendStep(tx, mandate, { at: now, stage: "cancelled", detail: actor.name });
  await recordAudit(
    tx,
    {
      actor,
      customerId: mandate.customer_id,
      action: "mandate.cancel",
      object: `mandate:${mandateId}`,
      detail: {},
    },
    now,
  );
}
