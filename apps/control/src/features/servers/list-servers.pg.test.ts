import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestPlatform, type TestPlatform } from "../../../../../test/control/platform.ts";
import { inScope, type Scope } from "../../platform/database/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { getServer, listServers, type ServerFilter } from "./list-servers.ts";

let platform: TestPlatform;
const customers: string[] = [];

beforeAll(async () => {
  platform = await openTestPlatform();
  await inScope(platform.db, "provider", async (tx) => {
    for (const name of ["Alfa", "Beta"]) {
      const id = newId();
      customers.push(id);
      await tx
        .insertInto("customer")
        .values({ id, name, locale: "en", time_zone: "UTC" })
        .execute();
    }
    await sql`
      insert into server (id, customer_id, hostname, state, worst, last_seen_at)
      select gen_random_uuid(), (${customers}::uuid[])[1 + n % 2], 'web-' || lpad(n::text, 3, '0'),
        (array['up','up','up','down','unreachable','waiting','retired'])[1 + n % 7],
        (array['ok','warning','critical','unknown','ok'])[1 + n % 5],
        case when n % 3 = 0 then null else now() - n * interval '1 minute' end
      from generate_series(1, 140) n`.execute(tx);
  });
});
afterAll(() => platform.close());

const list = (filter: Partial<ServerFilter> = {}, scope: Scope = "provider") =>
  inScope(platform.db, scope, (tx) => listServers(tx, { limit: 50, sort: "worst", ...filter }, []));

async function listAll(filter: Partial<ServerFilter>) {
  const all = [];
  let cursor: string | undefined;
  do {
    const page = await list({ ...filter, limit: 7, ...(cursor !== undefined && { cursor }) });
    all.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return all;
}

describe("the list of servers", () => {
  it("comes page by page, each server once, in every order", async () => {
    const keys = {
      worst: () => "",
      hostname: (s: { hostname: string }) => s.hostname,
      customer: (s: { customerName: string; hostname: string }) =>
        `${s.customerName} ${s.hostname}`,
      "last-seen": (s: { lastSeenAtMs: number | null }) =>
        String(1e15 - (s.lastSeenAtMs ?? 0)).padStart(16, "0"),
    } as const;
    for (const sort of ["worst", "hostname", "customer", "last-seen"] as const) {
      const all = await listAll({ sort });
      expect(new Set(all.map((one) => one.id)).size).toBe(120);
      const order = all.map((one) => keys[sort](one));
      expect(order).toEqual(order.toSorted());
    }
  });
  it("shows what needs a look first", async () => {
    const all = await listAll({ sort: "worst" });
    expect(all[0]!.state).toBe("down");
    const firstOk = all.findIndex((one) => one.state === "up" && one.worst === "ok");
    expect(all.slice(0, firstOk).some((one) => one.worst === "critical")).toBe(true);
    expect(all.slice(firstOk).some((one) => one.state === "up" && one.worst === "critical")).toBe(
      false,
    );
    expect(all.at(-1)!.state).toBe("waiting");
  });
  it("a machine that is down is critical, one whose agent is silent a warning at least; list, page and filter agree", async () => {
    const all = await listAll({ sort: "worst" });
    const worstOf = (state: string) =>
      new Set(all.filter((one) => one.state === state).map((one) => one.worst));
    expect(worstOf("down")).toEqual(new Set(["critical"]));
    expect(worstOf("unreachable")).toEqual(new Set(["critical", "warning"]));
    expect(worstOf("up")).toEqual(new Set(["ok", "warning", "critical", "unknown"]));
    const down = all.find((one) => one.state === "down")!;
    const page = await inScope(platform.db, "provider", (tx) => getServer(tx, down.id, []));
    expect(page.worst).toBe("critical");
    const critical = await listAll({ worst: "critical" });
    expect(critical.map((one) => one.id).sort()).toEqual(
      all
        .filter((one) => one.worst === "critical")
        .map((one) => one.id)
        .sort(),
    );
  });
  it("counts all that match and filters by state, worst, customer and words", async () => {
    expect((await list()).total).toBe(120);
    expect((await list({ state: "retired" })).total).toBe(20);
    expect((await list({ worst: "critical" })).items.every((one) => one.worst === "critical")).toBe(
      true,
    );
    expect(
      (await list({ customerId: customers[0]! })).items.every((one) => one.customerName === "Alfa"),
    ).toBe(true);
    expect(
      (await list({ search: "WEB-00" })).items.every((one) => one.hostname.startsWith("web-00")),
    ).toBe(true);
    expect((await list({ search: "beta" })).items.every((one) => one.customerName === "Beta")).toBe(
      true,
    );
    for (const search of ["%", "_", "\\", "'; drop table server; --"])
      expect((await list({ search })).total).toBe(0);
  });
  it("A01: shows a customer its own servers alone, and another's as not there", async () => {
    const own = await list({}, { customerId: customers[0]! });
    expect(own.items.every((one) => one.customerId === customers[0])).toBe(true);
    expect(own.total).toBe(60);
    const foreign = (await list({ customerId: customers[1]! })).items[0]!;
    const get = (scope: Scope) =>
      inScope(platform.db, scope, (tx) => getServer(tx, foreign.id, []));
    await expect(get({ customerId: customers[0]! })).rejects.toThrow("no such server");
    expect((await get({ customerId: customers[1]! })).hostname).toBe(foreign.hostname);
    expect((await list({ customerId: customers[1]! }, { customerId: customers[0]! })).total).toBe(
      0,
    );
  });
  it("A11: refuses a cursor of another order", async () => {
    const page = await list({ sort: "hostname", limit: 5 });
    await expect(list({ sort: "worst", cursor: page.nextCursor! })).rejects.toThrow(
      "does not belong",
    );
  });
  it("takes facts from every source", async () => {
    const [server] = (await list({ limit: 1 })).items;
    const seen = await inScope(platform.db, "provider", (tx) =>
      getServer(tx, server!.id, [
        async (_tx, ids) => new Map(ids.map((id) => [id, { openAlertCount: 3 }])),
        async (_tx, ids) => new Map(ids.map((id) => [id, { planName: "Managed", contractId: id }])),
      ]),
    );
    expect(seen).toMatchObject({ openAlertCount: 3, planName: "Managed", promisesAtRiskCount: 0 });
  });
});
