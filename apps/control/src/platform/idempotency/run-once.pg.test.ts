import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestPlatform, type TestPlatform } from "../../../../../test/control/platform.ts";
import { recordAudit } from "../audit/index.ts";
import { inScope } from "../database/index.ts";
import { runOnce } from "./index.ts";

let platform: TestPlatform;
beforeAll(async () => {
  platform = await openTestPlatform();
});
afterAll(() => platform.close());

const asRequest = (key: string) => ({ actor: "session:p1", key, requestHash: "h" });
const run = <T>(key: string, work: () => Promise<T>) =>
  runOnce(platform.db, platform.keys.secrets, asRequest(key), work);

/** A change as features make them: with its audit entry, in one transaction. */
const change = (object: string) =>
  inScope(platform.db, "provider", (tx) =>
    recordAudit(tx, {
      actor: { kind: "system", id: "test", name: "test" },
      customerId: null,
      action: "test.change",
      object,
      detail: {},
    }),
  );
const countChanges = async (object: string) =>
  (
    await inScope(platform.db, "provider", (tx) =>
      tx.selectFrom("audit_entry").select("number").where("object", "=", object).execute(),
    )
  ).length;
/** Time passes, as the database sees it. */
const expire = (key: string) =>
  sql`update idempotent_answer set leased_until = now() - interval '1 second' where key = ${key}`.execute(
    platform.db,
  );

/** An attempt that stands still in its work until it is let go. */
function stalled(key: string, before: () => Promise<unknown>, after: () => Promise<unknown>) {
  const begun = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  const attempt = run(key, async () => {
    await before();
    begun.resolve();
    await gate.promise;
    await after();
    return "first";
  });
  attempt.catch(() => {});
  return { attempt, begun: begun.promise, letGo: gate.resolve };
}
const nothing = async () => {};

describe("a request whose process dies", () => {
  it("A06, R11: before its effect: the next try after the lease runs, once, whoever else tries", async () => {
    const first = stalled("dead-early", nothing, nothing);
    await first.begun;
    await expect(run("dead-early", nothing)).rejects.toMatchObject({
      reason: "idempotency-key-in-use",
    });
    await expire("dead-early");
    const tries = await Promise.allSettled(
      Array.from({ length: 10 }, () =>
        run("dead-early", async () => {
          await change("dead-early");
          return "again";
        }),
      ),
    );
    expect(await countChanges("dead-early")).toBe(1);
    const ran = tries.filter((one) => one.status === "fulfilled" && !one.value.isReplay);
    expect(ran).toHaveLength(1);
    expect(await run("dead-early", nothing)).toEqual({ answer: "again", isReplay: true });
    first.letGo();
  });

  it("R11: one that was only slow changes nothing once another has taken its place", async () => {
    const slow = stalled("slow", nothing, () => change("slow"));
    await slow.begun;
    await expire("slow");
    await run("slow", async () => {
      await change("slow");
      return "second";
    });
    slow.letGo();
    await expect(slow.attempt).rejects.toMatchObject({ reason: "idempotency-key-taken-over" });
    expect(await countChanges("slow")).toBe(1);
    expect(await run("slow", nothing)).toEqual({ answer: "second", isReplay: true });
  });

  it("A06: between effect and answer: it is not run again, and the caller is told so", async () => {
    const late = stalled("dead-late", () => change("dead-late"), nothing);
    await late.begun;
    await expect(run("dead-late", nothing)).rejects.toMatchObject({
      reason: "idempotency-key-in-use",
    });
    await expire("dead-late");
    await expect(run("dead-late", () => change("dead-late"))).rejects.toMatchObject({
      reason: "idempotency-key-took-effect",
    });
    expect(await countChanges("dead-late")).toBe(1);
    late.letGo();
    await late.attempt;
  });

  it("another request with its key is refused, dead or not", async () => {
    const first = stalled("other", nothing, nothing);
    await first.begun;
    await expire("other");
    const other = { ...asRequest("other"), requestHash: "another" };
    await expect(runOnce(platform.db, platform.keys.secrets, other, nothing)).rejects.toMatchObject(
      { reason: "idempotency-key-reused" },
    );
    first.letGo();
  });

  it("A06: a failed change leaves nothing", async () => {
    const fails = run("fails", async () => {
      throw new Error("no");
    });
    await expect(fails).rejects.toThrow("no");
    expect((await run("fails", async () => "done")).isReplay).toBe(false);
  });
});
