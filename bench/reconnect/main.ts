/**
 * A whole fleet comes back at once after the control plane was killed (R8): real protocol over TLS, real keys, an address
 * each, the agents' own waits. Generator, control plane and PostgreSQL share the machine.
 *
 *   ./driftvakt bench reconnect [--agents 10000] [--beat 15] [--signal SIGKILL | SIGINT]
 */
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { setTimeout as pause } from "node:timers/promises";
import { ControlPlane } from "../../test/e2e/control-plane.ts";
import { ReconnectingFleet } from "../../test/e2e/reconnecting-fleet.ts";
import { openLedger } from "../../test/e2e/witness.ts";
import { cpuSeconds, residentMib } from "../system/running-system.ts";

const { values: args } = parseArgs({
  options: {
    agents: { type: "string", default: "10000" },
    beat: { type: "string", default: "15" },
    signal: { type: "string", default: "SIGKILL" },
    json: { type: "boolean", default: false },
  },
});
const BACK_WITHIN_SECONDS = 600;
const LOOK_EVERY_MS = 200;

/** Two connections an agent on both sides, and some for everything else. */
function fitAgents(): number {
  const limit = Number(
    /Max open files\s+\d+\s+(\d+)/.exec(readFileSync("/proc/self/limits", "utf8"))?.[1],
  );
  const most = Math.floor((limit - 500) / 2);
  const wanted = Number(args.agents);
  if (wanted > most)
    console.error(`${most} agents instead: this machine allows ${limit} open files a process`);
  return Math.min(wanted, most);
}

const AGENTS = fitAgents();

async function main(): Promise<void> {
  const control = new ControlPlane({ host: "127.0.0.1", port: 17_743, catalogue: "msp" });
  let fleet: ReconnectingFleet | undefined;
  try {
    await control.start();
    const customer = { name: "Many", locale: "en" as const, timeZone: "UTC" };
    const { id: customerId } = await control.ask("customers.create", { body: customer });
    const ledger = await openLedger(control.folder);
    fleet = await ReconnectingFleet.open(
      { url: new URL(control.url), count: AGENTS, beatSeconds: Number(args.beat), customerId },
      ledger,
    );
    await ledger.end();
    const begun = performance.now();
    fleet.start();
    await fleet.waitUntilBack(BACK_WITHIN_SECONDS);
    console.error(`${AGENTS} agents signed in, ${seconds(performance.now() - begun)} s`);
    await pause(2000);
    console.log(JSON.stringify(await measure(control, fleet)));
  } finally {
    fleet?.close();
    await control.close();
  }
}

async function measure(control: ControlPlane, fleet: ReconnectingFleet) {
  fleet.lose();
  const lostAt = performance.now();
  await control.stop(args.signal as NodeJS.Signals);
  await control.start();
  const downMs = performance.now() - lostAt;
  const before = { control: 0, generator: process.cpuUsage() };
  const waits: number[] = [];
  const memory: number[] = [];
  const back = fleet.waitUntilBack(BACK_WITHIN_SECONDS).then(() => true);
  let isBack = false;
  void back.finally(() => (isBack = true)).catch(() => undefined);
  let told = performance.now();
  while (!isBack) {
    const asked = performance.now();
    await control.ask("servers.list", { query: { limit: 50 } });
    waits.push(performance.now() - asked);
    memory.push(residentMib(control.pid));
    if (performance.now() - told > 10_000) {
      told = performance.now();
      console.error(`${seconds(told - lostAt)} s: ${fleet.away} still away`);
    }
    await pause(LOOK_EVERY_MS);
  }
  await back;
  const used = process.cpuUsage(before.generator);
  const cores = {
    control: cpuSeconds([control.pid]),
    generator: (used.user + used.system) / 1e6,
  };
  const times = fleet.backSeconds();
  fleet.lose();
  await fleet.waitUntilBack(BACK_WITHIN_SECONDS);
  const ledger = await openLedger(control.folder);
  const counted = await fleet.countLost(ledger);
  await ledger.end();
  waits.sort((a, b) => a - b);
  const result = {
    bench: "reconnect",
    agents: AGENTS,
    downSeconds: seconds(downMs),
    backSeconds: { median: at(times, 0.5), p99: at(times, 0.99), last: at(times, 1) },
    longestWaitSeconds: seconds(Math.max(...fleet.agents.map((one) => one.longestWaitMs))),
    portalMs: {
      asked: waits.length,
      median: at(waits, 0.5),
      p99: at(waits, 0.99),
      worst: at(waits, 1),
    },
    refused: fleet.agents.reduce((sum, one) => sum + one.refusals, 0),
    ...counted,
    controlMib: Math.round(Math.max(...memory)),
    cpuSeconds: { control: Math.round(cores.control), generator: Math.round(cores.generator) },
  };
  if (!args.json)
    for (const [name, value] of Object.entries(result))
      console.error(`${name.padEnd(20)} ${JSON.stringify(value).replaceAll(/[{}"]/g, "")}`);
  if (counted.lost > 0 || counted.doubled > 0) process.exitCode = 1;
  return result;
}

function at(sorted: readonly number[], share: number): number {
  const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return Math.round(value * 10) / 10;
}

function seconds(ms: number): number {
  return Math.round(ms / 100) / 10;
}

await main();
