import type { ContractForm } from "@driftvakt/protocol/api";
import { recordAudit, type AuditActor } from "../../platform/audit/index.ts";
import type { Tx } from "../../platform/database/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import { bindServers } from "./bind-servers.ts";
import { appendContractStep } from "./contract-steps.ts";
import { lockContract } from "./repository.ts";

/** The customer accepts an offer. @throws AppError `not-found`, `conflict` for anything but an offer. */
export async function orderContract(
  tx: Tx,
  contractId: string,
  actor: AuditActor,
  nowMs: number,
): Promise<void> {
  const contract = await lockContract(tx, contractId);
  if (!contract) throw new AppError("not-found", "no such contract");
  if (contract.state !== "offered") {
    throw new AppError(
      "conflict",
      `this contract is ${contract.state}; only an offer can be ordered`,
    );
  }
  const now = new Date(nowMs);
  await tx.updateTable("contract").set({ state: "ordered" }).where("id", "=", contractId).execute();
  await appendContractStep(tx, contract, { what: "ordered", actor, at: now });
  await recordAudit(
    tx,
    {
      actor,
      customerId: contract.customer_id,
      action: "contract.order",
      object: `contract:${contractId}`,
      detail: {},
    },
    now,
  );
}

/**
 * The provider confirms: the contract is active from now on, and how it came about is on record (ba-01).
 * @returns the machines to compile for.
 * @throws AppError `not-found`, `conflict`, and what `bindServers` throws.
 */
export async function confirmContract(
  tx: Tx,
  contractId: string,
  conclusion: { form: ContractForm; reference: string },
  actor: AuditActor,
  nowMs: number,
): Promise<string[]> {
  const contract = await lockContract(tx, contractId);
  if (!contract) throw new AppError("not-found", "no such contract");
  if (contract.state !== "offered" && contract.state !== "ordered") {
    throw new AppError("conflict", `this contract is ${contract.state} already`);
  }
  if (contract.state === "offered" && conclusion.form === "accepted-offer") {
    throw new AppError(
      "conflict",
      "the customer has not accepted this offer; name another form, or wait for the order",
    );
  }
  const now = new Date(nowMs);
  const startsAt = contract.starts_at.getTime() < nowMs ? now : contract.starts_at;
  await tx
    .updateTable("contract")
    .set({ state: "active", form: conclusion.form, starts_at: startsAt, offered_server_ids: null })
    .where("id", "=", contractId)
    .execute();
  const touched = await bindServers(tx, contract, contract.offered_server_ids ?? [], now);
  await appendContractStep(tx, contract, {
    what: "active",
    actor,
    at: now,
    detail: [conclusion.form, conclusion.reference].filter(Boolean).join(": "),
  });
  await recordAudit(
    tx,
    {
      actor,
      customerId: contract.customer_id,
      action: "contract.confirm",
      object: `contract:${contractId}`,
      detail: { ...conclusion },
    },
    now,
  );
  return touched;
}
