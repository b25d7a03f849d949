/**
 * How many reports a second the control plane takes: signed in, judged by ten rules a server, acknowledged after the
 * commit. Generator, control plane and PostgreSQL share the machine.
 *
 *   ./driftvakt bench ingest [--servers 1000] [--seconds 60] [--rate 8000 | 0 = as fast as they are acknowledged]
 */
import { parseArgs } from "node:util";
import {
  enrol,
  makeAgent,
  signIn,
  type Send,
  type SimulatedAgent,
} from "../agents/simulated-agent.ts";
import { machineReadings, READING_KEYS } from "../agents/machine-readings.ts";
import { layoutId, type CheckEvent } from "@driftvakt/protocol/agent";
import {
  cpuSeconds,
  residentMib,
  startSystem,
  type RunningSystem,
} from "../system/running-system.ts";
import { Connection } from "./connection.ts";
import { openJudge, RULE_COUNT } from "./judge-rules.ts";

const { values: args } = parseArgs({
  options: {
    servers: { type: "string", default: "1000" },
    seconds: { type: "string", default: "60" },
    rate: { type: "string", default: "8000" },
    json: { type: "boolean", default: false },
  },
});
const SERVERS = Number(args.servers);
const SECONDS = Number(args.seconds);
const RATE = Number(args.rate);
/** Different rows of readings, walked through by every machine from a place of its own. */
const MACHINES = 16;
const BEATS = 240;
const LAYOUT = layoutId(READING_KEYS);
const TICK_MS = 4;
/** Enrolments are limited by address; a fleet comes from many. */
const AGENTS_PER_ADDRESS = 15;

type Beat = { readonly values: readonly (number | null)[]; readonly json: string };
type Agent = SimulatedAgent & {
  connection: Connection;
  head: string;
  readonly judge: ReturnType<typeof openJudge>;
  readonly beats: readonly Beat[];
  beat: number;
  acknowledged: number;
};

const tally = { reports: 0, events: 0, refused: 0, waits: new Float64Array(0), count: 0 };

function makeBeats(): Beat[][] {
  return Array.from({ length: MACHINES }, (_, seed) => {
    const read = machineReadings(seed + 1);
    return Array.from({ length: BEATS }, (__, beat) => {
      const values = read(beat);
      return { values, json: JSON.stringify(values) };
    });
  });
}

/** Speaks the agent's protocol over a connection. */
function speak(connection: Connection, host: string): Send {
  return async (method, path, body, token) => {
    const answer = await connection.send(head(method, path, host, token), JSON.stringify(body));
    return {
      status: answer.status,
      body: answer.body === "" ? undefined : JSON.parse(answer.body),
    };
  };
}

function head(method: string, path: string, host: string, token?: string): string {
  const bearer = token === undefined ? "" : `authorization: Bearer ${token}\r\n`;
  return `${method} ${path} HTTP/1.1\r\nhost: ${host}\r\n${bearer}content-type: application/json\r\n`;
}

async function makeFleet(system: RunningSystem): Promise<Agent[]> {
  const { hostname, port, host } = new URL(system.url);
  const customer = (await system.ask("POST", "/customers", {
    name: "Load",
    locale: "en",
    timeZone: "UTC",
  })) as { id: string };
  const beats = makeBeats();
  const agents: Agent[] = [];
  for (let i = 0; i < SERVERS; i++) {
    const name = `load-${i}.example.org`;
    const made = (await system.ask("POST", "/enrolments", {
      hostname: name,
      customerId: customer.id,
    })) as { token: string; serverKey: string };
    const place = Math.floor(i / AGENTS_PER_ADDRESS);
    const from = `127.1.${Math.floor(place / 250)}.${(place % 250) + 1}`;
    const connection = await Connection.open(hostname, Number(port), from);
    const agent: Agent = {
      ...makeAgent(name),
      connection,
      head: "",
      judge: openJudge(),
      beats: beats[i % MACHINES]!,
      beat: (i * 37) % BEATS,
      acknowledged: 0,
    };
    const send = speak(connection, host);
    await enrol(send, agent, made.token, made.serverKey);
    await signIn(send, agent);
    agent.head = head("POST", "/agent/v1/reports", host, agent.token);
    await connection.send(
      agent.head,
      JSON.stringify({ sentAtMs: Date.now(), layouts: { [LAYOUT]: READING_KEYS }, reports: [] }),
    );
    agents.push(agent);
  }
  return agents;
}

/** One beat of one machine: read, judge, report, wait for the acknowledgement. */
async function report(agent: Agent): Promise<void> {
  const beat = agent.beats[agent.beat]!;
  agent.beat = (agent.beat + 1) % BEATS;
  const nowMs = Date.now();
  const changes = agent.judge(beat.values, nowMs);
  const seq = ++agent.seq;
  const events: CheckEvent[] = changes.map((change) => ({ ...change, seq: ++agent.seq }));
  const more = events.length === 0 ? "" : `,"events":${JSON.stringify(events)}`;
  const body = `{"sentAtMs":${nowMs},"reports":[{"seq":${seq},"atMs":${nowMs},"layout":"${LAYOUT}","values":${beat.json}}]${more}}`;
  const begun = performance.now();
  const answer = await agent.connection.send(agent.head, body);
  if (
    answer.status !== 200 ||
    answer.body.includes("unknownLayouts") ||
    answer.body.includes("rejected")
  ) {
    if (tally.refused++ < 3) console.error(`refused: ${answer.status} ${answer.body}`);
    return;
  }
  agent.acknowledged++;
  tally.reports++;
  tally.events += events.length;
  tally.waits[tally.count++ % tally.waits.length] = performance.now() - begun;
}

/** Every machine in turn, at a steady rate; one whose last report is not acknowledged yet is waited for. */
async function drive(agents: readonly Agent[], untilMs: number): Promise<{ behind: number }> {
  if (RATE === 0) {
    await Promise.all(
      agents.map(async (agent) => {
        while (performance.now() < untilMs) await report(agent);
      }),
    );
    return { behind: 0 };
  }
  const idle = [...agents];
  let sent = 0;
  let underWay = 0;
  let behind = 0;
  const begun = performance.now();
  const isDue = () => Math.floor(((Math.min(performance.now(), untilMs) - begun) / 1000) * RATE);
  const start = (agent: Agent): void => {
    sent++;
    underWay++;
    void report(agent).finally(() => {
      idle.push(agent);
      underWay--;
    });
  };
  await new Promise<void>((done) => {
    const timer = setInterval(() => {
      const ready = idle.splice(0, isDue() - sent);
      ready.forEach(start);
      behind = Math.max(behind, isDue() - sent);
      if (performance.now() < untilMs || underWay > 0) return;
      clearInterval(timer);
      done();
    }, TICK_MS);
  });
  return { behind };
}

function percentile(sorted: Float64Array, share: number): number {
  return Math.round((sorted[Math.floor(sorted.length * share)] ?? 0) * 10) / 10;
}

async function main(): Promise<void> {
  const system = await startSystem();
  try {
    const setUp = performance.now();
    const agents = await makeFleet(system);
    console.error(
      `${SERVERS} servers enrolled and signed in, ${Math.round((performance.now() - setUp) / 1000)} s`,
    );
    tally.waits = new Float64Array(1_000_000);
    const cpu = () => ({
      control: cpuSeconds(system.controlPids),
      postgres: cpuSeconds([system.postgresPid]),
      generator: process.cpuUsage().user / 1e6 + process.cpuUsage().system / 1e6,
    });
    const before = cpu();
    const begun = performance.now();
    const progress = setInterval(() => {
      const seconds = (performance.now() - begun) / 1000;
      console.error(`${Math.round(seconds)} s: ${Math.round(tally.reports / seconds)} reports/s`);
    }, 10_000);
    const { behind } = await drive(agents, begun + SECONDS * 1000);
    clearInterval(progress);
    const seconds = (performance.now() - begun) / 1000;
    const after = cpu();
    const lost = await countLost(system, agents);
    const waits = tally.waits.subarray(0, Math.min(tally.count, tally.waits.length)).toSorted();
    const share = (name: keyof typeof before) =>
      Math.round(((after[name] - before[name]) / seconds) * 100) / 100;
    const result = {
      bench: "ingest",
      reportsPerSecond: Math.round(tally.reports / seconds),
      valuesPerSecond: Math.round((tally.reports * READING_KEYS.length) / seconds),
      seconds: Math.round(seconds),
      servers: SERVERS,
      rulesPerServer: RULE_COUNT,
      events: tally.events,
      acknowledged: tally.reports,
      refused: tally.refused,
      lost: lost.lost,
      doubled: lost.doubled,
      behindMost: behind,
      latencyMs: {
        p50: percentile(waits, 0.5),
        p95: percentile(waits, 0.95),
        p99: percentile(waits, 0.99),
        most: percentile(waits, 0.99999),
      },
      cores: {
        control: share("control"),
        postgres: share("postgres"),
        generator: share("generator"),
      },
      controlMib: Math.round(residentMib(system.controlPids[0]!)),
    };
    for (const agent of agents) agent.connection.close();
    if (!args.json) printTable(result);
    console.log(JSON.stringify(result));
    if (lost.lost > 0 || lost.doubled > 0) process.exitCode = 1;
  } catch (error) {
    console.error(`the control plane's last words:\n${system.lastWords()}`);
    throw error;
  } finally {
    await system.stop();
  }
}

/** Holds what was acknowledged against what is stored. */
async function countLost(system: RunningSystem, agents: readonly Agent[]) {
  const rows = await system.query<{ id: string; n: string; numbers: string }>(`
    select server.id, count(*) as n, count(distinct sample.seq) as numbers
    from sample join server on server.no = sample.server_no group by server.id`);
  const stored = new Map(rows.map((row) => [row.id, row]));
  let lost = 0;
  let doubled = 0;
  for (const agent of agents) {
    const row = stored.get(agent.serverId);
    lost += Math.max(0, agent.acknowledged - Number(row?.numbers ?? 0));
    doubled += Number(row?.n ?? 0) - Number(row?.numbers ?? 0);
  }
  return { lost, doubled };
}

function printTable(result: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(result)) {
    const shown =
      typeof value === "object" ? JSON.stringify(value).replaceAll(/[{}"]/g, "") : String(value);
    console.error(`${name.padEnd(18)} ${shown}`);
  }
}

await main();
