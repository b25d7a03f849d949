import type { CheckEvent } from "@driftvakt/protocol/agent";
import { sql } from "kysely";
import type { Tx } from "../../platform/database/index.ts";
import type { OpenAlert } from "./plan-turn.ts";

export type TurnContext = {
  readonly open: OpenAlert | undefined;
  /** Who was told what of the open incident: `kind state recipient`. */
  readonly told: ReadonlySet<string>;
  readonly flapping: boolean;
  readonly superseded: boolean;
};

type Row = {
  alert: OpenAlert | null;
  told: string[] | null;
  flapping: boolean | null;
  hard_seq: number | null;
};

/** Reads all that decides about an event, and locks the open incident; one round trip, because an alarm waits for it. */
export async function readTurnContext(
  tx: Tx,
  serverId: string,
  event: CheckEvent,
  epoch: number | undefined,
): Promise<TurnContext> {
  const { rows } = await sql<Row>`
    with open as (
      select * from alert where server_id = ${serverId} and check_id = ${event.check} and closed_at is null for update
    ), standing as (
      select flapping, hard_seq from check_standing
      where server_id = ${serverId} and check_id = ${event.check} and epoch = ${epoch ?? -1}
    )
    select (select to_jsonb(open) from open) as alert,
      (select flapping from standing) as flapping, (select hard_seq from standing) as hard_seq,
      (select array_agg(kind || ' ' || told_state || ' ' || recipient) from notification
       where alert_id = (select id from open)) as told`.execute(tx);
  const row = rows[0]!;
  return {
    open: row.alert ? revive(row.alert) : undefined,
    told: new Set(row.told),
    flapping: row.flapping ?? false,
    superseded: (row.hard_seq ?? 0) > event.seq,
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
