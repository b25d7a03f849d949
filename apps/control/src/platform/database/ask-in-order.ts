import type { Compilable } from "kysely";
import type { Tx } from "./scope.ts";

type Asked<Q extends readonly Compilable<unknown>[]> = {
  [K in keyof Q]: Q[K] extends Compilable<infer Row> ? Row[] : never;
};

/**
 * Sends statements one behind the other and waits once, for all their answers: the second sees what the first did, and
 * nothing of it needs a turn to the database and back. Where one fails the transaction has failed, and the first
 * failure is thrown.
 */
export async function askInOrder<const Q extends readonly Compilable<unknown>[]>(
  tx: Tx,
  queries: Q,
): Promise<Asked<Q>> {
  // All take the same way through the query builder to the connection, so that none overtakes another.
  const answers = await Promise.all(queries.map((query) => tx.executeQuery(query)));
  return answers.map(({ rows }) => rows) as Asked<Q>;
}
