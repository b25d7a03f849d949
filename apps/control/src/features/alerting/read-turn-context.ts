import type { CheckEvent } from "@driftvakt/protocol/agent";
import { sql } from "kysely";
import { prepared, type Tx } from "../../platform/database/index.ts";
import type { OpenAlert } from "./plan-turn.ts";

export type TurnContext = {
  readonly open: OpenAlert | undefined;
  /** Who was told what of the open incident: `kind state recipient`. */
  readonly told: ReadonlySet<string>;
};

type Row = {
  alert: OpenAlert | null;
  told: string[] | null;
};

/** Reads what is known of a check's incident, and locks it; one round trip, because an alarm waits for it. */
export async function readTurnContext(
  tx: Tx,
  serverId: string,
  { check }: CheckEvent,
): Promise<TurnContext> {
  const { rows } = await sql<Row>`${prepared}
    with open as (
      select * from alert where server_id = ${serverId} and check_id = ${check} and closed_at is null for update
    )
    select (select to_jsonb(open) from open) as alert,
      (select array_agg(kind || ' ' || told_state || ' ' || recipient) from notification
       where alert_id = (select id from open)) as told`.execute(tx);
  const row = rows[0]!;
  return {
    open: row.alert ? revive(row.alert) : undefined,
    told: new Set(row.told),
  };
}

/** Times come out of JSON as text. */
function revive(alert: OpenAlert): OpenAlert {
  const date = (value: Date | null) => value && new Date(value);
  return {
    ...alert,
    opened_at: new Date(alert.opened_at),
    closed_at: date(alert.closed_at),
    acknowledged_at: date(alert.acknowledged_at),
  };
}
