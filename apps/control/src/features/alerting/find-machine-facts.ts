import type { EventName } from "@driftvakt/domain/catalogue";
import type { DecisionFacts } from "@driftvakt/domain/contract";
import { eventsOfProblem } from "@driftvakt/domain/promises";
import { sql } from "kysely";
import type { Tx } from "../../platform/database/index.ts";
import { AGENT_CHECK } from "./central-checks.ts";
import { OOM_CHECK } from "./take-machine-event.ts";
import "./tables.ts";

/**
 * How long a kill for want of memory still counts as holding, though it was over in a moment: longer than the days of
 * silence after which somebody may act on it (msp-24, msp-25).
 */
const KILL_HOLDS_MS = 7 * 24 * 3600 * 1000;

type MachineFacts = Required<Pick<DecisionFacts, "events" | "askedMs" | "answeredMs">>;

/**
 * What is on record about a machine when something is decided about it: the catalogue's events that hold now (srv-18),
 * the alarms its customer was sent, and when he answered (msp-24).
 */
export async function findMachineFacts(
  tx: Tx,
  serverId: string,
  nowMs: number,
): Promise<MachineFacts> {
  const alerts = await tx
    .selectFrom("alert")
    .select(["check_id as check", "state"])
    .where("server_id", "=", serverId)
    .where("closed_at", "is", null)
    .execute();
  const events = new Set<EventName>(await findInventoryEvents(tx, serverId));
  for (const { check, state } of alerts) {
    if (state === "ok") continue;
    if (check === AGENT_CHECK) events.add("agent.unreachable");
    for (const event of eventsOfProblem({ check, state })) events.add(event);
  }
  if (await wasKilledLately(tx, serverId, nowMs)) events.add("oom.killed");
  return { events: [...events].sort(), ...(await findCorrespondence(tx, serverId, nowMs)) };
}

/** What the agent's newest word on the system and its updates says. */
async function findInventoryEvents(tx: Tx, serverId: string): Promise<EventName[]> {
  const { rows } = await sql<{ restart: boolean | null; update: boolean | null }>`
    select bool_or(part = 'system' and items @> '[{"restartRequired": true}]') as restart,
      bool_or(part = 'updates' and jsonb_array_length(items) > 0) as update
    from inventory_part join server on server.id = inventory_part.server_id and server.epoch = inventory_part.epoch
    where inventory_part.server_id = ${serverId} and part in ('system', 'updates')`.execute(tx);
  return [
    ...(rows[0]?.restart ? (["restart.required"] as const) : []),
    ...(rows[0]?.update ? (["update.available"] as const) : []),
  ];
}

async function wasKilledLately(tx: Tx, serverId: string, nowMs: number): Promise<boolean> {
  const row = await tx
    .selectFrom("machine_event")
    .select("seq")
    .where("server_id", "=", serverId)
    .where("what", "=", OOM_CHECK)
    .where("at_ms", ">", nowMs - KILL_HOLDS_MS)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * Alarms of what still holds count as questions. The customer answers by taking one on, or by having
 * something done on the machine; what the provider's people do is no answer of his.
 */
async function findCorrespondence(
  tx: Tx,
  serverId: string,
  nowMs: number,
): Promise<Pick<MachineFacts, "askedMs" | "answeredMs">> {
  const { rows } = await sql<{ asked: boolean; at: Date }>`
    select true as asked, sent.created_at as at
    from notification sent join alert on alert.id = sent.alert_id
    where alert.server_id = ${serverId} and sent.kind = 'problem' and sent.channel = 'mail'
      and (alert.closed_at is null or (alert.check_id = ${OOM_CHECK} and alert.opened_at > ${new Date(nowMs - KILL_HOLDS_MS)}))
    union all
    select false, alert.acknowledged_at
    from alert join person on person.id::text = alert.acknowledged_by ->> 'id'
    where alert.server_id = ${serverId} and alert.acknowledged_at is not null and person.customer_id is not null
    union all
    select false, issued_at from mandate where server_id = ${serverId} and asked_by ->> 'kind' = 'customer'
    order by at`.execute(tx);
  const timesOf = (asked: boolean) =>
    rows.filter((row) => row.asked === asked).map(({ at }) => at.getTime());
  return { askedMs: timesOf(true), answeredMs: timesOf(false) };
}
