import { freezeMonth, type MonthAvailability } from "@driftvakt/domain/availability";
import { addMonths, monthInterval, monthOf } from "@driftvakt/domain/calendar";
import { sql } from "kysely";
import type { Tx } from "../../platform/database/index.ts";
import { judgeMachine } from "./judge-machine.ts";
import { readMachines } from "./read-machines.ts";
import "./tables.ts";

const DAY_MS = 24 * 3600 * 1000;
/** An agent keeps 72 hours: a day after those have come in, a month is what it is. */
export const SETTLES_AFTER_MS = 4 * DAY_MS;
const AT_ONCE = 200;

/**
 * Freezes the months that are settled: what was reported stands, whatever is found out later (R18). Done twice it changes
 * nothing.
 * @returns how many were frozen, at most `AT_ONCE`; none: all of them are.
 */
export async function freezeSettledMonths(
  tx: Tx,
  timeZone: string,
  nowMs: number,
): Promise<number> {
  const month = addMonths(monthOf(timeZone, nowMs - SETTLES_AFTER_MS), -1);
  const period = monthInterval(timeZone, month);
  const ids = await listUnfrozen(tx, month, period);
  if (ids.length === 0) return 0;
  const machines = await readMachines(tx, ids, period);
  const frozenAt = Temporal.Instant.fromEpochMilliseconds(nowMs);
  const window = { kind: "month", month } as const;
  const rows = [...machines].flatMap(([serverId, machine]) => {
    const contract = machine.bindings.at(-1);
    if (!contract) return [];
    const { judged } = judgeMachine(machine, window, timeZone, nowMs);
    const { result } = freezeMonth(judged, frozenAt);
    return [{ customerId: contract.customerId, contractId: contract.contractId, serverId, result }];
  });
  for (const { customerId, contractId, serverId, result } of rows) {
    await tx
      .insertInto("frozen_month")
      .values({
        customer_id: customerId,
        contract_id: contractId,
        server_id: serverId,
        month,
        result: JSON.stringify(result),
        frozen_at: new Date(nowMs),
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
  return rows.length;
}

/** Machines that were under a contract in the month; only those can be frozen, so that none stands in the way of others. */
async function listUnfrozen(
  tx: Tx,
  month: string,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): Promise<string[]> {
  const { rows } = await sql<{ server_id: string }>`
    select distinct b.server_id from contract_server b join contract c on c.id = b.contract_id
    where greatest(b.bound_at, c.starts_at, ${new Date(fromMs)}) < least(b.freed_at, c.ends_at, ${new Date(toMs)})
      and not exists (select from frozen_month f where f.server_id = b.server_id and f.month = ${month})
    limit ${AT_ONCE}`.execute(tx);
  return rows.map((row) => row.server_id);
}

/** Months of machines as they were reported, by machine. */
export async function findFrozenMonths(
  tx: Tx,
  serverIds: readonly string[],
  month: string,
): Promise<ReadonlyMap<string, MonthAvailability>> {
  const { rows } = await sql<{ server_id: string; result: MonthAvailability }>`
    select server_id, result from frozen_month where server_id = any(${serverIds}::uuid[]) and month = ${month}`.execute(
    tx,
  );
  return new Map(rows.map((row) => [row.server_id, row.result]));
}
