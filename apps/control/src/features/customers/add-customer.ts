import { recordAudit, type AuditActor } from "../../platform/audit/index.ts";
import type { Tx } from "../../platform/database/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { requireTimeZone } from "../../platform/time-zone/index.ts";

export type CustomerFacts = {
  readonly name: string;
  readonly locale: string;
  readonly timeZone: string;
};

/** Adds a customer. @returns its id. */
export async function addCustomer(
  tx: Tx,
  facts: CustomerFacts,
  actor: AuditActor,
  nowMs: number,
): Promise<string> {
  requireTimeZone(facts.timeZone);
  const id = newId(nowMs);
  await tx
    .insertInto("customer")
    .values({ id, name: facts.name, locale: facts.locale, time_zone: facts.timeZone })
    .execute();
  await recordAudit(tx, {
    actor,
    customerId: id,
    action: "customer.create",
    object: `customer:${id}`,
    detail: { ...facts },
  });
  return id;
}

export async function changeCustomer(
  tx: Tx,
  customerId: string,
  changes: { [K in keyof CustomerFacts]?: CustomerFacts[K] | undefined },
  actor: AuditActor,
): Promise<void> {
  const before = await tx
    .selectFrom("customer")
    .selectAll()
    .where("id", "=", customerId)
    .forUpdate()
    .executeTakeFirst();
  if (!before) throw new AppError("not-found", "no such customer");
  if (changes.timeZone !== undefined) requireTimeZone(changes.timeZone);
  await tx
    .updateTable("customer")
    .set({
      name: changes.name ?? before.name,
      locale: changes.locale ?? before.locale,
      time_zone: changes.timeZone ?? before.time_zone,
    })
    .where("id", "=", customerId)
    .execute();
  await recordAudit(tx, {
    actor,
    customerId,
    action: "customer.update",
    object: `customer:${customerId}`,
    detail: { ...changes },
  });
}
