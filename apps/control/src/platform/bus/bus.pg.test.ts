import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestPlatform, type TestPlatform } from "../../../../../test/control/platform.ts";
import { inScope } from "../database/index.ts";
import { openBus, type Bus } from "./bus.ts";

describe("the bus", () => {
  let platform: TestPlatform;
  let other: Bus;
  beforeAll(async () => {
    platform = await openTestPlatform();
    other = await openBus(platform.database.appUrl, platform.log);
  });
  afterAll(async () => {
    await other.close();
    await platform.close();
  });
  const publish = (serverId: string) =>
    inScope(platform.db, "provider", (tx) => platform.bus.publish(tx, "orders", { serverId }));

  it("tells every process, in order, and stops when asked", async () => {
    const heard: [string, string][] = [];
    const note = (who: string) => (signal: { type: string; payload?: { serverId: string } }) =>
      heard.push([who, signal.payload?.serverId ?? signal.type]);
    const stop = platform.bus.subscribe("orders", note("here"));
    other.subscribe("orders", note("there"));
    await publish("a");
    await publish("b");
    await expect.poll(() => heard.length).toBe(4);
    expect(heard.filter(([who]) => who === "there").map(([, what]) => what)).toEqual(["a", "b"]);
    stop();
    await publish("c");
    await expect.poll(() => heard.length).toBe(5);
    expect(heard.at(-1)).toEqual(["there", "c"]);
  });

  it("says that something may have been missed after its connection was cut", async () => {
    const heard: string[] = [];
    other.subscribe("live", ({ type }) => heard.push(type));
    const admin = new pg.Client({ connectionString: platform.database.adminUrl });
    await admin.connect();
    await admin.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'driftvakt bus'",
    );
    await admin.end();
    await expect.poll(() => heard, { timeout: 15_000 }).toContain("missed");
    await inScope(platform.db, "provider", (tx) =>
      platform.bus.publish(tx, "live", { topic: "mails", serverId: null, customerId: null }),
    );
    await expect.poll(() => heard, { timeout: 15_000 }).toContain("message");
  });
});
