import { recordAudit, type AuditActor } from "../../platform/audit/index.ts";
import type { Tx } from "../../platform/database/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import { bindServers } from "./bind-servers.ts";
import { listServerIds, lockContract } from "./repository.ts";

/**
 * Puts one more machine under a contract of its customer.
 * @throws AppError `not-found` for a contract that is not the caller's, and what `bindServers` throws.
 */
export async function joinContract(
  tx: Tx,
  join: { readonly contractId: string; readonly serverId: string },
  actor: AuditActor,
  nowMs: number,
): Promise<void> {
  const contract = await lockContract(tx, join.contractId);
  if (!contract || contract.state !== "active") {
    throw new AppError("not-found", "no such active contract");
  }
  const bound = await listServerIds(tx, contract.id);
  if (bound.includes(join.serverId)) return;
  await bindServers(tx, contract, [...bound, join.serverId], new Date(nowMs));
  await recordAudit(tx, {
    actor,
    customerId: contract.customer_id,
    action: "contract.join",
    object: `contract:${contract.id}`,
    detail: { serverId: join.serverId },
  });
}
