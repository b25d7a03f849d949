import { sql } from "kysely";
import pg from "pg";

const MARK = "/* prepared */";

/**
 * Put in front of a statement whose text never varies, it has each connection parse and plan it once instead of at every
 * run. Only for fixed texts: a connection keeps all that it ever prepared.
 */
export const prepared = sql.raw(MARK);

/** Names by text; as many as there are such statements in the source. */
const names = new Map<string, string>();

function nameOf(text: string): string {
  const known = names.get(text);
  if (known !== undefined) return known;
  const name = `prepared_${names.size + 1}`;
  names.set(text, name);
  return name;
}

/** A connection that sends marked statements by name. */
export class PreparingClient extends pg.Client {
  override query(...args: unknown[]): never {
    const [text, values, ...rest] = args;
    const isMarked = typeof text === "string" && text.startsWith(MARK);
    const query = isMarked ? [{ name: nameOf(text), text, values }, ...rest] : args;
    return Reflect.apply(super.query, this, query) as never;
  }
}
