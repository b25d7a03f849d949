import type { CheckEvent } from "@driftvakt/protocol/agent";
import { sql, type RawBuilder } from "kysely";
import { prepared, type Tx } from "../../platform/database/index.ts";
import type { AlarmRouting } from "../contracts/index.ts";
import type { TurnPlan } from "./plan-turn.ts";
import "./tables.ts";

type Incident = {
  readonly alertId: string;
  readonly plan: TurnPlan;
  readonly event: CheckEvent;
  readonly routing: AlarmRouting | undefined;
  readonly flapping: boolean;
};

/** Puts what a plan says on record, incident and time line in one statement. */
export async function writeIncident(
  tx: Tx,
  server: { readonly id: string; readonly customerId: string },
  incident: Incident,
): Promise<void> {
  const { alertId, plan } = incident;
  const change = plan.incident === "open" ? insertAlert(server, incident) : updateAlert(incident);
  const step = plan.steps[0]!;
  await sql`${prepared}
    with changed as (${change})
    insert into alert_step (customer_id, alert_id, number, at, what, detail)
    select ${server.customerId}::uuid, ${alertId}::uuid, coalesce(max(number), 0) + 1, ${new Date(step.atMs)}, ${step.what}, ${step.detail}
    from alert_step where customer_id = ${server.customerId}::uuid and alert_id = ${alertId}::uuid`.execute(
    tx,
  );
}

function insertAlert(
  server: { readonly id: string; readonly customerId: string },
  { alertId, plan, event, routing, flapping }: Incident,
): RawBuilder<unknown> {
  return sql`
    insert into alert (id, customer_id, server_id, check_id, contract_id, state, worst, output, clauses, opened_at, late, flapping)
    values (${alertId}, ${server.customerId}, ${server.id}, ${event.check}, ${routing?.contractId ?? null}, ${event.to}, ${event.to},
      ${event.output}, ${event.clauses}, ${new Date(event.atMs)}, ${plan.late}, ${flapping})`;
}

/** A change of state undoes an acknowledgement that is not sticky. */
function updateAlert({ alertId, plan, event }: Incident): RawBuilder<unknown> {
  const at = new Date(event.atMs);
  const where = sql`where id = ${alertId}`;
  switch (plan.incident) {
    case "close":
      return sql`update alert set state = 'ok', flapping = false, closed_at = greatest(opened_at, ${at}) ${where}`;
    case "end-watch":
      return sql`update alert set closed_at = greatest(opened_at, ${at}) ${where}`;
    case "flap":
      return sql`update alert set flapping = true ${where}`;
    case "settle":
      return sql`update alert set flapping = false ${where}`;
    default:
      return sql`update alert set state = ${event.to}, output = ${event.output},
        worst = case when ${event.to} = 'critical' or (${event.to} = 'warning' and worst = 'unknown') then ${event.to} else worst end,
        acknowledged_by = case when acknowledgement_sticky then acknowledged_by end,
        acknowledged_at = case when acknowledgement_sticky then acknowledged_at end,
        acknowledgement_comment = case when acknowledgement_sticky then acknowledgement_comment end ${where}`;
  }
}
