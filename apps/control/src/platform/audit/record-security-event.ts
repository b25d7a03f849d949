import type { Tx } from "../database/index.ts";
import { newId } from "../ids/index.ts";

export type SecurityEvent = {
  readonly kind: string;
  readonly customerId?: string | null;
  readonly serverId?: string | null;
  readonly detail: Record<string, unknown>;
};

/** Puts a refusal or oddity on record. Call it in a transaction of its own when the caller's is rolled back. */
export async function recordSecurityEvent(tx: Tx, event: SecurityEvent): Promise<void> {
  await tx
    .insertInto("security_event")
    .values({
      id: newId(),
      kind: event.kind,
      customer_id: event.customerId ?? null,
      server_id: event.serverId ?? null,
      detail: JSON.stringify(event.detail),
    })
    .execute();
}
