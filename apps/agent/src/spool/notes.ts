import type { DatabaseSync, StatementSync } from "node:sqlite";

/** A check's standing as text, kept in the same transaction as the event that tells of its change. */
export type StandingRow = Readonly<{ id: string; body: string }>;

type Table = "standing" | "layout" | "meta";
type Statements = Readonly<{ find: StatementSync; set: StatementSync; remove: StatementSync }>;

/**
 * What the spool keeps besides records, by name: standings, layouts, notes to itself. Changes lie in memory until the next
 * write and are seen at once, so that a full disk does not stop the agent.
 */
export class Notes {
  readonly #database: DatabaseSync;
  readonly #changed: Record<Table, Map<string, string | null>> = {
    standing: new Map(),
    layout: new Map(),
    meta: new Map(),
  };

  readonly #statements: Readonly<Record<Table, Statements>>;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#statements = {
      standing: prepare(database, "standing", "id", "body"),
      layout: prepare(database, "layout", "id", "keys"),
      meta: prepare(database, "meta", "name", "value"),
    };
  }

  find(table: Table, name: string): string | undefined {
    const changed = this.#changed[table].get(name);
    if (changed !== undefined) return changed ?? undefined;
    const row = this.#statements[table].find.get(name);
    return row ? String(row["text"]) : undefined;
  }

  /** @param text null takes the entry away. */
  set(table: Table, name: string, text: string | null): void {
    this.#changed[table].set(name, text);
  }

  listStandings(): readonly StandingRow[] {
    const rows = this.#database.prepare("SELECT id, body FROM standing").all();
    return rows.map((row) => ({ id: String(row["id"]), body: String(row["body"]) }));
  }

  get isChanged(): boolean {
    return Object.values(this.#changed).some(({ size }) => size > 0);
  }

  /** Writes what changed, inside the caller's transaction. `written` must follow once that is committed. */
  write(): void {
    for (const table of ["standing", "layout", "meta"] as const)
      for (const [name, text] of this.#changed[table]) this.#writeOne(table, name, text);
  }

  #writeOne(table: Table, name: string, text: string | null): void {
    const { set, remove } = this.#statements[table];
    if (text === null) remove.run(name);
    else set.run(name, text);
  }

  written(): void {
    for (const changes of Object.values(this.#changed)) changes.clear();
  }
}

function prepare(database: DatabaseSync, table: Table, key: string, text: string): Statements {
  return {
    find: database.prepare(`SELECT ${text} AS text FROM ${table} WHERE ${key} = ?`),
    set: database.prepare(`INSERT OR REPLACE INTO ${table} (${key}, ${text}) VALUES (?, ?)`),
    remove: database.prepare(`DELETE FROM ${table} WHERE ${key} = ?`),
  };
}
