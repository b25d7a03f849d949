/**
 * How long the portal's questions take in the control plane, as its handlers answer them, on a real PostgreSQL: history
 * of one and of ten series, and the list of 10,000 servers.
 *
 *   ./driftvakt bench query [--days 8] [--servers 10000] [--runs 200]
 */
import { parseArgs } from "node:util";
import { sql } from "kysely";
import { openLayouts } from "../../apps/control/src/features/monitoring/open-layouts.ts";
import { packHour } from "../../apps/control/src/features/monitoring/pack-hour.ts";
import { HOUR_MS } from "../../apps/control/src/features/monitoring/pack/pack-chunk.ts";
import { readMetrics } from "../../apps/control/src/features/monitoring/read-metrics.ts";
import { listServers } from "../../apps/control/src/features/servers/list-servers.ts";
import { inScope } from "../../apps/control/src/platform/database/index.ts";
import { openTestPlatform, type TestPlatform } from "../../test/control/platform.ts";
import { machineReadings, READING_KEYS } from "../agents/machine-readings.ts";
import { makeMachines, storeReadings, type Machine } from "../storage/fill-hours.ts";

const { values: args } = parseArgs({
  options: {
    days: { type: "string", default: "8" },
    servers: { type: "string", default: "10000" },
    runs: { type: "string", default: "200" },
  },
});
const DAYS = Number(args.days);
const RUNS = Number(args.runs);
const DAY_MS = 24 * HOUR_MS;
const FIRST_HOUR = Math.floor(Date.parse("2026-11-01T00:00:00Z") / HOUR_MS);
/** The last hour is under way and lies in rows. */
const NOW_MS = (FIRST_HOUR + DAYS * 24) * HOUR_MS + 40 * 60_000;
const MACHINES = 5;

const ONE = "cpu.busy";
const TEN = [
  "cpu.busy,cpu.user,cpu.system,load.1,memory.used,memory.available",
  "filesystem.used:/,disk.write:sda,network.in:eth0,network.out:eth0",
].join(",");

type Figure = { name: string; p50Ms: number; p95Ms: number; goalMs?: number };

async function time(name: string, work: () => Promise<unknown>, goalMs?: number): Promise<Figure> {
  for (let i = 0; i < 20; i++) await work();
  const times: number[] = [];
  for (let i = 0; i < RUNS; i++) {
    const begun = performance.now();
    await work();
    times.push(performance.now() - begun);
  }
  times.sort((a, b) => a - b);
  const at = (share: number) => Math.round(times[Math.floor(RUNS * share)]! * 100) / 100;
  return { name, p50Ms: at(0.5), p95Ms: at(0.95), ...(goalMs !== undefined && { goalMs }) };
}

async function fill(platform: TestPlatform): Promise<Machine[]> {
  const machines = await makeMachines(platform, MACHINES, READING_KEYS);
  const read = machines.map((_, i) => machineReadings(i + 1));
  await storeReadings(
    platform,
    machines,
    { fromMs: FIRST_HOUR * HOUR_MS, toMs: NOW_MS },
    (machine, beat) => read[machine]!(beat),
  );
  for (let hour = 0; hour < DAYS * 24; hour++) await packHour(platform.db, FIRST_HOUR + hour);
  await sql`analyze sample_chunk, sample_five, sample_hourly`.execute(platform.db).catch(() => {});
  return machines;
}

async function timeHistory(platform: TestPlatform): Promise<Figure[]> {
  const machines = await fill(platform);
  const layouts = openLayouts(platform.db, platform.clock);
  let turn = 0;
  const ask = (keys: string, rangeMs: number, points: number) => () => {
    const { id, customerId } = machines[turn++ % machines.length]!;
    const range = { fromMs: NOW_MS - rangeMs, toMs: NOW_MS };
    return inScope(platform.db, { customerId }, (tx) =>
      readMetrics(tx, layouts, { serverId: id, keys, ...range, points }),
    );
  };
  return [
    await time("24 h, one series, 300 points", ask(ONE, DAY_MS, 300), 3),
    await time("24 h, ten series, 300 points", ask(TEN, DAY_MS, 300), 6),
    await time("24 h, one series, every reading", ask(ONE, DAY_MS, 2000), 3),
    await time("24 h, ten series, every reading", ask(TEN, DAY_MS, 2000), 6),
    await time("1 h, ten series", ask(TEN, HOUR_MS, 300)),
    await time("7 days, ten series", ask(TEN, 7 * DAY_MS, 300)),
    await time(`${DAYS} days, ten series, hours`, ask(TEN, DAYS * DAY_MS, 100)),
  ];
}

async function timeList(platform: TestPlatform): Promise<Figure[]> {
  const customerId = await makeFleet(platform, Number(args.servers));
  const list =
    (filter: object, scope: "provider" | { customerId: string } = "provider") =>
    () =>
      inScope(platform.db, scope, (tx) =>
        listServers(tx, { limit: 50, sort: "worst", ...filter }, []),
      );
  const firstPage = await list({})();
  const figures = [
    await time("list, worst first", list({}), 100),
    await time("list, second page", list({ cursor: firstPage.nextCursor ?? undefined }), 100),
    await time("list, by name", list({ sort: "hostname" }), 100),
    await time("list, by customer", list({ sort: "customer" }), 100),
    await time("list, last seen", list({ sort: "last-seen" }), 100),
    await time("list, search", list({ search: "b-77" }), 100),
    await time("list, only critical", list({ worst: "critical" }), 100),
    await time("list, one customer's own", list({ customerId }, { customerId }), 100),
  ];
  return figures;
}

/** Servers of 200 customers in every state. */
async function makeFleet(platform: TestPlatform, count: number): Promise<string> {
  return inScope(platform.db, "provider", async (tx) => {
    await sql`
      insert into customer (id, name, locale, time_zone)
      select gen_random_uuid(), 'Customer ' || n, 'en', 'UTC' from generate_series(1, 200) n`.execute(
      tx,
    );
    await sql`
      insert into server (id, customer_id, hostname, state, worst, epoch, last_seen_at, operating_system, cpu_percent)
      select gen_random_uuid(), c.id, 'web-' || n || '.example.org',
        (array['up','up','up','up','up','up','up','down','unreachable','waiting'])[1 + n % 10],
        (array['ok','ok','ok','ok','warning','critical','unknown'])[1 + n % 7],
        1, now() - n * interval '1 second', 'Debian GNU/Linux 12 (bookworm)', n % 100
      from generate_series(1, ${count}) n
      join (select id, row_number() over () as i from customer where name like 'Customer %') c on c.i = 1 + n % 200`.execute(
      tx,
    );
    const { rows } = await sql<{
      id: string;
    }>`select id from customer where name = 'Customer 1'`.execute(tx);
    return rows[0]!.id;
  });
}

const platform = await openTestPlatform();
try {
  const figures = [...(await timeHistory(platform)), ...(await timeList(platform))];
  for (const { name, p50Ms, p95Ms, goalMs } of figures)
    console.error(
      `${name.padEnd(36)} p50 ${String(p50Ms).padStart(7)} ms   p95 ${String(p95Ms).padStart(7)} ms${goalMs === undefined ? "" : `   goal ${goalMs} ms`}`,
    );
  console.log(
    JSON.stringify({ bench: "query", days: DAYS, servers: Number(args.servers), figures }),
  );
} finally {
  await platform.close();
}
