import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addCustomer, addServer } from "../../../../../test/control/contract-fixture.ts";
import { openTestPlatform, type TestPlatform } from "../../../../../test/control/platform.ts";
import { inScope, type Tx } from "../../platform/database/index.ts";
import { turnInterval, type IntervalState } from "../alerting/index.ts";
import { readTimeLines } from "./read-time-lines.ts";

const DAY_MS = 86_400_000;
const NOW_MS = Date.UTC(2026, 5, 10);
const MONTH = { fromMs: NOW_MS - 30 * DAY_MS, toMs: NOW_MS };

let platform: TestPlatform;
let customerId: string;
beforeAll(async () => {
  platform = await openTestPlatform();
  customerId = await addCustomer(platform);
});
afterAll(() => platform.close());

const asProvider = <T>(work: (tx: Tx) => Promise<T>) => inScope(platform.db, "provider", work);
const turn = (tx: Tx, serverId: string, checkId: string, day: number, state: IntervalState) =>
  turnInterval(tx, { customerId, serverId, checkId, state, atMs: NOW_MS - day * DAY_MS });

/** Its unwell stretches as [check, state, days ago it began]. */
async function stretchesOf(tx: Tx, id: string, range = MONTH) {
  const lines = await readTimeLines(tx, [id], [id], range);
  return lines
    .get(id)!
    .stretches.map(({ check, state, fromMs }) => [check, state, (NOW_MS - fromMs) / DAY_MS]);
}

/** Watched for sixty days and down fifty and twenty days ago, asked for once already. */
async function remembered(hostname: string): Promise<string> {
  const id = await addServer(platform, customerId, hostname);
  await asProvider(async (tx) => {
    await turn(tx, id, "host", 60, "ok");
    for (const day of [50, 20]) {
      await turn(tx, id, "host", day, "critical");
      await turn(tx, id, "host", day - 1, "ok");
    }
    await stretchesOf(tx, id);
  });
  return id;
}

describe("time lines that are remembered", () => {
  it("change with the record: the host's, its services', and what is taken back", async () => {
    const id = await remembered("remembered-1");
    const stretches = () => asProvider((tx) => stretchesOf(tx, id));
    expect(await stretches()).toEqual([["host", "critical", 20]]);
    await asProvider((tx) => turn(tx, id, "host", 2, "critical"));
    expect(await stretches()).toEqual([
      ["host", "critical", 20],
      ["host", "critical", 2],
    ]);
    await asProvider((tx) => turn(tx, id, "service:nginx.service", 3, "critical"));
    expect(await stretches()).toContainEqual(["service:nginx.service", "critical", 3]);
    await asProvider((tx) =>
      tx
        .deleteFrom("state_interval")
        .where("server_id", "=", id)
        .where("from_ms", "=", NOW_MS - 2 * DAY_MS)
        .execute(),
    );
    expect(await stretches()).toEqual([
      ["host", "critical", 20],
      ["service:nginx.service", "critical", 3],
    ]);
  });

  it("keep nothing of what was seen inside a transaction that came to nothing", async () => {
    const id = await remembered("remembered-2");
    const undone = asProvider(async (tx) => {
      await turn(tx, id, "host", 2, "critical");
      expect(await stretchesOf(tx, id)).toHaveLength(2);
      throw new Error("undone");
    });
    await expect(undone).rejects.toThrow("undone");
    expect(await asProvider((tx) => stretchesOf(tx, id))).toEqual([["host", "critical", 20]]);
    await asProvider((tx) => turn(tx, id, "host", 1, "unknown"));
    expect(await asProvider((tx) => stretchesOf(tx, id))).toEqual([
      ["host", "critical", 20],
      ["host", "unknown", 1],
    ]);
  });

  it("reach as far back as is asked", async () => {
    const id = await remembered("remembered-3");
    const quarter = { fromMs: NOW_MS - 90 * DAY_MS, toMs: NOW_MS };
    expect(await asProvider((tx) => stretchesOf(tx, id, quarter))).toEqual([
      ["host", "critical", 50],
      ["host", "critical", 20],
    ]);
    const longAgo = { fromMs: NOW_MS - 300 * DAY_MS, toMs: NOW_MS - 45 * DAY_MS };
    expect(await asProvider((tx) => stretchesOf(tx, id, longAgo))).toEqual([
      ["host", "critical", 50],
    ]);
  });

  it("A01: are nobody's who may not see the machine", async () => {
    const id = await remembered("remembered-4");
    const stranger = await addCustomer(platform);
    const seen = inScope(platform.db, { customerId: stranger }, (tx) => stretchesOf(tx, id));
    expect(await seen).toEqual([]);
    expect(await asProvider((tx) => stretchesOf(tx, id))).toHaveLength(1);
  });
});
