import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  activateShipped,
  addCustomer,
  addServer,
  makeStarterContract,
} from "../../../../../test/control/contract-fixture.ts";
import { openTestPlatform, type TestPlatform } from "../../../../../test/control/platform.ts";
import { inScope } from "../../platform/database/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { turnInterval, type IntervalState } from "../alerting/index.ts";
import { judgeMachine, openAvailability, readMachines } from "../availability/index.ts";
import { openContracts } from "../contracts/index.ts";
import { openRevisions } from "./index.ts";

/** May 2026 in Sarajevo. */
const MAY = "2026-05";
const MAY_MS = Date.UTC(2026, 3, 30, 22);
const JUNE_MS = Date.UTC(2026, 4, 31, 22);
const ZONE = "Europe/Sarajevo";

let platform: TestPlatform;
let customerId: string;
beforeAll(async () => {
  platform = await openTestPlatform();
  await activateShipped(platform, "ba");
  customerId = await addCustomer(platform);
});
afterAll(() => platform.close());

const turn = (serverId: string, turns: readonly (readonly [number, IntervalState])[]) =>
  inScope(platform.db, "provider", async (tx) => {
    for (const [second, state] of turns) {
      const atMs = MAY_MS + second * 1000;
      await turnInterval(tx, { customerId, serverId, checkId: "host", state, atMs });
    }
  });

/** Reports May as it stands, as the freezing does. */
const report = (serverId: string, contractId: string) =>
  inScope(platform.db, "provider", async (tx) => {
    const range = { fromMs: MAY_MS, toMs: JUNE_MS };
    const machine = (await readMachines(tx, [serverId], range)).get(serverId)!;
    const { judged } = judgeMachine(
      machine,
      { kind: "month", month: MAY },
      ZONE,
      platform.clock.nowMs(),
    );
    await tx
      .insertInto("frozen_month")
      .values({
        customer_id: customerId,
        contract_id: contractId,
        server_id: serverId,
        month: MAY,
        result: JSON.stringify(judged),
        frozen_at: new Date(platform.clock.nowMs()),
      })
      .execute();
  });

it("R18, ba-07: what is found out after the report is put on record beside it, once, with evidence; the report stands", async () => {
  platform.clock.set(Date.UTC(2026, 3, 20));
  const id = await addServer(platform, customerId, "late");
  const contracts = openContracts(platform, newId());
  const contractId = await makeStarterContract(platform, contracts, {
    customerId,
    serverIds: [id],
    recipients: [],
  });
  await turn(id, [
    [-86_400, "ok"],
    [200_000, "critical"],
    [203_600, "ok"],
  ]);
  platform.clock.set(Date.UTC(2026, 5, 10));
  await report(id, contractId);
  const revisions = openRevisions(platform);
  const list = async (customer = customerId, filter: object = {}) =>
    (
      await revisions.handlers["availability.adjustments"]!({
        caller: { scope: { customerId: customer }, customerId: customer } as never,
        params: undefined,
        query: { limit: 50, ...filter },
        body: undefined,
      })
    ).items;
  expect(await revisions.reviseAll()).toBe(0);
  await turn(id, [
    [300_000, "critical"],
    [310_000, "ok"],
  ]);
  expect(await revisions.reviseAll()).toBe(1);
  expect(await revisions.reviseAll()).toBe(0);
  expect(await list()).toMatchObject([
    {
      serverId: id,
      contractId,
      customerName: "Customer",
      period: MAY,
      number: 1,
      isLast: true,
      downSecondsChange: 10_000,
      reportedDownSeconds: 3_600,
      correctedDownSeconds: 13_600,
      // Of 744 hours: 99.865 % and 99.492 %.
      reportedMilliPercent: 99_865,
      correctedMilliPercent: 99_492,
      promisedMilliPercent: 99_900,
      outages: [
        { cause: "unclassified", reportedSeconds: 3_600, correctedSeconds: 3_600 },
        { cause: "unclassified", reportedSeconds: 0, correctedSeconds: 10_000 },
      ],
    },
  ]);
  // ba-07: 5 % of the base fee by the report, 30 % by what is known now.
  const [{ credit } = { credit: null }] = await list();
  expect(credit?.reportedMinor).toBeGreaterThan(0);
  expect(credit?.correctedMinor).toBe(credit!.reportedMinor * 6);
  // The report stands with its share of the fee, too; nobody asked for it in time (ba-08).
  const shown = await openAvailability(platform).handlers["availability.get"]!({
    caller: { scope: { customerId } } as never,
    params: { serverId: id },
    query: { period: MAY },
    body: undefined,
  });
  expect(shown.availability).toMatchObject({
    downSeconds: 3_600,
    creditPercent: 5,
    creditMinor: 0,
  });
  expect(await list(customerId, { contractId, period: MAY })).toHaveLength(1);
  expect(await list(customerId, { contractId: newId() })).toEqual([]);
  expect(await list(customerId, { period: "2026-04" })).toEqual([]);
  // Found to be none after all.
  platform.clock.advance(86_400_000);
  await turn(id, [
    [300_000, "ok"],
    [310_000, "ok"],
  ]);
  await inScope(platform.db, "provider", (tx) =>
    tx
      .updateTable("state_interval")
      .set({ state: "ok" })
      .where("server_id", "=", id)
      .where("from_ms", "=", MAY_MS + 300_000_000)
      .execute(),
  );
  expect(await revisions.reviseAll()).toBe(1);
  expect((await list()).map((one) => [one.number, one.isLast, one.downSecondsChange])).toEqual([
    [2, true, 0],
    [1, false, 10_000],
  ]);
  expect(await list(await addCustomer(platform, "Stranger"))).toEqual([]);
  const audit = await inScope(platform.db, "provider", (tx) =>
    tx
      .selectFrom("audit_entry")
      .select("object")
      .where("action", "=", "availability.adjust")
      .execute(),
  );
  expect(audit).toEqual([{ object: `server:${id}` }, { object: `server:${id}` }]);
  await expect(
    inScope(platform.db, "provider", (tx) => tx.deleteFrom("month_adjustment").execute()),
  ).rejects.toThrow("permission denied");
});

it("R18: every machine of a fleet is looked at again, however many reports there are", async () => {
  platform.clock.set(Date.UTC(2026, 3, 20));
  const many = await addCustomer(platform, "Many");
  const first = await addServer(platform, many, "many-0");
  const contractId = await makeStarterContract(platform, openContracts(platform, newId()), {
    customerId: many,
    serverIds: [first],
    recipients: [],
  });
  platform.clock.set(Date.UTC(2026, 5, 10));
  const now = new Date(platform.clock.nowMs());
  await inScope(platform.db, "provider", async (tx) => {
    const reported = await readMachines(tx, [first], { fromMs: MAY_MS, toMs: JUNE_MS });
    const window = { kind: "month", month: MAY } as const;
    const { judged } = judgeMachine(reported.get(first)!, window, ZONE, now.getTime());
    // Watched without a gap and reported as if never down; then an hour of downtime comes in for each.
    const result = JSON.stringify({ ...judged, unknownMs: 0, points: 100_000 });
    await sql`with new as (
        insert into server (id, customer_id, hostname, state, epoch, last_seen_at, enrolled_at)
        select gen_random_uuid(), ${many}::uuid, 'many-' || n, 'up', 1, ${now}::timestamptz, ${new Date(MAY_MS - 86_400_000)}::timestamptz
        from generate_series(1, 230) as n returning id
      ), bound as (
        insert into contract_server (customer_id, contract_id, server_id, bound_at)
        select ${many}::uuid, ${contractId}::uuid, id, ${new Date(MAY_MS - 86_400_000)}::timestamptz from new
      ), lines as (
        insert into state_interval (customer_id, server_id, check_id, state, from_ms, to_ms, epoch, seq)
        select ${many}::uuid, id, 'host', state, ${MAY_MS}::bigint + from_ms, ${MAY_MS}::bigint + to_ms, 1, seq from new, (values
          (1, 'ok', -86400000, 3600000), (2, 'critical', 3600000, 7200000), (3, 'ok', 7200000, null)) as t (seq, state, from_ms, to_ms)
      )
      insert into frozen_month (customer_id, contract_id, server_id, month, result, frozen_at)
      select ${many}::uuid, ${contractId}::uuid, id, ${MAY}, ${result}::jsonb, ${now}::timestamptz from new`.execute(
      tx,
    );
  });
  const revisions = openRevisions(platform);
  expect(await revisions.reviseAll()).toBe(230);
  expect(await revisions.reviseAll()).toBe(0);
});
