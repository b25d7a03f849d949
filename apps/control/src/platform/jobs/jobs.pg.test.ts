import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestPlatform, type TestPlatform } from "../../../../../test/control/platform.ts";
import { inScope } from "../database/index.ts";

describe("jobs", () => {
  let platform: TestPlatform;
  beforeAll(async () => {
    platform = await openTestPlatform();
  });
  afterAll(() => platform.close());

  it("run once the transaction has committed, and never when it did not", async () => {
    const ran: number[] = [];
    await platform.jobs.work<{ n: number }>("count", async ({ n }) => void ran.push(n));
    await inScope(platform.db, "provider", async (tx) => {
      await platform.jobs.enqueue(tx, "count", { n: 1 });
      throw new Error("no");
    }).catch(() => {});
    await inScope(platform.db, "provider", (tx) => platform.jobs.enqueue(tx, "count", { n: 2 }));
    await expect.poll(() => ran, { timeout: 10_000 }).toEqual([2]);
  });

  it("R9: one that always fails ends in the dead letters, and others go on", async () => {
    const good: number[] = [];
    await platform.jobs.work("poison", async () => Promise.reject(new Error("always")), {
      retryLimit: 1,
      retryDelaySeconds: 1,
    });
    await platform.jobs.work<{ n: number }>("fine", async ({ n }) => void good.push(n));
    await inScope(platform.db, "provider", async (tx) => {
      await platform.jobs.enqueue(tx, "poison", {});
      await platform.jobs.enqueue(tx, "fine", { n: 1 });
    });
    await expect.poll(() => good, { timeout: 10_000 }).toEqual([1]);
    await expect.poll(() => platform.jobs.countDeadLetters(), { timeout: 30_000 }).toBe(1);
    expect(platform.lines.some((line) => line.includes("job failed"))).toBe(true);
  });
});
