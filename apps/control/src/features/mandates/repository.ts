import type { MandateState } from "@driftvakt/protocol/api";
import { sql } from "kysely";
import type { Tx } from "../../platform/database/index.ts";
import "./tables.ts";

/** States in which nothing more will happen. */
export const FINAL_STATES = [
  "succeeded",
  "failed",
  "refused",
  "expired",
  "cancelled",
] as const satisfies MandateState[];

export function findMandate(tx: Tx, mandateId: string) {
  return tx
    .selectFrom("mandate")
    .innerJoin("server", "server.id", "mandate.server_id")
    .selectAll("mandate")
    .select("server.hostname")
    .where("mandate.id", "=", mandateId)
    .executeTakeFirst();
}

/** Takes the row lock: an agent's word and a person's cancelling never cross. */
export function lockMandate(tx: Tx, mandateId: string) {
  return tx
    .selectFrom("mandate")
    .selectAll()
    .where("id", "=", mandateId)
    .forUpdate()
    .executeTakeFirst();
}

/** Mandates that the agent still has to be told of, oldest first. */
export function listUndelivered(tx: Tx, serverId: string, epoch: number, now: Date) {
  return tx
    .selectFrom("mandate")
    .selectAll()
    .where("server_id", "=", serverId)
    .where("epoch", "=", epoch)
    .where("state", "in", ["issued", "delivered"])
    .where("expires_at", ">", now)
    .orderBy("sequence")
    .limit(100)
    .forUpdate()
    .execute();
}

/** The agent is about to be told; from here on only it can say what happens. */
export async function markDelivered(
  tx: Tx,
  mandate: { id: string; customer_id: string; state: MandateState },
  at: Date,
): Promise<void> {
  if (mandate.state !== "issued") return;
  await tx
    .updateTable("mandate")
    .set({ state: "delivered" })
    .where("id", "=", mandate.id)
    .execute();
  await appendStep(tx, mandate, { at, stage: "delivered", detail: "" });
}

/** The next sequence number of a machine's epoch; the machine's row must be locked by the caller. */
export async function nextSequence(tx: Tx, serverId: string, epoch: number): Promise<number> {
  const row = await tx
    .selectFrom("mandate")
    .select(({ fn }) => fn.max("sequence").as("last"))
    .where("server_id", "=", serverId)
    .where("epoch", "=", epoch)
    .executeTakeFirst();
  return Number(row?.last ?? 0) + 1;
}

/** Adds to a mandate's course. */
export async function appendStep(
  tx: Tx,
  mandate: { id: string; customer_id: string },
  step: { at: Date; stage: string; detail: string },
): Promise<void> {
  await sql`
    insert into mandate_step (customer_id, mandate_id, number, at, stage, detail)
    select ${mandate.customer_id}::uuid, ${mandate.id}::uuid, coalesce(max(number), 0) + 1, ${step.at}, ${step.stage}, ${step.detail}
    from mandate_step where mandate_id = ${mandate.id}::uuid`.execute(tx);
}

export function listSteps(tx: Tx, mandateId: string) {
  return tx
    .selectFrom("mandate_step")
    .selectAll()
    .where("mandate_id", "=", mandateId)
    .orderBy("number")
    .execute();
}
