import { DatabaseSync } from "node:sqlite";

/**
 * Opens a database that survives power loss: a commit is on disk before it returns (FULL; with WAL, NORMAL would lose
 * the last commits). Another process of ours waits up to five seconds for its turn.
 */
export function openDurable(path: string): DatabaseSync {
  const database = new DatabaseSync(path);
  database.exec(
    "PRAGMA busy_timeout=5000; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-512; PRAGMA journal_size_limit=4194304;",
  );
  return database;
}

/** Runs `work` in one transaction; an error undoes all of it. */
export function transact<T>(database: DatabaseSync, work: () => T): T {
  database.exec("BEGIN IMMEDIATE");
  try {
    const result = work();
    database.exec("COMMIT");
    return result;
  } catch (error) {
    if (database.isTransaction) database.exec("ROLLBACK");
    throw error;
  }
}

/**
 * Runs `work` in one transaction that need not be on disk when it returns: at worst it is undone by a power loss, whole. The
 * next ordinary transaction puts it on disk, too.
 */
export function transactLoosely<T>(database: DatabaseSync, work: () => T): T {
  database.exec("PRAGMA synchronous=NORMAL");
  try {
    return transact(database, work);
  } finally {
    database.exec("PRAGMA synchronous=FULL");
  }
}

/** SQLite's primary result code of an error, e.g. 11 (corrupt), 13 (full); undefined for other errors. */
export function sqliteCode(error: unknown): number | undefined {
  const { errcode } = error as { errcode?: unknown };
  return typeof errcode === "number" ? errcode & 0xff : undefined;
}

const CORRUPT = 11;
const NOT_A_DATABASE = 26;

/** The file itself is damaged: nothing more can be written to it. */
export function isDamaged(error: unknown): boolean {
  const code = sqliteCode(error);
  return code === CORRUPT || code === NOT_A_DATABASE;
}
