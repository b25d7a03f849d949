import { existsSync, renameSync, rmSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { isDamaged, openDurable, transact } from "./database.ts";

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS record (
    seq INTEGER PRIMARY KEY, kind TEXT NOT NULL, at_ms INTEGER NOT NULL, tag TEXT NOT NULL,
    body TEXT NOT NULL, checksum INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS record_part ON record (tag) WHERE kind = 'event' AND tag <> '';
  CREATE TABLE IF NOT EXISTS layout (id TEXT PRIMARY KEY, keys TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS standing (id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
`;

/**
 * Opens the spool. A damaged file is set aside and what can still be read of it is taken over, row by row.
 * @returns the database and how many records could not be read.
 */
export function openOrSalvage(path: string): Readonly<{ database: DatabaseSync; lost: number }> {
  try {
    return { database: openChecked(path), lost: 0 };
  } catch (error) {
    if (!isDamaged(error)) throw error;
  }
  const aside = `${path}.damaged`;
  setAside(path, aside);
  const database = openChecked(path);
  return { database, lost: takeOver(aside, database) };
}

function openChecked(path: string): DatabaseSync {
  const database = openDurable(path);
  try {
    database.exec(SCHEMA);
    const row = database.prepare("PRAGMA quick_check(1)").get();
    if (row?.["quick_check"] !== "ok") throw Object.assign(new Error("damaged"), { errcode: 11 });
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function setAside(path: string, aside: string): void {
  for (const suffix of ["", "-wal", "-shm"]) {
    rmSync(aside + suffix, { force: true });
    if (existsSync(path + suffix)) renameSync(path + suffix, aside + suffix);
  }
}

const TABLES = { record: 6, layout: 2, standing: 2, meta: 2 } as const;

/** Reads by row number, so that one bad page costs only the rows on it. */
function takeOver(aside: string, into: DatabaseSync): number {
  let lost = 0;
  let from: DatabaseSync;
  try {
    from = new DatabaseSync(aside);
  } catch {
    renumber(into);
    return 1;
  }
  for (const [table, columns] of Object.entries(TABLES)) {
    const places = Array.from({ length: columns }, () => "?").join(", ");
    const insert = into.prepare(`INSERT OR REPLACE INTO ${table} VALUES (${places})`);
    transact(into, () => {
      lost += eachRow(from, table, (row) => insert.run(...(Object.values(row) as string[])));
    });
  }
  from.close();
  renumber(into);
  return lost;
}

/** @returns how many rows could not be read. */
function eachRow(
  from: DatabaseSync,
  table: string,
  take: (row: Record<string, unknown>) => void,
): number {
  const [low, high] = [edge(from, table, "ASC"), edge(from, table, "DESC")];
  if (low === undefined || high === undefined) return 1;
  let lost = 0;
  const one = from.prepare(`SELECT * FROM ${table} WHERE rowid = ?`);
  for (let id = low; id <= high; id++) {
    try {
      const row = one.get(id);
      if (row) take(row);
    } catch {
      lost += 1;
    }
  }
  return lost;
}

function edge(from: DatabaseSync, table: string, order: "ASC" | "DESC"): number | undefined {
  try {
    const row = from
      .prepare(`SELECT rowid AS id FROM ${table} ORDER BY rowid ${order} LIMIT 1`)
      .get();
    return row ? Number(row["id"]) : undefined;
  } catch {
    return undefined;
  }
}

/** Where the reserved number was lost, one that was never used is made of the clock: milliseconds outrun any count. */
function renumber(database: DatabaseSync): void {
  const known = database.prepare("SELECT value FROM meta WHERE name = 'reserved'").get();
  if (known) return;
  database.prepare("INSERT INTO meta (name, value) VALUES ('reserved', ?)").run(String(Date.now()));
}
