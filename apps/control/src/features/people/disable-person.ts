import { recordAudit, type AuditActor } from "../../platform/audit/index.ts";
import type { Tx } from "../../platform/database/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import { endSessions, lockPerson } from "./repository.ts";

/** Disables a person: no sign-in, all sessions, links and API keys dead at once (A08). */
export async function disablePerson(
  tx: Tx,
  personId: string,
  actor: AuditActor,
  nowMs: number,
): Promise<void> {
  const person = await lockPerson(tx, personId);
  if (!person) throw new AppError("not-found", "no such person");
  if (person.id === actor.id) throw new AppError("conflict", "you cannot disable yourself");
  if (person.role === "owner") await requireAnotherOwner(tx, personId);
  await tx
    .updateTable("person")
    .set({ disabled_at: person.disabled_at ?? new Date(nowMs) })
    .where("id", "=", personId)
    .execute();
  await endSessions(tx, personId);
  await recordAudit(tx, {
    actor,
    customerId: person.customer_id,
    action: "person.disable",
    object: `person:${personId}`,
    detail: {},
  });
}

export async function enablePerson(tx: Tx, personId: string, actor: AuditActor): Promise<void> {
  const person = await lockPerson(tx, personId);
  if (!person) throw new AppError("not-found", "no such person");
  await tx.updateTable("person").set({ disabled_at: null }).where("id", "=", personId).execute();
  await recordAudit(tx, {
    actor,
    customerId: person.customer_id,
    action: "person.enable",
    object: `person:${personId}`,
    detail: {},
  });
}

async function requireAnotherOwner(tx: Tx, personId: string): Promise<void> {
  const owners = await tx
    .selectFrom("person")
    .select("id")
    .where("role", "=", "owner")
    .where("disabled_at", "is", null)
    .forUpdate()
    .execute();
  if (!owners.some((owner) => owner.id !== personId)) {
    throw new AppError("conflict", "this is the last owner; invite another one first");
  }
}
