import type { RouteOutput } from "../../platform/http/index.ts";
import type { Tx } from "../../platform/database/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import { findAlertView } from "./list-alerts.ts";

/** An alert with its time line and what was sent to whom. */
export async function getAlert(tx: Tx, alertId: string): Promise<RouteOutput<"alerts.get">> {
  const alert = await findAlertView(tx, alertId);
  if (!alert) throw new AppError("not-found", "no such alert");
  const steps = await tx
    .selectFrom("alert_step")
    .selectAll()
    .where("alert_id", "=", alertId)
    .orderBy("number")
    .execute();
  const sent = await tx
    .selectFrom("notification")
    .leftJoin("mail", "mail.id", "notification.mail_id")
    .select([
      "notification.id",
      "notification.channel",
      "notification.recipient",
      "notification.kind",
      "notification.created_at",
      "notification.mail_id",
    ])
    .select(["mail.state", "mail.sent_at", "mail.attempts", "mail.error"])
    .where("notification.alert_id", "=", alertId)
    .orderBy("notification.created_at")
    .execute();
  return {
    alert,
    timeline: steps.map((step) => ({
      atMs: step.at.getTime(),
      what: step.what,
      detail: step.detail,
    })),
    notifications: sent.map((row) => ({
      id: row.id,
      channel: row.channel,
      recipient: row.recipient,
      kind: row.kind,
      state: row.state ?? "waiting",
      createdAtMs: row.created_at.getTime(),
      sentAtMs: row.sent_at?.getTime() ?? null,
      attempts: row.attempts ?? 0,
      error: row.error,
      mailId: row.mail_id,
    })),
  };
}
