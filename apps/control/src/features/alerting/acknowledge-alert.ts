import { recordAudit, type AuditActor } from "../../platform/audit/index.ts";
import type { Tx } from "../../platform/database/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import { appendAlertStep, lockAlert } from "./repository.ts";

/** Who takes a problem on; sticky: until it is over, else until its state changes. */
export type Acknowledgement = {
  readonly comment: string;
  readonly sticky: boolean;
  readonly actor: AuditActor;
};

/** Acknowledges an open problem. @throws AppError `not-found`, `conflict` for one that is over. */
export async function acknowledgeAlert(
  tx: Tx,
  alertId: string,
  acknowledgement: Acknowledgement,
  nowMs: number,
): Promise<void> {
  const alert = await lockOpen(tx, alertId);
  const { actor, comment, sticky } = acknowledgement;
  const now = new Date(nowMs);
  await tx
    .updateTable("alert")
    .set({
      acknowledged_by: JSON.stringify({ id: actor.id, name: actor.name }),
      acknowledged_at: now,
      acknowledgement_comment: comment,
      acknowledgement_sticky: sticky,
    })
    .where("id", "=", alertId)
    .execute();
  await appendAlertStep(tx, alert, {
    at: now,
    what: "acknowledged",
    detail: comment ? `${actor.name}: ${comment}` : actor.name,
  });
  await recordAudit(
    tx,
    {
      actor,
      customerId: alert.customer_id,
      action: "alert.acknowledge",
      object: `alert:${alertId}`,
      detail: { comment, sticky },
    },
    now,
  );
}

/** Takes an acknowledgement back. @throws AppError `not-found`, `conflict`. */
export async function unacknowledgeAlert(
  tx: Tx,
  alertId: string,
  actor: AuditActor,
  nowMs: number,
): Promise<void> {
  const alert = await lockOpen(tx, alertId);
  const now = new Date(nowMs);
  await tx
    .updateTable("alert")
    .set({
      acknowledged_by: null,
      acknowledged_at: null,
      acknowledgement_comment: null,
      acknowledgement_sticky: false,
    })
    .where("id", "=", alertId)
    .execute();
  await appendAlertStep(tx, alert, {
    at: now,
    what: "acknowledgement removed",
    detail: actor.name,
  });
  await recordAudit(
    tx,
    {
      actor,
      customerId: alert.customer_id,
      action: "alert.unacknowledge",
      object: `alert:${alertId}`,
      detail: {},
    },
    now,
  );
}

async function lockOpen(tx: Tx, alertId: string) {
  const alert = await lockAlert(tx, alertId);
  if (!alert) throw new AppError("not-found", "no such alert");
  if (alert.closed_at) throw new AppError("conflict", "this problem is over");
  return alert;
}
