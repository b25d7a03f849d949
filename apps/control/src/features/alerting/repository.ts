import { sql } from "kysely";
import type { Tx } from "../../platform/database/index.ts";
import "./tables.ts";

export function lockAlert(tx: Tx, alertId: string) {
  return tx
    .selectFrom("alert")
    .selectAll()
    .where("id", "=", alertId)
    .forUpdate()
    .executeTakeFirst();
}

/** Adds to an alert's time line. */
export async function appendAlertStep(
  tx: Tx,
  alert: { id: string; customer_id: string },
  step: { at: Date; what: string; detail: string },
): Promise<void> {
  await sql`
    insert into alert_step (customer_id, alert_id, number, at, what, detail)
    select ${alert.customer_id}::uuid, ${alert.id}::uuid, coalesce(max(number), 0) + 1, ${step.at}, ${step.what}, ${step.detail}
    from alert_step where alert_id = ${alert.id}::uuid`.execute(tx);
}
