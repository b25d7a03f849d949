import { sql } from "kysely";
import type { Tx } from "../../platform/database/index.ts";
import { HOST_CHECK, turnInterval } from "../alerting/index.ts";

type Row = { id: string; customer_id: string; state: string; at: Date };

/**
 * Begins the time line of machines that have enrolled and have none, from their enrolment, and ends that of machines
 * that were shut out or retired: only time inside it was observed.
 */
export async function beginWatching(tx: Tx): Promise<void> {
  const { rows } = await sql<Row>`
    select id, customer_id, state, case when state in ('retired', 'quarantined') then state_since else coalesce(enrolled_at, state_since) end as at
    from server left join lateral (
      select i.state as host from state_interval i
      where i.customer_id = server.customer_id and i.server_id = server.id and i.check_id = ${sql.lit(HOST_CHECK)} and i.to_ms is null
      limit 1
    ) as line on true
    where (state in ('up', 'unreachable', 'down') and (host is null or (host = 'gone' and state = 'up')))
      or (state in ('retired', 'quarantined') and host is not null and host <> 'gone')
    for no key update of server skip locked`.execute(tx);
  for (const row of rows) {
    await turnInterval(tx, {
      customerId: row.customer_id,
      serverId: row.id,
      checkId: HOST_CHECK,
      state: row.state === "retired" || row.state === "quarantined" ? "gone" : "ok",
      atMs: row.at.getTime(),
    });
  }
}
