import type { Recipient } from "@driftvakt/protocol/api";
import type { Tx } from "../../platform/database/index.ts";
import "./tables.ts";

export type AlarmRouting = {
  readonly contractId: string;
  readonly recipients: readonly Recipient[];
  readonly timeZone: string;
};

/** Who is to be told of a machine's alarms: the recipients chosen on its contract (srv-12). One query: an alarm waits for it. */
export async function findAlarmRouting(
  tx: Tx,
  serverId: string,
): Promise<AlarmRouting | undefined> {
  const row = await tx
    .selectFrom("contract_server")
    .innerJoin("contract", "contract.id", "contract_server.contract_id")
    .innerJoin("customer", "customer.id", "contract.customer_id")
    .select(["contract.id", "contract.recipients", "customer.time_zone"])
    .where("contract_server.server_id", "=", serverId)
    .where("contract_server.freed_at", "is", null)
    .where("contract.state", "=", "active")
    .executeTakeFirst();
  return row && { contractId: row.id, recipients: row.recipients, timeZone: row.time_zone };
}
