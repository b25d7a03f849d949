import type { Recipient } from "@driftvakt/protocol/api";
import { recordAudit, type AuditActor } from "../../platform/audit/index.ts";
import type { Tx } from "../../platform/database/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import { bindServers } from "./bind-servers.ts";
import { appendContractStep } from "./contract-steps.ts";
import { getCatalogue } from "./load-catalogue.ts";
import { readChoices } from "./read-choices.ts";
import { listServerIds, lockContract } from "./repository.ts";
import type { Choices } from "./tables.ts";

export type ContractChange = {
  readonly serverIds?: readonly string[] | undefined;
  readonly recipients?: readonly Recipient[] | undefined;
  readonly choices?: Choices | undefined;
};

/**
 * Changes an active contract. @returns the machines to compile for.
 * @throws AppError `not-found`, `conflict` for an ended contract.
 */
export async function changeContract(
  tx: Tx,
  contractId: string,
  change: ContractChange,
  actor: AuditActor,
  nowMs: number,
): Promise<string[]> {
  const contract = await lockContract(tx, contractId);
  if (!contract) throw new AppError("not-found", "no such contract");
  if (contract.state !== "active")
    throw new AppError(
      "conflict",
      `this contract is ${contract.state}; only an active one is changed`,
    );
  const now = new Date(nowMs);
  const touched = new Set(
    change.serverIds ? await bindServers(tx, contract, change.serverIds, now) : [],
  );
  if (change.recipients) {
    await tx
      .updateTable("contract")
      .set({ recipients: JSON.stringify(change.recipients) })
      .where("id", "=", contractId)
      .execute();
  }
  if (change.choices) {
    const catalogue = await getCatalogue(tx, contract.catalogue_id, contract.catalogue_version);
    const { level, choices } = readChoices(change.choices, catalogue, contract.plan_id);
    await tx
      .updateTable("contract")
      .set({ level_id: level, choices: JSON.stringify(choices) })
      .where("id", "=", contractId)
      .execute();
    for (const id of await listServerIds(tx, contractId)) touched.add(id);
  }
  await appendContractStep(tx, contract, {
    what: "changed",
    actor,
    at: now,
    detail: describeChange(contract, change),
  });
  await recordAudit(
    tx,
    {
      actor,
      customerId: contract.customer_id,
      action: "contract.change",
      object: `contract:${contractId}`,
      detail: { ...change },
    },
    now,
  );
  return [...touched];
}

/**
 * What was changed, for the contract's history, in words that the portal translates: `serverIds, recipients, level=a>b,
 * users=2>5`. An option that is not booked is told from one that is by an empty side.
 */
function describeChange(
  before: { readonly level_id: string | null; readonly choices: Choices },
  { serverIds, recipients, choices }: ContractChange,
): string {
  const old: Choices = { ...(before.level_id && { level: before.level_id }), ...before.choices };
  const shown = (value: Choices[string] | undefined) =>
    value === undefined || value === false || value === 0 ? "" : String(value);
  const ids = choices
    ? [...new Set([...Object.keys(old), ...Object.keys(choices)])].toSorted()
    : [];
  return [
    ...(serverIds ? ["serverIds"] : []),
    ...(recipients ? ["recipients"] : []),
    ...ids
      .filter((id) => shown(old[id]) !== shown(choices?.[id]))
      .map((id) => `${id}=${shown(old[id])}>${shown(choices?.[id])}`),
  ].join(", ");
}

/** Ends a contract: its machines are freed, nothing is promised and nothing may be done from then on. */
export async function endContract(
  tx: Tx,
  contractId: string,
  end: { endsAtMs: number; reason: string },
  actor: AuditActor,
  nowMs: number,
): Promise<string[]> {
  const contract = await lockContract(tx, contractId);
  if (!contract) throw new AppError("not-found", "no such contract");
  if (contract.state === "ended") throw new AppError("conflict", "this contract has ended already");
  if (end.endsAtMs > nowMs)
    throw new AppError("invalid", "a contract ends now or has ended; for a later day end it then");
  if (end.endsAtMs < contract.starts_at.getTime())
    throw new AppError("invalid", "a contract cannot end before it starts");
  const now = new Date(nowMs);
  const touched = await bindServers(tx, contract, [], now);
  await tx
    .updateTable("contract")
    .set({ state: "ended", ends_at: new Date(end.endsAtMs) })
    .where("id", "=", contractId)
    .execute();
  await appendContractStep(tx, contract, { what: "ended", actor, at: now, detail: end.reason });
  await recordAudit(
    tx,
    {
      actor,
      customerId: contract.customer_id,
      action: "contract.end",
      object: `contract:${contractId}`,
      detail: { reason: end.reason },
    },
    now,
  );
  return touched;
}
