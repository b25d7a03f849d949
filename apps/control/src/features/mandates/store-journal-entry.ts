import { JOURNAL_GENESIS, journalHash, type JournalEvent } from "@driftvakt/protocol/agent";
import { recordSecurityEvent } from "../../platform/audit/index.ts";
import type { Tx } from "../../platform/database/index.ts";
import type { SpeakingServer } from "./apply-mandate-event.ts";
import "./tables.ts";

/**
 * Keeps our copy of an entry of an agent's journal. One that does not follow from the one before is kept all the same,
 * marked, and raised: a journal rewritten on the machine is worth knowing about.
 */
export async function storeJournalEntry(
  tx: Tx,
  server: SpeakingServer,
  entry: JournalEvent,
): Promise<void> {
  const key = { customer_id: server.customerId, server_id: server.id, epoch: server.epoch };
  const known = await tx
    .selectFrom("journal_entry")
    .select(["number", "hash"])
    .where("server_id", "=", server.id)
    .where("epoch", "=", server.epoch)
    .where("number", "in", [entry.number - 1, entry.number])
    .execute();
  const same = known.find((row) => Number(row.number) === entry.number);
  if (same?.hash === entry.hash) return;
  const previous =
    entry.number === 1
      ? JOURNAL_GENESIS
      : known.find((row) => Number(row.number) === entry.number - 1)?.hash;
  const holds =
    same === undefined &&
    previous === entry.prevHash &&
    journalHash(entry.prevHash, entry.body) === entry.hash;
  if (!holds) {
    await recordSecurityEvent(tx, {
      kind: "journal-broken",
      customerId: server.customerId,
      serverId: server.id,
      detail: { number: entry.number, rewritten: same !== undefined },
    });
  }
  if (same) return;
  await tx
    .insertInto("journal_entry")
    .values({
      ...key,
      number: entry.number,
      at: new Date(entry.atMs),
      body: entry.body,
      prev_hash: entry.prevHash,
      hash: entry.hash,
      holds,
    })
    .execute();
}
