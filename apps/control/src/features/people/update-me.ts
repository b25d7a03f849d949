import type { Tx } from "../../platform/database/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import { recordAudit, type AuditActor } from "../../platform/audit/index.ts";
import { requireTimeZone } from "../../platform/time-zone/index.ts";
import { lockPerson } from "./repository.ts";

export type MyChanges = {
  readonly name?: string | undefined;
  readonly locale?: string | undefined;
  readonly timeZone?: string | undefined;
};

/** Changes what a person may change of itself. */
export async function updateMe(
  tx: Tx,
  personId: string,
  changes: MyChanges,
  actor: AuditActor,
): Promise<void> {
  const person = await lockPerson(tx, personId);
  if (!person) throw new AppError("not-found", "no such person");
  if (changes.timeZone !== undefined) requireTimeZone(changes.timeZone);
  const name = changes.name ?? person.name;
  await tx
    .updateTable("person")
    .set({
      name,
      locale: changes.locale ?? person.locale,
      time_zone: changes.timeZone ?? person.time_zone,
    })
    .where("id", "=", personId)
    .execute();
  await tx.updateTable("sign_in.user").set({ name }).where("id", "=", personId).execute();
  await recordAudit(tx, {
    actor,
    customerId: person.customer_id,
    action: "person.update",
    object: `person:${personId}`,
    detail: { ...changes },
  });
}
