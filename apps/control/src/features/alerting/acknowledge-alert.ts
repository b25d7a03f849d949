import { recordAudit, type AuditActor } from "../../platform/audit/index.ts";
import type { Tx } from "../../platform/database/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import { findAlarmRouting } from "../contracts/index.ts";
import type { AlertingParts } from "./apply-check-event.ts";
import { HOST_CHECK } from "./central-checks.ts";
import type { AlertMailFacts } from "./compose-alert-mail.ts";
import { tellRecipients } from "./notify.ts";
import type { OpenAlert } from "./plan-turn.ts";
import { appendAlertStep, lockAlert } from "./repository.ts";

/** Who takes a problem on; sticky: until it is over, else until its state changes. */
export type Acknowledgement = {
  readonly comment: string;
  readonly sticky: boolean;
  readonly actor: AuditActor;
};

/** Acknowledges an open problem and lets its recipients know that somebody is on it. @throws AppError `not-found`, `conflict` for one that is over. */
export async function acknowledgeAlert(
  tx: Tx,
  parts: Pick<AlertingParts, "bus" | "portalUrl">,
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
  await tellAcknowledged(tx, parts, alert, acknowledgement, nowMs);
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

/** Once a state: taking a problem on again tells nobody twice. */
async function tellAcknowledged(
  tx: Tx,
  parts: Pick<AlertingParts, "bus" | "portalUrl">,
  alert: OpenAlert,
  { actor, comment }: Acknowledgement,
  nowMs: number,
): Promise<void> {
  const routing = await findAlarmRouting(tx, alert.server_id);
  if (!routing) return;
  const server = await tx
    .selectFrom("server")
    .select("hostname")
    .where("id", "=", alert.server_id)
    .executeTakeFirstOrThrow();
  const sent = await tx
    .selectFrom("notification")
    .select(["kind", "told_state", "recipient"])
    .where("alert_id", "=", alert.id)
    .execute();
  const facts: AlertMailFacts = {
    state: alert.check_id === HOST_CHECK ? "down" : alert.state,
    hostname: server.hostname,
    check: alert.check_id,
    output: alert.output,
    clauses: alert.clauses,
    sinceMs: alert.opened_at.getTime(),
    timeZone: routing.timeZone,
    late: alert.late,
    acknowledgement: { byName: actor.name, comment },
    portalUrl: `${parts.portalUrl}/alerts/${alert.id}`,
  };
  const told = new Set(sent.map((row) => `${row.kind} ${row.told_state} ${row.recipient}`));
  const telling = { alertId: alert.id, customerId: alert.customer_id, facts, told };
  const { recipients } = routing;
  await tellRecipients(tx, parts.bus, { ...telling, kind: "acknowledgement", recipients }, nowMs);
}
