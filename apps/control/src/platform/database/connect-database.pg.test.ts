import { sql } from "kysely";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestDatabase, type TestDatabase } from "../../../../../test/control/database.ts";
import { newId } from "../ids/index.ts";
import { connectDatabase } from "./connect-database.ts";
import { inScope, type Tx } from "./scope.ts";

const SOMEBODY = newId();

describe("connections to the database", () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.close());

  it("R1: one that breaks in the middle of a transaction fails that transaction, and nothing else", async () => {
    const admin = new pg.Client({ connectionString: database.adminUrl });
    await admin.connect();
    const broken = database.db.transaction().execute(async (tx) => {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx);
      await admin.query("select pg_terminate_backend($1, 5000)", [rows[0]!.pid]);
      // The loss is told between two queries: nobody waits for an answer then.
      await new Promise((resolve) => setImmediate(resolve));
      return sql`select 1`.execute(tx);
    });
    await expect(broken).rejects.toThrow(/terminat|not queryable/i);
    await admin.end();
    const { rows } = await sql`select 1 as one`.execute(database.db);
    expect(rows).toEqual([{ one: 1 }]);
  });

  it("statements that are asked together follow each other in one transaction", async () => {
    const answers = await inScope(database.db, { customerId: SOMEBODY }, (tx) =>
      Promise.all(
        [1, 2, 3].map(async (n) => {
          const { rows } = await sql<{ n: number; scope: string; xact: string }>`
            select ${n}::integer as n, current_setting('app.customer') as scope,
              pg_current_xact_id()::text as xact`.execute(tx);
          return rows[0]!;
        }),
      ),
    );
    expect(answers.map(({ n, scope }) => [n, scope])).toEqual([1, 2, 3].map((n) => [n, SOMEBODY]));
    expect(new Set(answers.map(({ xact }) => xact)).size).toBe(1);
    const { rows } = await sql<{
      scope: string;
    }>`select current_setting('app.customer', true) as scope`.execute(database.db);
    expect(rows[0]!.scope).not.toBe(SOMEBODY);
  });

  it("one that fails takes the others of its transaction with it, and the connection goes on", async () => {
    const id = newId();
    const insert = (tx: Tx, customer: string) =>
      sql`insert into customer (id, name, locale, time_zone) values (${customer}::uuid, 'kept?', 'en', 'UTC')`.execute(
        tx,
      );
    const lost = inScope(database.db, "provider", (tx) =>
      Promise.all([insert(tx, id), insert(tx, "no uuid"), insert(tx, newId())]),
    );
    await expect(lost).rejects.toThrow(/invalid input syntax for type uuid/);
    const names = inScope(database.db, "provider", (tx) =>
      tx.selectFrom("customer").select("id").where("name", "=", "kept?").execute(),
    );
    expect(await names).toEqual([]);
    expect(await inScope(database.db, "provider", async (tx) => insert(tx, id))).toBeDefined();
  });

  it("R1: a transaction on a connection that is gone before it begins fails, and the next one works", async () => {
    const only = connectDatabase(database.appUrl, { maxConnections: 1 });
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(only);
    const admin = new pg.Client({ connectionString: database.adminUrl });
    await admin.connect();
    // Killed and asked in one turn: nothing has told us of the loss yet.
    const killed = admin.query("select pg_terminate_backend($1, 5000)", [rows[0]!.pid]);
    const tried = await Promise.allSettled(
      Array.from({ length: 20 }, () =>
        inScope(only, "provider", (tx) => sql`select pg_sleep(0.05)`.execute(tx)),
      ),
    );
    await killed;
    await admin.end();
    const failures = tried.filter(({ status }) => status === "rejected");
    expect(failures.length).toBeLessThanOrEqual(1);
    const one = await inScope(only, "provider", (tx) => sql`select 1 as one`.execute(tx));
    expect(one.rows).toEqual([{ one: 1 }]);
    await only.destroy();
  });
});
