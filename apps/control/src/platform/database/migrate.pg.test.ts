import { afterEach, describe, expect, it } from "vitest";
import { openEmptyDatabase, type TestDatabase } from "../../../../../test/control/database.ts";
import { APP_ROLE } from "../embedded-postgres/index.ts";
import { MigrationError, migrate, readMigrations, type Migration } from "./migrate.ts";

const step = (name: string, sql: string): Migration => ({ name, sql, checksum: `${name}${sql}` });
const first = step("0001_first.sql", "create table one (a integer)");
const second = step("0002_second.sql", "create table two (a integer)");

describe("migrations", () => {
  let database: TestDatabase | undefined;
  afterEach(() => database?.close());
  const run = async (...steps: Migration[]) => {
    database ??= await openEmptyDatabase();
    return migrate(database.ownerUrl, APP_ROLE, steps);
  };

  it("apply each file once, also when two processes start at once", async () => {
    database = await openEmptyDatabase();
    const both = await Promise.all([run(first, second), run(first, second)]);
    expect(both.flat().sort()).toEqual([first.name, second.name]);
    expect(await run(first, second)).toEqual([]);
  });

  it("refuse a file that was changed, one that is gone, and one that comes too late", async () => {
    database = await openEmptyDatabase();
    await run(first, second);
    await expect(run({ ...first, checksum: "x" }, second)).rejects.toThrow(/was changed/);
    await expect(run(first)).rejects.toThrow(/newer version/);
    await expect(run(step("0000_late.sql", "select 1"), first, second)).rejects.toThrow(
      /higher number/,
    );
  });

  it("R19: a file that fails leaves nothing behind, and works once it is mended", async () => {
    database = await openEmptyDatabase();
    const broken = step(
      "0002_second.sql",
      "create table two (a integer); create table one (a integer)",
    );
    await expect(run(first, broken)).rejects.toThrow(MigrationError);
    expect(await run(first, second)).toEqual([second.name]);
  });

  it("number every file once", () => {
    const numbers = readMigrations().map(({ name }) => name.slice(0, 4));
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  it("R20: the app's role can neither change the audit log nor write an entry of its own", async () => {
    database = await openEmptyDatabase();
    await migrate(database.ownerUrl, APP_ROLE);
    const tries = [
      "insert into audit_entry values (1, now(), null, 'x', 'x', '{}', '', '')",
      "update audit_entry set body = ''",
      "delete from audit_entry",
      "truncate audit_entry",
      "alter table audit_entry disable row level security",
      "drop policy provider_reads on audit_entry",
      "alter table customer no force row level security",
    ];
    for (const statement of tries) {
      await expect(
        database.db.executeQuery({
          sql: statement,
          parameters: [],
          query: { kind: "RawNode" } as never,
          queryId: { queryId: "x" },
        }),
      ).rejects.toThrow(/permission denied|must be owner/);
    }
  });
});
