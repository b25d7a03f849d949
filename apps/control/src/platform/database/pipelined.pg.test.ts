import { sql } from "kysely";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { openTestDatabase, type TestDatabase } from "../../../../../test/control/database.ts";
import { newId } from "../ids/index.ts";
import { askInOrder } from "./ask-in-order.ts";
import { inScope, type Tx } from "./scope.ts";

const LOCK = 4711;

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const provider = <T>(work: (tx: Tx) => Promise<T>) => inScope(database.db, "provider", work);
const insert = (tx: Tx, id: string) =>
  tx
    .insertInto("customer")
    .values({ id, name: "Asked", locale: "en", time_zone: "UTC" })
    .returning("id");
const find = (tx: Tx, id: string) => tx.selectFrom("customer").select("name").where("id", "=", id);
const isThere = (id: string) =>
  provider(async (tx) => (await find(tx, id).executeTakeFirst()) !== undefined);

describe("statements of one transaction", () => {
  it("that are asked together are all sent before the first is answered", async () => {
    const holder = new pg.Client({ connectionString: database.adminUrl });
    await holder.connect();
    await holder.query("select pg_advisory_lock($1)", [LOCK]);
    const sent = vi.spyOn(pg.Client.prototype, "query");
    try {
      const answered = provider((tx) =>
        Promise.all([
          sql`select pg_advisory_xact_lock(${LOCK})`.execute(tx),
          sql<{ word: string }>`select 'behind it' as word`.execute(tx),
        ]),
      );
      await expect.poll(() => JSON.stringify(sent.mock.calls)).toContain("behind it");
      await holder.query("select pg_advisory_unlock($1)", [LOCK]);
      const [, { rows }] = await answered;
      expect(rows).toEqual([{ word: "behind it" }]);
    } finally {
      sent.mockRestore();
      await holder.end();
    }
  });

  it("that are asked in order see what those before them did", async () => {
    const id = newId();
    const [inserted, found, none] = await provider((tx) =>
      askInOrder(tx, [insert(tx, id), find(tx, id), find(tx, newId())]),
    );
    expect([inserted, found, none]).toEqual([[{ id }], [{ name: "Asked" }], []]);
  });

  it("fail together, with the first failure, and leave nothing behind", async () => {
    const [id, later] = [newId(), newId()];
    const failing = provider((tx) =>
      Promise.all([
        askInOrder(tx, [insert(tx, id), insert(tx, id), find(tx, id)]),
        // Whoever goes on all the same does not get past the end of the transaction.
        sql`select pg_sleep(0.05)`.execute(tx).catch(() =>
          insert(tx, later)
            .execute()
            .catch(() => insert(tx, later).execute()),
        ),
      ]),
    );
    await expect(failing).rejects.toThrow(/duplicate key/);
    expect(await isThere(id)).toBe(false);
    expect(await isThere(later)).toBe(false);
  });
});
