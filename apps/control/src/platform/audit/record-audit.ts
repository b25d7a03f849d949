import { createHash } from "node:crypto";
import { sql } from "kysely";
import type { Tx } from "../database/index.ts";
import { markEffect } from "../idempotency/index.ts";

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

export const AUDIT_GENESIS = "0".repeat(64);

/** The chain: an entry's hash covers the hash before it and its own exact text. `append_audit` computes the same. */
export function auditHash(prevHash: string, body: string): string {
  return createHash("sha256").update(prevHash).update("\n").update(body).digest("hex");
}

/**
 * Appends to the audit log in the caller's transaction: if it cannot be written, the change does not happen either.
 * Writers queue until the one before has committed, because each entry needs the hash of the one before: do it last.
 */
export async function recordAudit(tx: Tx, fact: AuditFact, at: Date = new Date()): Promise<void> {
  await markEffect(tx);
  const { actor, customerId, action, object, detail } = fact;
  const body = JSON.stringify({ actor, customerId, action, object, detail });
  await sql`select append_audit(${at}, ${customerId}, ${action}, ${object}, ${body})`.execute(tx);
}
