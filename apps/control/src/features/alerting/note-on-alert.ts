import { sql } from "kysely";
import type { Tx } from "../../platform/database/index.ts";
import type { Step } from "./plan-turn.ts";

/** Puts what was found out later on an incident's time line; a note of the same name is corrected instead of repeated. */
export async function noteOnAlert(tx: Tx, alertId: string, note: Step): Promise<void> {
  const { atMs, what, detail } = note;
  await sql`
    with corrected as (
      update alert_step set at = ${new Date(atMs)}, detail = ${detail} where alert_id = ${alertId} and what = ${what} returning 1
    )
    insert into alert_step (customer_id, alert_id, number, at, what, detail)
    select alert.customer_id, alert.id,
      (select coalesce(max(number), 0) + 1 from alert_step where alert_id = alert.id), ${new Date(atMs)}, ${what}, ${detail}
    from alert where alert.id = ${alertId} and not exists (select from corrected)`.execute(tx);
}
