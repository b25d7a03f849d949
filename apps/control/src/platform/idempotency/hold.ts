import { AsyncLocalStorage } from "node:async_hooks";
import { sql } from "kysely";
import type { Tx } from "../database/index.ts";
import { AppError } from "../errors/index.ts";

/** One attempt at a request that carries an idempotency key. */
export type Hold = { readonly actor: string; readonly key: string; readonly holder: string };

const holds = new AsyncLocalStorage<Hold>();

/** Runs an attempt's work; what it changes is known to be this attempt's. */
export function holding<T>(hold: Hold, work: () => Promise<T>): Promise<T> {
  return holds.run(hold, work);
}

/**
 * Notes, in the transaction of a change, that the attempt which makes it took effect. An attempt that was taken for dead and
 * replaced meanwhile changes nothing any more (R11). Does nothing outside of attempts.
 * @throws AppError `conflict` for a replaced attempt; the transaction is rolled back by it.
 */
export async function markEffect(tx: Tx): Promise<void> {
  const hold = holds.getStore();
  if (!hold) return;
  const { numAffectedRows } = await sql`
    update idempotent_answer set effect_at = now()
    where actor = ${hold.actor} and key = ${hold.key} and holder = ${hold.holder}`.execute(tx);
  if (numAffectedRows === 1n) return;
  throw new AppError("conflict", "this request took too long and was sent again meanwhile", {
    reason: "idempotency-key-taken-over",
  });
}
