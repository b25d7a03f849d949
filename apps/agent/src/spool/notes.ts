import type { DatabaseSync } from "node:sqlite";

/** A check's standing as text, kept in the same transaction as the event that tells of its change. */
export type StandingRow = Readonly<{ id: string; body: string }>;

type Table = "standing" | "layout" | "meta";
const COLUMNS = {
  standing: ["id", "body"],
  layout: ["id", "keys"],
  meta: ["name", "value"],
} as const;

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

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  find(table: Table, name: string): string | undefined {
    const changed = this.#changed[table].get(name);
    if (changed !== undefined) return changed ?? undefined;
    const [key, text] = COLUMNS[table];
    const row = this.#database.prepare(`SELECT ${text} FROM ${table} WHERE ${key} = ?`).get(name);
    return row ? String(row[text]) : undefined;
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
    const [key, column] = COLUMNS[table];
    if (text === null) this.#database.prepare(`DELETE FROM ${table} WHERE ${key} = ?`).run(name);
    else
      this.#database
        .prepare(`INSERT OR REPLACE INTO ${table} (${key}, ${column}) VALUES (?, ?)`)
        .run(name, text);
  }

  written(): void {
    for (const changes of Object.values(this.#changed)) changes.clear();
  }
}
