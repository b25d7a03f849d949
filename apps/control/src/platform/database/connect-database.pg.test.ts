import { sql } from "kysely";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestDatabase, type TestDatabase } from "../../../../../test/control/database.ts";

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
});
