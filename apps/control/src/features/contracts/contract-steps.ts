import { sql } from "kysely";
import type { AuditActor } from "../../platform/audit/index.ts";
import type { Tx } from "../../platform/database/index.ts";
import type { ContractStepTable } from "./tables.ts";

/** Adds to a contract's history, which is never changed (ba-01: how it came about is on record). */
export async function appendContractStep(
  tx: Tx,
  contract: { id: string; customer_id: string },
  step: { what: ContractStepTable["what"]; actor: AuditActor; detail?: string; at: Date },
): Promise<void> {
  const actor = JSON.stringify({ id: step.actor.id, name: step.actor.name, kind: step.actor.kind });
  await sql`
    insert into contract_step (customer_id, contract_id, number, at, what, actor, detail)
    select ${contract.customer_id}::uuid, ${contract.id}::uuid, coalesce(max(number), 0) + 1,
      ${step.at}, ${step.what}, ${actor}::jsonb, ${step.detail ?? ""}
    from contract_step where contract_id = ${contract.id}::uuid`.execute(tx);
}

export function listContractSteps(tx: Tx, contractId: string) {
  return tx
    .selectFrom("contract_step")
    .selectAll()
    .where("contract_id", "=", contractId)
    .orderBy("number")
    .execute();
}
