import { createHash } from "node:crypto";
import { sql } from "kysely";
import type { Tx } from "../database/index.ts";

/** Who did it: a person, an API key's owner, an agent, or the product itself. */
export type AuditActor = {
  readonly kind: "customer" | "technician" | "agent" | "system";
  readonly id: string;
  readonly name: string;
};

export type AuditFact = {
  readonly actor: AuditActor;
  readonly customerId: string | null;
  /** `noun.verb`, e.g. `mandate.issue`. */
  readonly action: string;
  /** `kind:id` of what was acted on. */
  readonly object: string;
  /** What changed; never a secret. */
  readonly detail: Record<string, unknown>;
};

const AUDIT_LOCK = 7_201_001;
export const AUDIT_GENESIS = "0".repeat(64);

/** The chain: an entry's hash covers the hash before it and its own exact text. */
export function auditHash(prevHash: string, body: string): string {
  return createHash("sha256").update(prevHash).update("\n").update(body).digest("hex");
}

/**
 * Appends to the audit log in the caller's transaction: if it cannot be written, the change does not happen either.
 * Writers queue on an advisory lock, because each entry needs the hash of the one before.
 */
export async function recordAudit(tx: Tx, fact: AuditFact, at: Date = new Date()): Promise<void> {
  await sql`select pg_advisory_xact_lock(${AUDIT_LOCK})`.execute(tx);
  const last = await tx
    .selectFrom("audit_entry")
    .select(["number", "hash"])
    .orderBy("number", "desc")
    .limit(1)
    .executeTakeFirst();
  const number = (last ? Number(last.number) : 0) + 1;
  const prevHash = last?.hash ?? AUDIT_GENESIS;
  const body = JSON.stringify({ number, atMs: at.getTime(), ...fact });
  await tx
    .insertInto("audit_entry")
    .values({
      number,
      at,
      customer_id: fact.customerId,
      action: fact.action,
      object: fact.object,
      body,
      prev_hash: prevHash,
      hash: auditHash(prevHash, body),
    })
    .execute();
}
