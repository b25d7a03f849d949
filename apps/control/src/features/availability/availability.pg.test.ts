import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
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
import { openContracts } from "../contracts/index.ts";
import { findFrozenMonths, freezeSettledMonths } from "./freeze-months.ts";
import { getAvailability, listAvailability } from "./list-availability.ts";

/** May 2026 in Sarajevo: 31 days of 86,400 s, from 22:00 UTC of the last day of April. */
const MAY = "2026-05";
const MAY_MS = Date.UTC(2026, 3, 30, 22);
const MAY_SECONDS = 31 * 86_400;
const JUNE_3_MS = Date.UTC(2026, 5, 3);
const JUNE_10_MS = Date.UTC(2026, 5, 10);

let platform: TestPlatform;
let customerId: string;
beforeAll(async () => {
  platform = await openTestPlatform();
  await activateShipped(platform, "ba");
  customerId = await addCustomer(platform);
});
afterAll(() => platform.close());

type Turn = readonly [second: number, state: IntervalState];

/** A fully managed VPS at 150.00 BAM, under contract and watched since 20 April. */
async function vps(hostname: string, turns: readonly Turn[]): Promise<string> {
  platform.clock.set(Date.UTC(2026, 3, 20));
  const id = await addServer(platform, customerId, hostname);
  const contracts = openContracts(platform, newId());
  await makeStarterContract(platform, contracts, { customerId, serverIds: [id], recipients: [] });
  await turn(id, [[-86_400, "ok"], ...turns]);
  platform.clock.set(JUNE_10_MS);
  return id;
}

const turn = (serverId: string, turns: readonly Turn[]) =>
  inScope(platform.db, "provider", async (tx) => {
    for (const [second, state] of turns) {
      const atMs = MAY_MS + second * 1000;
      await turnInterval(tx, { customerId, serverId, checkId: "host", state, atMs });
    }
  });

async function announce(
  serverId: string,
  work: { cause: "planned-work" | "attack"; from: number; to: number; announced: number },
): Promise<void> {
  const at = (second: number) => new Date(MAY_MS + second * 1000);
  const id = newId();
  await inScope(platform.db, "provider", async (tx) => {
    await tx
      .insertInto("announcement")
      .values({
        id,
        subject: "work",
        body: "",
        cause: work.cause,
        starts_at: at(work.from),
        ends_at: at(work.to),
        announced_at: at(work.announced),
        cancelled_at: null,
        announced_by: JSON.stringify({ id: "t1", name: "T" }),
      })
      .execute();
    const concerned = { announcement_id: id, customer_id: customerId, server_id: serverId };
    await tx.insertInto("announcement_server").values(concerned).execute();
  });
}

const may = (id: string, nowMs = platform.clock.nowMs()) =>
  inScope(platform.db, "provider", (tx) => getAvailability(tx, id, { period: MAY }, nowMs));

describe("availability of a month", () => {
  it("ba-06, ba-07: one hour down in May is 99.86 %, which gives 5 % of the base fee", async () => {
    const { availability, outages } = await may(
      await vps("one-hour", [
        [2_600_000, "critical"],
        [2_603_600, "ok"],
      ]),
      JUNE_3_MS,
    );
    expect(availability).toMatchObject({
      period: MAY,
      observedSeconds: MAY_SECONDS,
      downSeconds: 3600,
      excludedSeconds: 0,
      unknownSeconds: 0,
      milliPercent: 99_865,
      promisedMilliPercent: 99_900,
      creditPercent: 5,
      creditMinor: 750,
      currency: "BAM",
    });
    expect(outages).toEqual([
      {
        fromMs: MAY_MS + 2_600_000_000,
        toMs: MAY_MS + 2_603_600_000,
        cause: "unclassified",
        counted: true,
        excludedByClause: null,
        alertId: null,
      },
    ]);
  });
  it("ba-06: 2,678 s are within 99.9 %, 2,679 s are not", async () => {
    const kept = await may(
      await vps("kept", [
        [10, "critical"],
        [2688, "ok"],
      ]),
    );
    expect(kept.availability).toMatchObject({
      downSeconds: 2678,
      creditPercent: 0,
      creditMinor: 0,
    });
    const missed = await may(
      await vps("missed", [
        [10, "critical"],
        [2689, "ok"],
      ]),
    );
    expect(missed.availability).toMatchObject({ downSeconds: 2679, creditPercent: 5 });
  });
  it("ba-07, ba-08: six hours down are 99.19 %: 30 % of 150.00 BAM, until 7 days after that day", async () => {
    const id = await vps("six-hours", [
      [30 * 86_400, "critical"],
      [30 * 86_400 + 21_600, "ok"],
    ]);
    const { availability } = await may(id, JUNE_3_MS);
    expect(availability).toMatchObject({
      milliPercent: 99_193,
      creditPercent: 30,
      creditMinor: 4500,
    });
    // Established on 31 May: the last day to ask is 7 June, local time.
    const lastMoment = Date.UTC(2026, 5, 7, 21, 59, 59);
    expect((await may(id, lastMoment)).availability.creditMinor).toBe(4500);
    expect((await may(id, lastMoment + 1000)).availability.creditMinor).toBe(0);
  });
  it("ba-05: work announced 24 hours ahead is no downtime, only inside its window", async () => {
    const id = await vps("announced", [
      [200_000, "critical"],
      [207_200, "ok"],
    ]);
    await announce(id, {
      cause: "planned-work",
      from: 200_000,
      to: 203_600,
      announced: 200_000 - 86_400,
    });
    const { availability, outages } = await may(id);
    expect(availability).toMatchObject({
      downSeconds: 3600,
      excludedSeconds: 3600,
      creditPercent: 5,
    });
    expect(outages.map((one) => [one.counted, one.excludedByClause, one.cause])).toEqual([
      [false, "ba-05", "planned-work"],
      [true, null, "planned-work"],
    ]);
  });
  it("ba-04, ba-05: work announced one second too late excuses nothing", async () => {
    const id = await vps("too-late", [
      [200_000, "critical"],
      [203_600, "ok"],
    ]);
    await announce(id, {
      cause: "planned-work",
      from: 200_000,
      to: 203_600,
      announced: 200_001 - 86_400,
    });
    expect((await may(id)).availability).toMatchObject({ downSeconds: 3600, excludedSeconds: 0 });
  });
  it("ba-05: an attack excuses its own time, not the hour before it", async () => {
    const id = await vps("attacked", [
      [300_000, "critical"],
      [307_200, "ok"],
    ]);
    await announce(id, { cause: "attack", from: 303_600, to: 400_000, announced: 303_700 });
    const { availability, outages } = await may(id);
    expect(availability).toMatchObject({ downSeconds: 3600, excludedSeconds: 3600 });
    expect(outages.map((one) => [one.counted, one.cause])).toEqual([
      [true, "unclassified"],
      [false, "attack"],
    ]);
  });
  it("ba-02, R12: time without evidence is left out, and is not downtime", async () => {
    const { availability } = await may(
      await vps("unknown-day", [
        [86_400, "unknown"],
        [172_800, "ok"],
        [200_000, "critical"],
        [203_600, "ok"],
      ]),
    );
    expect(availability).toMatchObject({
      observedSeconds: MAY_SECONDS - 86_400,
      unknownSeconds: 86_400,
      downSeconds: 3600,
      // 2,588,400 of 2,592,000 s.
      milliPercent: 99_861,
    });
  });
  it("ba-02: a machine that joined in mid-month is measured from then on; an outage that lasts has no end", async () => {
    platform.clock.set(MAY_MS + 20 * 86_400_000);
    const id = await addServer(platform, customerId, "joined");
    const contracts = openContracts(platform, newId());
    await makeStarterContract(platform, contracts, { customerId, serverIds: [id], recipients: [] });
    await turn(id, [
      [20 * 86_400 + 600, "ok"],
      [21 * 86_400, "critical"],
    ]);
    platform.clock.set(MAY_MS + 21 * 86_400_000 + 90_000);
    const { availability, outages } = await may(id);
    expect(availability).toMatchObject({
      observedSeconds: 86_400 - 600 + 90,
      unknownSeconds: 600,
      downSeconds: 90,
    });
    expect(outages.map((one) => one.toMs)).toEqual([null]);
  });
  it("ba-07: a month is judged by the contract of that month, not by one that begins when it ends", async () => {
    const id = await vps("moved", [
      [2_600_000, "critical"],
      [2_603_600, "ok"],
    ]);
    const ends = new Date(MAY_MS + MAY_SECONDS * 1000);
    await inScope(platform.db, "provider", (tx) =>
      tx
        .updateTable("contract_server")
        .set({ freed_at: ends })
        .where("server_id", "=", id)
        .execute(),
    );
    platform.clock.set(ends.getTime());
    const contracts = openContracts(platform, newId());
    await makeStarterContract(platform, contracts, { customerId, serverIds: [id], recipients: [] });
    platform.clock.set(JUNE_10_MS);
    const { availability } = await may(id, JUNE_3_MS);
    const expected = { observedSeconds: MAY_SECONDS, milliPercent: 99_865, creditMinor: 750 };
    expect(availability).toMatchObject(expected);
    const { items } = await inScope(platform.db, { customerId }, (tx) =>
      listAvailability(tx, { period: MAY, limit: 200 }, JUNE_3_MS),
    );
    expect(items.find((one) => one.serverId === id)).toMatchObject(expected);
  });
  it("the last days and a page of machines come out as counted second by second", async () => {
    const turns = randomTurns(7, 40);
    const id = await vps("random", turns);
    const days = 30;
    const { items } = await inScope(platform.db, { customerId }, (tx) =>
      listAvailability(tx, { days, limit: 200 }, platform.clock.nowMs()),
    );
    const counted = countSeconds(
      turns,
      (JUNE_10_MS - MAY_MS) / 1000 - days * 86_400,
      days * 86_400,
    );
    const own = items.find((one) => one.serverId === id)!;
    expect(own.downSeconds).toBe(counted.critical);
    expect(own.unknownSeconds).toBe(counted.unknown);
    expect(own.observedSeconds).toBe(days * 86_400 - counted.unknown);
    const of = days * 86_400 - counted.unknown;
    expect(own.milliPercent).toBe(Math.floor(((of - counted.critical) * 100_000) / of));
    expect(items.length).toBeGreaterThan(7);
  });
  it("ba-02, R18: a month stands as it was reported, whatever comes in later", async () => {
    const id = await vps("reported", [
      [200_000, "critical"],
      [203_600, "ok"],
    ]);
    const freeze = () =>
      inScope(platform.db, "provider", (tx) =>
        freezeSettledMonths(tx, "Europe/Sarajevo", JUNE_10_MS),
      );
    const early = await inScope(platform.db, "provider", (tx) =>
      freezeSettledMonths(tx, "Europe/Sarajevo", Date.UTC(2026, 5, 4)),
    );
    expect(early).toBeGreaterThan(0);
    while ((await freeze()) > 0);
    await turn(id, [
      [300_000, "critical"],
      [310_000, "ok"],
    ]);
    expect((await may(id)).availability).toMatchObject({ downSeconds: 3600, milliPercent: 99_865 });
    await expect(
      inScope(platform.db, "provider", (tx) => tx.deleteFrom("frozen_month").execute()),
    ).rejects.toThrow("permission denied");
  });
  it("R18: machines whose contract was over before the month hold up nobody's report", async () => {
    const id = await vps("behind", []);
    await inScope(platform.db, "provider", async (tx) => {
      const [ended] = (
        await sql<{ id: string }>`
          insert into contract (id, customer_id, number, catalogue_id, catalogue_version, plan_id, state, starts_at, ends_at, recipients)
          select gen_random_uuid(), customer_id, 'ended', catalogue_id, catalogue_version, plan_id, state, '2026-01-01', '2026-02-01', recipients
          from contract where customer_id = ${customerId} limit 1 returning id`.execute(tx)
      ).rows;
      await sql`
        with made as (
          insert into server (id, customer_id, hostname, state, epoch, enrolled_at)
          select gen_random_uuid(), ${customerId}, 'left-' || n, 'up', 1, '2026-01-01' from generate_series(1, 300) as n
          returning id
        )
        insert into contract_server (customer_id, contract_id, server_id, bound_at)
        select ${customerId}, ${ended!.id}, id, '2026-01-01' from made`.execute(tx);
      while ((await freezeSettledMonths(tx, "Europe/Sarajevo", JUNE_10_MS)) > 0);
      const frozen = await findFrozenMonths(tx, [id], MAY);
      expect(frozen.size).toBe(1);
    });
  });
});

/** Turns at whole seconds of 40 days, from a seed. */
function randomTurns(seed: number, days: number): Turn[] {
  let state = seed;
  const next = () => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
  const turns: Turn[] = [];
  for (let second = 1; second < days * 86_400; second += 1 + Math.floor(next() * 20_000))
    turns.push([second, (["ok", "critical", "unknown"] as const)[Math.floor(next() * 3)]!]);
  return turns;
}

/** Naive on purpose: looks at every second. */
function countSeconds(turns: readonly Turn[], from: number, length: number) {
  const counts = { ok: 0, critical: 0, unknown: 0 };
  let place = -1;
  for (let second = from; second < from + length; second++) {
    while (place + 1 < turns.length && turns[place + 1]![0] <= second) place++;
    counts[(turns[place]?.[1] ?? "ok") as "ok"] += 1;
  }
  return counts;
}
