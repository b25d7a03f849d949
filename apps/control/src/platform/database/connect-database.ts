import { Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import { PipeliningClient, pipelining } from "./pipelining-client.ts";
import type { Database } from "./schema.ts";

export type DatabaseOptions = {
  /** Most connections this pool opens. */
  readonly maxConnections?: number;
  /** Schema whose tables are found without a prefix; `public` by default. */
  readonly searchPath?: string;
};

const INT8 = 20;
const NUMERIC = 1700;

/** `bigint` and `numeric` come as numbers: ours stay far below 2^53, and money is integer minor units. */
function readNumber(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
    throw new RangeError(`the database answered ${text}, which a number cannot hold exactly`);
  }
  return value;
}

const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: "text" | "binary") =>
    format !== "binary" && (oid === INT8 || oid === NUMERIC)
      ? readNumber
      : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
};

/** How every connection of ours is set up: numbers as above, UTC, and limits so that no lock waits for ever. */
export function poolConfig(url: string, options: DatabaseOptions = {}): pg.PoolConfig {
  const settings = ["-c timezone=UTC", "-c idle_in_transaction_session_timeout=60000"];
  if (options.searchPath) settings.push(`-c search_path=${options.searchPath}`);
  return {
    connectionString: url,
    max: options.maxConnections ?? 16,
    types,
    options: settings.join(" "),
    application_name: "driftvakt",
    keepAlive: true,
    connectionTimeoutMillis: 10_000,
  };
}

/**
 * Opens a pool. A connection that breaks is dropped by the pool and the next query opens a new one, so a restarted or
 * killed PostgreSQL needs no hand. `db.destroy()` closes it.
 */
export function connectDatabase(url: string, options: DatabaseOptions = {}): Kysely<Database> {
  const pool = new pg.Pool({
    ...poolConfig(url, options),
    ...pipelining,
    Client: PipeliningClient,
  });
  pool.on("error", ignoreLoss);
  // A connection in somebody's hands tells its loss by an event, too: unheard, it would end the process.
  pool.on("connect", (client) => client.on("error", ignoreLoss));
  return new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
}

/** The pool has dropped the connection; whoever was using it got the error, and who queries next gets a new one. */
function ignoreLoss(): void {}
