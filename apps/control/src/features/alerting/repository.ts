import { sql } from "kysely";
import type { Tx } from "../../platform/database/index.ts";
import "./tables.ts";

export function lockOpenAlert(tx: Tx, serverId: string, checkId: string) {
  return tx
    .selectFrom("alert")
    .selectAll()
    .where("server_id", "=", serverId)
    .where("check_id", "=", checkId)
    .where("closed_at", "is", null)
    .forUpdate()
    .executeTakeFirst();
}

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

/**
 * Ends the running interval of a check and begins the next. Word that comes late, about a time before the running
 * interval began, changes nothing here: it is merged by whoever replays it.
 */
export async function turnInterval(
  tx: Tx,
  turn: {
    customerId: string;
    serverId: string;
    checkId: string;
    state: string;
    atMs: number;
    alertId: string | null;
  },
): Promise<void> {
  await tx
    .updateTable("state_interval")
    .set({ to_ms: turn.atMs })
    .where("server_id", "=", turn.serverId)
    .where("check_id", "=", turn.checkId)
    .where("to_ms", "is", null)
    .where("from_ms", "<=", turn.atMs)
    .execute();
  await tx
    .insertInto("state_interval")
    .values({
      customer_id: turn.customerId,
      server_id: turn.serverId,
      check_id: turn.checkId,
      state: turn.state,
      from_ms: turn.atMs,
      to_ms: null,
      alert_id: turn.alertId,
    })
    .onConflict((conflict) =>
      conflict
        .columns(["customer_id", "server_id", "check_id", "from_ms"])
        .doUpdateSet({ state: turn.state, to_ms: null }),
    )
    .execute();
}
