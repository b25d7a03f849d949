import type { Adjustment } from "@driftvakt/protocol/api";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  addCustomer,
  addServer,
  makeStarterContract,
} from "../../../../../test/control/contract-fixture.ts";
import { openTestPlatform, type TestPlatform } from "../../../../../test/control/platform.ts";
import { withQuarterCap } from "../../../../../test/control/quarter-cap.ts";
import { inScope } from "../../platform/database/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { turnInterval, type IntervalState } from "../alerting/index.ts";
import { freezeSettledMonths } from "../availability/freeze-months.ts";
import { openAvailability } from "../availability/index.ts";
import { activateCatalogue, openContracts } from "../contracts/index.ts";
import { openRevisions, type Revisions } from "./index.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** The beginnings of months in Sarajevo, summer time from April to September. */
const start = (month: number) => Date.UTC(2026, month - 1, 1) - 2 * HOUR_MS;
const period = (month: number) => `2026-0${month}`;

/**
 * Of a base fee of 150.00, 90.00 a quarter at most. In April (720 h) 4 h down are 99.44 %: 30 %, 45.00; 10 h of any month are
 * 98.6 %: 60 %, 90.00. In April and May, 6 h more are known to be slow; later they are found to have been down.
 */
const down: readonly (readonly [month: number, hours: number])[] = [
  [4, 4],
  [5, 10],
  [6, 4],
];

let platform: TestPlatform;
let revisions: Revisions;
let customerId: string;
const servers: Record<string, string> = {};

beforeAll(async () => {
  platform = await openTestPlatform();
  await inScope(platform.db, "provider", (tx) =>
    activateCatalogue(tx, withQuarterCap(), "ba.yaml"),
  );
  customerId = await addCustomer(platform);
  platform.clock.set(Date.UTC(2026, 2, 20));
  for (const name of ["early", "less", "more"])
    servers[name] = await addServer(platform, customerId, name);
  await makeStarterContract(platform, openContracts(platform, newId()), {
    customerId,
    serverIds: Object.values(servers),
    recipients: [],
  });
  const turns: (readonly [number, IntervalState])[] = [[Date.UTC(2026, 2, 20), "ok"]];
  for (const [month, hours] of down) {
    const fromMs = start(month) + 10 * DAY_MS;
    const slowMs = start(month) + 20 * DAY_MS;
    turns.push([fromMs, "critical"], [fromMs + hours * HOUR_MS, "ok"]);
    turns.push([slowMs, "warning"], [slowMs + 6 * HOUR_MS, "ok"]);
  }
  await inScope(platform.db, "provider", async (tx) => {
    for (const serverId of Object.values(servers))
      for (const [atMs, state] of turns)
        await turnInterval(tx, { customerId, serverId, checkId: "host", state, atMs });
  });
  revisions = openRevisions(platform);
});
afterAll(() => platform.close());

const reportMonth = async (month: number) => {
  platform.clock.set(start(month + 1) + 5 * DAY_MS);
  await inScope(platform.db, "provider", (tx) =>
    freezeSettledMonths(tx, "Europe/Sarajevo", platform.clock.nowMs()),
  );
};

/** What is found out about a machine: that it was down in these hours, or that it was not. */
const find = (name: string, month: number, day: 10 | 20, state: IntervalState) =>
  inScope(platform.db, "provider", (tx) =>
    tx
      .updateTable("state_interval")
      .set({ state })
      .where("server_id", "=", servers[name]!)
      .where("from_ms", "=", start(month) + day * DAY_MS)
      .executeTakeFirstOrThrow(),
  );

const ask = { scope: { customerId: "" }, customerId: "" };
const caller = () => ({ ...ask, scope: { customerId }, customerId }) as never;

/** Findings about a machine's months, oldest first: month, number, credit as reported, as corrected, before the cap. */
const findings = async (name: string) => {
  const { items } = await revisions.handlers["availability.adjustments"]!({
    caller: caller(),
    params: undefined,
    query: { limit: 50, serverId: servers[name]! },
    body: undefined,
  });
  return items
    .map((one: Adjustment) => [
      one.period,
      one.number,
      one.credit?.reportedMinor,
      one.credit?.correctedMinor,
      one.credit?.beforeCapMinor,
    ])
    .toSorted();
};

const credits = async (name: string) => {
  const found: (number | null)[] = [];
  for (const [month] of down) {
    const { availability } = await openAvailability(platform).handlers["availability.get"]!({
      caller: caller(),
      params: { serverId: servers[name]! },
      query: { period: period(month) },
      body: undefined,
    });
    found.push(availability.creditMinor);
  }
  return found;
};

it("R18, ba-07: a finding before the next report uses the cap up for it", async () => {
  await reportMonth(4);
  await find("early", 4, 20, "critical");
  // Nothing else was reported yet: all of the 90.00 is April's.
  expect(await revisions.reviseAll()).toBe(1);
  expect(await findings("early")).toEqual([["2026-04", 1, 4_500, 9_000, 9_000]]);
  await reportMonth(5);
  await reportMonth(6);
  expect(await revisions.reviseAll()).toBe(0);
  // The report of April stands; 45.00 more were found, and nothing is left for May and June.
  expect(await credits("early")).toEqual([4_500, 0, 0]);
  expect(await credits("less")).toEqual([4_500, 4_500, 0]);
});

it("R18, ba-07: a month that gives less after all frees the cap for the month that it limited", async () => {
  platform.clock.advance(DAY_MS);
  await find("less", 4, 10, "ok");
  // April gives nothing; May, which the cap had cut to 45.00, gives its 90.00; nothing is left for June.
  expect(await revisions.reviseAll()).toBe(2);
  expect(await revisions.reviseAll()).toBe(0);
  expect(await findings("less")).toEqual([
    ["2026-04", 1, 4_500, 0, 0],
    ["2026-05", 1, 4_500, 9_000, 9_000],
  ]);
  expect(await credits("less")).toEqual([4_500, 4_500, 0]);
});

it("R18, ba-07: what later reports used up is not owed, until one of them gives it back", async () => {
  platform.clock.advance(DAY_MS);
  await find("more", 4, 20, "critical");
  expect(await revisions.reviseAll()).toBe(1);
  expect(await findings("more")).toEqual([["2026-04", 1, 4_500, 4_500, 9_000]]);
  platform.clock.advance(DAY_MS);
  await find("more", 5, 10, "ok");
  expect(await revisions.reviseAll()).toBe(2);
  expect(await revisions.reviseAll()).toBe(0);
  expect(await findings("more")).toEqual([
    ["2026-04", 1, 4_500, 4_500, 9_000],
    ["2026-04", 2, 4_500, 9_000, 9_000],
    ["2026-05", 1, 4_500, 0, 0],
  ]);
});
