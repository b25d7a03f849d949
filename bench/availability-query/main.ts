/**
 * Thirty days of availability for 200 servers through the API, out of a fleet of 10,000, and the front page over that
 * fleet's ledger; every figure of availability is compared with one counted second by second from the same turns.
 *
 *   ./driftvakt bench availability-query [--servers 10000] [--turns 12] [--runs 200]
 */
import { setTimeout as wait } from "node:timers/promises";
import { parseArgs } from "node:util";
import { cpuSeconds, startSystem, type RunningSystem } from "../system/running-system.ts";
import { countSeconds, fillFleet, type Fleet } from "./fill-fleet.ts";

const { values: args } = parseArgs({
  options: {
    servers: { type: "string", default: "10000" },
    turns: { type: "string", default: "12" },
    runs: { type: "string", default: "200" },
  },
});
const RUNS = Number(args.runs);
/** A page is several questions, and a caller may ask only so many a minute. */
const PAGE_RUNS = 30;
const MINUTE_MS = 60_000;
const WARM_UP = 20;
const LEDGER_PAUSE_MS = 10_000;
const DAYS = 30;
const GOAL_MS = { availability: 15, overview: 50, page: 100 };

/** `cpuMs`: what control plane and database worked for one answer, whatever else the machine does meanwhile. */
type Figure = { name: string; p50Ms: number; p95Ms: number; cpuMs: number; goalMs: number };

async function time(
  system: RunningSystem,
  name: string,
  goalMs: number,
  work: (run: number) => Promise<unknown>,
  runs = RUNS,
): Promise<Figure> {
  for (let i = 0; i < WARM_UP; i++) await work(i);
  const pids = [...system.controlPids, system.postgresPid];
  const worked = cpuSeconds(pids);
  const times: number[] = [];
  for (let i = 0; i < runs; i++) {
    const begun = performance.now();
    await work(i);
    times.push(performance.now() - begun);
  }
  const cpuMs = Math.round(((cpuSeconds(pids) - worked) * 10_000) / runs) / 10;
  times.sort((a, b) => a - b);
  const at = (share: number) => Math.round(times[Math.floor(runs * share)]! * 100) / 100;
  return { name, p50Ms: at(0.5), p95Ms: at(0.95), cpuMs, goalMs };
}

type Row = { serverId: string; downSeconds: number; unknownSeconds: number };
type Page = { items: Row[]; nextCursor: string | null };

/** The first machines' figures against the naive count; the window moves with the clock, by a few seconds at most. */
async function compare(system: RunningSystem, fleet: Fleet): Promise<number> {
  const askedMs = Date.now();
  const { items } = (await system.ask("GET", `/availability?days=${DAYS}&limit=50`)) as Page;
  const answeredMs = Date.now();
  let compared = 0;
  for (const item of items) {
    const turns = fleet.turns.get(item.serverId)!;
    const near = (got: number, state: "critical" | "unknown") => {
      const counts = [askedMs, answeredMs].map((toMs) =>
        countSeconds(turns, toMs - DAYS * 86_400_000, toMs, state),
      );
      // One second of rounding at either end of the window.
      const [least, most] = [Math.min(...counts) - 1, Math.max(...counts) + 1];
      if (got < least || got > most)
        throw new Error(`${item.serverId}: ${state} ${got} s, counted ${counts.join(" to ")} s`);
    };
    near(item.downSeconds, "critical");
    near(item.unknownSeconds, "unknown");
    compared++;
  }
  return compared;
}

/** All that the portal asks at once for the page of one machine. */
function openServerPage(system: RunningSystem, id: string): Promise<unknown> {
  const toMs = Date.now();
  const keys = "cpu.busy,load.1,memory.used,swap.used,filesystem.used:*,network.in:*,network.out:*";
  const range = `fromMs=${toMs - 3_600_000}&toMs=${toMs}&points=300`;
  return Promise.all(
    [
      `/servers/${id}`,
      `/servers/${id}/checks`,
      `/servers/${id}/metrics?keys=${encodeURIComponent(keys)}&${range}`,
      `/alerts?serverId=${id}&open=all&limit=200`,
      `/mandates?serverId=${id}&limit=50`,
    ].map((path) => system.ask("GET", path)),
  );
}

/** A fleet that appears at once has its whole ledger to judge; that is not what is measured. */
async function waitForLedger(system: RunningSystem): Promise<void> {
  const count = async () =>
    Number((await system.query<{ n: string }>("select count(*) as n from promise"))[0]!.n);
  for (let before = -1, now = await count(); now !== before; now = await count()) {
    before = now;
    await wait(LEDGER_PAUSE_MS);
  }
}

const system = await startSystem({ catalogue: "ba" });
try {
  const fleet = await fillFleet(system, Number(args.servers), Number(args.turns), DAYS);
  const cursors: string[] = [""];
  for (let i = 0; i < 4; i++) {
    const page = (await system.ask(
      "GET",
      `/availability?days=${DAYS}&limit=200${cursors.at(-1)}`,
    )) as Page;
    if (page.nextCursor === null) break;
    cursors.push(`&cursor=${page.nextCursor}`);
  }
  await waitForLedger(system);
  const compared = await compare(system, fleet);
  const ids = [...fleet.turns.keys()];
  const figures = [
    await time(system, "30 days × 200 servers", GOAL_MS.availability, (run) =>
      system.ask("GET", `/availability?days=${DAYS}&limit=200${cursors[run % cursors.length]}`),
    ),
    await time(system, "this month × 200 servers", GOAL_MS.availability, (run) =>
      system.ask("GET", `/availability?limit=200${cursors[run % cursors.length]}`),
    ),
    await time(system, "overview", GOAL_MS.overview, () => system.ask("GET", "/overview")),
    await time(system, "promises, first page", GOAL_MS.overview, () =>
      system.ask("GET", "/promises?limit=50"),
    ),
    await time(system, "list of servers", GOAL_MS.page, () =>
      system.ask("GET", "/servers?limit=50"),
    ),
  ];
  await wait(MINUTE_MS);
  figures.push(
    await time(
      system,
      "a server's page",
      GOAL_MS.page,
      (run) => openServerPage(system, ids[run % ids.length]!),
      PAGE_RUNS,
    ),
  );
  console.table(figures);
  const ledger = await system.query<{ n: string }>("select count(*) as n from promise");
  console.log(
    JSON.stringify({
      bench: "availability-query",
      servers: Number(args.servers),
      promises: Number(ledger[0]!.n),
      comparedWithNaive: compared,
      figures,
    }),
  );
  process.exitCode = figures[0]!.p50Ms < GOAL_MS.availability ? 0 : 1;
} finally {
  await system.stop();
}
