import { afterAll, beforeAll, describe, expect, it } from "vitest";
import pg from "pg";
import { openTestPlatform, type TestPlatform } from "../../../../../test/control/platform.ts";
import { recordAudit } from "../../platform/audit/index.ts";
import { inScope } from "../../platform/database/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { verifyAudit } from "./verify-audit.ts";
import { writeCheckpoint } from "./write-checkpoint.ts";

describe("the audit log", () => {
  let platform: TestPlatform;
  let customerId: string;
  beforeAll(async () => {
    platform = await openTestPlatform();
    customerId = newId();
    await inScope(platform.db, "provider", (tx) =>
      tx
        .insertInto("customer")
        .values({ id: customerId, name: "One", locale: "en", time_zone: "UTC" })
        .execute(),
    );
  });
  afterAll(() => platform.close());

  const write = (action: string, scope: "provider" | { customerId: string } = "provider") =>
    inScope(platform.db, scope, (tx) =>
      recordAudit(tx, {
        actor: { kind: "customer", id: "x", name: 'Åsa "quote" \u2028' },
        customerId,
        action,
        object: "x:1",
        detail: { text: "ünïcode\n", n: 1 },
      }),
    );
  const verify = () => inScope(platform.db, "provider", verifyAudit);

  it("is written by every scope, read by the provider alone, and holds under many writers", async () => {
    await Promise.all(
      Array.from({ length: 25 }, (_, i) => write(`a.${i}`, i % 2 ? "provider" : { customerId })),
    );
    expect(await verify()).toEqual({ holds: true, entries: 25, firstBadNumber: null });
    const seen = await inScope(platform.db, { customerId }, (tx) =>
      tx.selectFrom("audit_entry").selectAll().execute(),
    );
    expect(seen).toEqual([]);
  });

  it("is rolled back with the change it belongs to", async () => {
    await expect(
      inScope(platform.db, "provider", async (tx) => {
        await recordAudit(tx, {
          actor: { kind: "system", id: "x", name: "x" },
          customerId: null,
          action: "x",
          object: "x",
          detail: {},
        });
        throw new Error("changed my mind");
      }),
    ).rejects.toThrow("changed my mind");
    expect((await verify()).entries).toBe(25);
  });

  it("leaves the caller in its own scope", async () => {
    const names = await inScope(platform.db, { customerId }, async (tx) => {
      await recordAudit(tx, {
        actor: { kind: "system", id: "x", name: "x" },
        customerId,
        action: "scope",
        object: "x",
        detail: {},
      });
      return tx.selectFrom("security_event").selectAll().execute();
    });
    expect(names).toEqual([]);
  });

  it.each([
    ["a text", `update audit_entry set body = replace(body, '"n":1', '"n":2') where number = 4`, 4],
    ["a column beside the text", "update audit_entry set action = 'other' where number = 7", 7],
    ["whom it was about", "update audit_entry set customer_id = null where number = 9", 9],
    ["the time", "update audit_entry set at = at + interval '1 day' where number = 11", 11],
    ["one away", "delete from audit_entry where number = 5", 5],
    ["the end away", "delete from audit_entry where number > 20", 21],
    [
      "two swapped",
      "update audit_entry set number = case number when 2 then -3 else 2 end where number in (2, 3); update audit_entry set number = 3 where number = -3",
      2,
    ],
    [
      "a hash made to fit",
      `update audit_entry set body = replace(body, '"n":1', '"n":2'), hash = encode(sha256(convert_to(prev_hash || E'\\n' || replace(body, '"n":1', '"n":2'), 'UTF8')), 'hex') where number = 4`,
      5,
    ],
  ])("R20: names the first bad entry: %s", async (_what, tamper, firstBad) => {
    await inScope(platform.db, "provider", (tx) =>
      writeCheckpoint(tx, platform.keys.signing, platform.clock.nowMs()),
    );
    const admin = new pg.Client({ connectionString: platform.database.adminUrl });
    await admin.connect();
    await admin.query(
      "alter table audit_entry disable trigger audit_entry_is_final; create temp table kept as select * from audit_entry",
    );
    await admin.query(tamper);
    const verdict = await verify();
    await admin.query(
      "delete from audit_entry; insert into audit_entry select * from kept; alter table audit_entry enable trigger audit_entry_is_final",
    );
    await admin.end();
    expect(verdict).toMatchObject({ holds: false, firstBadNumber: firstBad });
    expect((await verify()).holds).toBe(true);
  });
});
