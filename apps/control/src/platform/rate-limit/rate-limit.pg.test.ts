import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestDatabase, type TestDatabase } from "../../../../../test/control/database.ts";
import { countAttempt, forgetAttempts, refundAttempt } from "./rate-limit.ts";

describe("attempts", () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.close());
  const rule = { most: 5, windowSeconds: 60 };

  it("are counted exactly, however many come at once", async () => {
    const answers = await Promise.all(
      Array.from({ length: 30 }, () => countAttempt(database.db, "storm", rule)),
    );
    expect(answers.filter(({ allowed }) => allowed)).toHaveLength(5);
    expect(answers.find(({ allowed }) => !allowed)!.retryAfterSeconds).toBeLessThanOrEqual(60);
  });
  it("can be taken back and forgotten", async () => {
    for (let i = 0; i < 5; i++) await countAttempt(database.db, "x", rule);
    await refundAttempt(database.db, "x");
    expect((await countAttempt(database.db, "x", rule)).allowed).toBe(true);
    expect((await countAttempt(database.db, "x", rule)).allowed).toBe(false);
    await forgetAttempts(database.db, "x");
    expect((await countAttempt(database.db, "x", rule)).count).toBe(1);
  });
});
