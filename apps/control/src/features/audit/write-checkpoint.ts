import { seal, type Envelope } from "@driftvakt/protocol/envelope";
import type { Tx } from "../../platform/database/index.ts";
import type { SigningKey } from "../../platform/keys/index.ts";

/**
 * Signs the head of the chain. The caller writes it to the log, which belongs on another machine: then nobody can cut the end
 * off or write the whole chain anew without it showing.
 * @returns undefined when nothing was added since the last one.
 */
export async function writeCheckpoint(
  tx: Tx,
  signing: SigningKey,
  nowMs: number,
): Promise<Envelope | undefined> {
  const head = await tx
    .selectFrom("audit_entry")
    .select(["number", "hash"])
    .orderBy("number", "desc")
    .limit(1)
    .executeTakeFirst();
  if (!head) return undefined;
  const envelope = seal("audit-checkpoint", { ...head, atMs: nowMs }, signing.privateKey);
  const written = await tx
    .insertInto("audit_checkpoint")
    .values({
      number: head.number,
      at: new Date(nowMs),
      hash: head.hash,
      envelope: JSON.stringify(envelope),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning("number")
    .executeTakeFirst();
  return written && envelope;
}
