import { sql, type Kysely, type Transaction } from "kysely";
import { pipelined } from "./pipelined.ts";
import { preparedAhead } from "./prepared.ts";
import type { Database } from "./schema.ts";

/** On whose behalf a transaction runs: one customer's (by id), or the provider's, who sees all. */
export type Scope = { readonly customerId: string } | "provider";

/** A transaction that row-level security lets see one scope. Repositories take it first. */
export type Tx = Transaction<Database>;

/**
 * Runs `work` in one transaction under a scope. The setting is local to the transaction, so that a pooled
 * connection never carries one customer's scope to the next caller. Without it the database shows no rows. Neither the
 * transaction's beginning nor its scope is waited for: both stand in front of the first question on the connection. What
 * `work` asks together goes out together (`pipelined`).
 */
export function inScope<T>(
  db: Kysely<Database>,
  scope: Scope,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  return db.transaction().execute(async (tx) => {
    await sql`${preparedAhead}select set_config('app.customer', ${scope === "provider" ? "provider" : scope.customerId}, true)`.execute(
      tx,
    );
    return pipelined(tx, work);
  });
}
