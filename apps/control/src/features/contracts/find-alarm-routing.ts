import type { Recipient } from "@driftvakt/protocol/api";
import type { Tx } from "../../platform/database/index.ts";
import { findContractOfServer } from "./repository.ts";

export type AlarmRouting = {
  readonly contractId: string;
  readonly recipients: readonly Recipient[];
  readonly timeZone: string;
};

/** Who is to be told of a machine's alarms: the recipients chosen on its contract (srv-12). */
export async function findAlarmRouting(
  tx: Tx,
  serverId: string,
): Promise<AlarmRouting | undefined> {
  const contract = await findContractOfServer(tx, serverId);
  if (!contract) return undefined;
  const customer = await tx
    .selectFrom("customer")
    .select("time_zone")
    .where("id", "=", contract.customer_id)
    .executeTakeFirst();
  return {
    contractId: contract.id,
    recipients: contract.recipients,
    timeZone: customer?.time_zone ?? "UTC",
  };
}
