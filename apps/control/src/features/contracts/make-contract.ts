import type { Recipient } from "@driftvakt/protocol/api";
import { sql } from "kysely";
import { recordAudit, type AuditActor } from "../../platform/audit/index.ts";
import type { Tx } from "../../platform/database/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { bindServers } from "./bind-servers.ts";
import { appendContractStep } from "./contract-steps.ts";
import { getActiveCatalogue } from "./load-catalogue.ts";
import { readChoices } from "./read-choices.ts";
import type { Choices } from "./tables.ts";

export type ContractOrder = {
  readonly customerId: string;
  readonly planId: string;
  readonly serverIds: readonly string[];
  readonly recipients: readonly Recipient[];
  readonly choices: Choices;
  /** An offer waits for the customer; a contract takes effect at once. */
  readonly as?: "offer" | "contract";
  readonly startsAtMs?: number | undefined;
  readonly actor: AuditActor;
};

/**
 * Brings a customer under contract, by the active catalogue.
 * @returns the contract's id and the machines to compile for.
 * @throws AppError `invalid` for an unknown plan or choice, and what `bindServers` throws.
 */
export async function makeContract(
  tx: Tx,
  order: ContractOrder,
  nowMs: number,
): Promise<{ id: string; touched: string[] }> {
  const catalogue = await getActiveCatalogue(tx);
  const { level, choices } = readChoices(order.choices, catalogue, order.planId);
  const customer = await tx
    .selectFrom("customer")
    .select("id")
    .where("id", "=", order.customerId)
    .executeTakeFirst();
  if (!customer) throw new AppError("not-found", "no such customer");
  const id = newId(nowMs);
  const number = await sql<{ n: number }>`select nextval('contract_number') as n`.execute(tx);
  const now = new Date(nowMs);
  const isOffer = order.as === "offer";
  const row = {
    id,
    customer_id: order.customerId,
    number: `C${String(number.rows[0]?.n ?? 0).padStart(5, "0")}`,
    catalogue_id: catalogue.id,
    catalogue_version: catalogue.version,
    plan_id: order.planId,
    level_id: level,
    state: isOffer ? ("offered" as const) : ("active" as const),
    form: isOffer ? null : ("confirmed-order" as const),
    offered_server_ids: isOffer ? JSON.stringify(order.serverIds) : null,
    starts_at: new Date(order.startsAtMs ?? nowMs),
    ends_at: null,
    recipients: JSON.stringify(order.recipients),
    choices: JSON.stringify(choices),
  };
  await tx.insertInto("contract").values(row).execute();
  const touched = await bindServers(tx, row, isOffer ? [] : order.serverIds, now);
  await appendContractStep(tx, row, {
    what: row.state === "offered" ? "offered" : "active",
    actor: order.actor,
    at: now,
  });
  await recordAudit(
    tx,
    {
      actor: order.actor,
      customerId: order.customerId,
      action: "contract.make",
      object: `contract:${id}`,
      detail: {
        plan: order.planId,
        level,
        choices,
        serverIds: order.serverIds,
        recipients: order.recipients.length,
      },
    },
    now,
  );
  return { id, touched };
}
