import type { Availability } from "@driftvakt/protocol/api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  addCustomer,
  addServer,
  makeStarterContract,
} from "../../../../../test/control/contract-fixture.ts";
import { withQuarterCap } from "../../../../../test/control/quarter-cap.ts";
import { openTestPlatform, type TestPlatform } from "../../../../../test/control/platform.ts";
import { inScope } from "../../platform/database/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { turnInterval, type IntervalState } from "../alerting/index.ts";
import { activateCatalogue, openContracts } from "../contracts/index.ts";
import { freezeSettledMonths } from "./freeze-months.ts";
import { getAvailability, listAvailability } from "./list-availability.ts";

const HOUR_MS = 3_600_000;
/** The beginnings of months in Sarajevo, summer time from April to September. */
const start = (month: number) => Date.UTC(2026, month - 1, 1) - 2 * HOUR_MS;

let platform: TestPlatform;
let customerId: string;
let serverId: string;
beforeAll(async () => {
  platform = await openTestPlatform();
  await inScope(platform.db, "provider", (tx) =>
    activateCatalogue(tx, withQuarterCap(), "ba.yaml"),
  );
  customerId = await addCustomer(platform);
  platform.clock.set(Date.UTC(2026, 2, 20));
  serverId = await addServer(platform, customerId, "capped");
  const contracts = openContracts(platform, newId());
  await makeStarterContract(platform, contracts, {
    customerId,
    serverIds: [serverId],
    recipients: [],
  });
  // 4 hours of 720 in April are 99.44 %: 30 %. 10 of 744 in May are 98.65 %: 60 %. 4 in June and in July: 30 %.
  const downHours: readonly (readonly [month: number, hours: number])[] = [
    [4, 4],
    [5, 10],
    [6, 4],
    [7, 4],
  ];
  const turns: [number, IntervalState][] = [[Date.UTC(2026, 2, 20), "ok"]];
  for (const [month, hours] of downHours) {
    const fromMs = start(month) + 240 * HOUR_MS;
    turns.push([fromMs, "critical"], [fromMs + hours * HOUR_MS, "ok"]);
  }
  await inScope(platform.db, "provider", async (tx) => {
    for (const [atMs, state] of turns)
      await turnInterval(tx, { customerId, serverId, checkId: "host", state, atMs });
  });
  platform.clock.set(Date.UTC(2026, 7, 10));
});
afterAll(() => platform.close());

const shown = async () => {
  const months = ["2026-04", "2026-05", "2026-06", "2026-07"];
  return inScope(platform.db, "provider", async (tx) => {
    const found: Availability[] = [];
    for (const period of months) {
      const nowMs = platform.clock.nowMs();
      const one = await getAvailability(tx, serverId, { period }, nowMs);
      const { items } = await listAvailability(tx, { period, limit: 10 }, nowMs);
      expect(items).toEqual([one.availability]);
      found.push(one.availability);
    }
    return found;
  });
};

const credits = async () => (await shown()).map(({ creditMinor }) => creditMinor);

describe("credits under a cap over a quarter", () => {
  // 45.00 of 90.00; of the 90.00 for May the other 45.00; nothing is left for June; July is another quarter.
  const expected = [4500, 4500, 0, 4500];

  it("ba-07: what earlier months of the quarter gave uses the cap up, in the list and on the machine's page", async () => {
    expect(await credits()).toEqual(expected);
  });

  it("ba-07: the tier's percentage is said, and how much of it the cap took off", async () => {
    const both = (await shown()).map((one) => [one.creditPercent, one.creditCutMinor]);
    expect(both).toEqual([
      [30, 0],
      [60, 4500],
      [30, 4500],
      [30, 0],
    ]);
  });

  it("ba-07: reported months count as they were reported", async () => {
    for (const month of [4, 5, 6, 7]) {
      platform.clock.set(start(month + 1) + 5 * 24 * HOUR_MS);
      await inScope(platform.db, "provider", (tx) =>
        freezeSettledMonths(tx, "Europe/Sarajevo", platform.clock.nowMs()),
      );
    }
    platform.clock.set(Date.UTC(2026, 7, 10));
    expect(await credits()).toEqual(expected);
    expect((await shown()).map((one) => one.creditCutMinor)).toEqual([0, 4500, 4500, 0]);
  });

  it("ba-07: what another contract gave earlier uses nothing up", async () => {
    const changedMs = start(6);
    await inScope(platform.db, "provider", async (tx) => {
      const ends = new Date(changedMs);
      await tx
        .updateTable("contract")
        .set({ ends_at: ends })
        .where("customer_id", "=", customerId)
        .execute();
      await tx
        .updateTable("contract_server")
        .set({ freed_at: ends })
        .where("server_id", "=", serverId)
        .execute();
    });
    platform.clock.set(changedMs);
    const contracts = openContracts(platform, newId());
    await makeStarterContract(platform, contracts, {
      customerId,
      serverIds: [serverId],
      recipients: [],
    });
    platform.clock.set(Date.UTC(2026, 7, 10));
    expect(await credits()).toEqual([4500, 4500, 4500, 4500]);
  });
});
