import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newId } from "../ids/index.ts";
import { openTestDatabase, type TestDatabase } from "../../../../../test/control/database.ts";
import { assertSeparation, connectDatabase, inScope, SeparationError } from "./index.ts";

describe("separation of customers in the database", () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.close());

  async function addCustomer(name: string): Promise<string> {
    const id = newId();
    await inScope(database.db, "provider", (tx) =>
      tx
        .insertInto("customer")
        .values({ id, name, locale: "en", time_zone: "UTC" })
        .executeTakeFirst(),
    );
    return id;
  }

  it("shows each scope its own rows, and none without a scope", async () => {
    const [one, other] = [await addCustomer("One"), await addCustomer("Other")];
    const names = (scope: Parameters<typeof inScope>[1]) =>
      inScope(database.db, scope, (tx) => tx.selectFrom("customer").select("name").execute());
    expect(await names({ customerId: one })).toEqual([{ name: "One" }]);
    expect(await names({ customerId: other })).toEqual([{ name: "Other" }]);
    expect(await names("provider")).toHaveLength(2);
    expect(await database.db.selectFrom("customer").selectAll().execute()).toEqual([]);
  });

  it("starts as the app's role", async () => {
    await expect(assertSeparation(database.db)).resolves.toBeUndefined();
  });

  it("refuses to serve as a role that goes round row-level security", async () => {
    const admin = connectDatabase(database.adminUrl, { maxConnections: 1 });
    await expect(assertSeparation(admin)).rejects.toThrow(SeparationError);
    await admin.destroy();
  });

  it("refuses to serve with a customer's table that is open", async () => {
    const owner = connectDatabase(database.ownerUrl, { maxConnections: 1 });
    await owner.schema.createTable("loose").addColumn("customer_id", "uuid").execute();
    await expect(assertSeparation(database.db)).rejects.toThrow(/loose/);
    await owner.schema.dropTable("loose").execute();
    await owner.destroy();
  });
});
