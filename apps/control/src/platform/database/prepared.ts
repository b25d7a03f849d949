import { sql } from "kysely";

const PREPARED = "/* prepared */";
const AHEAD = "/* ahead */";

/**
 * Put in front of a statement whose text never varies, it has each connection parse and plan it once instead of at every
 * run. Only for fixed texts: a connection keeps all that it ever prepared.
 */
export const prepared = sql.raw(PREPARED);

/**
 * The same for a statement without an answer that anybody needs, inside a transaction: it is sent, and nobody waits.
 * What follows on the connection runs after it, and fails where it failed.
 */
export const preparedAhead = sql.raw(AHEAD);

export function isPrepared(text: string): boolean {
  return text.startsWith(PREPARED) || text.startsWith(AHEAD);
}

/** So does the statement that opens a transaction: without one, what follows sees no rows and may write none. */
export function isAhead(text: string): boolean {
  return text === "begin" || text.startsWith(AHEAD);
}
