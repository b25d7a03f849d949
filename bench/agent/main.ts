/**
 * What the shipped agent costs the machine it watches: processor, memory, disk for three days without a control plane.
 *
 *   ./driftvakt bench agent [--minutes 5] [--beat 15]
 *
 * The executable of `npm run build -w apps/agent` runs as its service does, against a peer that speaks the real protocol.
 */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { Spool } from "../../apps/agent/src/spool/index.ts";
import { ControlPeer } from "../../test/agent-protocol/control-peer.ts";
import { EXECUTABLE } from "../../test/agent-protocol/install-files.ts";

const { values: args } = parseArgs({
  options: { minutes: { type: "string", default: "5" }, beat: { type: "string", default: "15" } },
});
const MINUTES = Number(args.minutes);
const BEAT_SECONDS = Number(args.beat);
/** As the installer's unit has it. */
const ENVIRONMENT = {
  BUN_JSC_useDFGJIT: "0",
  BUN_JSC_forceRAMSize: "67108864",
  BUN_GC_TIMER_DISABLE: "1",
  BUN_GC_RUNS_UNTIL_SKIP_RELEASE_ACCESS: "0",
  MIMALLOC_PURGE_HOLES_MIN_INTERVAL: "60000",
};
const TICKS_PER_SECOND = 100;
const OFFLINE_HOURS = 72;
const VALUES_PER_REPORT = 60;
/** Beats before counting: start, first look at packages. */
const WARM_UP_BEATS = 4;
const START_LOOK_MS = 250;

const folder = mkdtempSync(join(tmpdir(), "driftvakt-bench-agent-"));
const state = join(folder, "state");

if (!existsSync(EXECUTABLE)) throw new Error("build it first: npm run build -w apps/agent");
const peer = new ControlPeer();
peer.target = peer.makeTarget(1, checks(), BEAT_SECONDS);
await peer.listen();
const enrolment = run(
  "enrol",
  "--server",
  peer.url,
  "--token",
  peer.token,
  "--server-key",
  peer.fingerprint,
);
await once(enrolment, "exit");
const begun = performance.now();
const agent = run("run");
try {
  await peer.until("a first report", () => peer.reports[0], 30);
  const firstReportMs = Math.round(performance.now() - begun);
  const figures = await measure(agent);
  const spool = measureSpool();
  const result = {
    bench: "agent",
    minutes: MINUTES,
    beatSeconds: BEAT_SECONDS,
    firstReportMs,
    ...figures,
    ...spool,
  };
  tell(result);
  console.log(JSON.stringify(result));
} finally {
  agent.kill("SIGKILL");
  await peer.close();
  rmSync(folder, { recursive: true, force: true });
}
process.exit();

function checks() {
  const clauses = ["msp-07"];
  const metric = { type: "metric" as const, clauses, comparison: "above" as const, maxAttempts: 3 };
  return [
    { ...metric, id: "cpu", metric: "cpu.busy", warning: 90, critical: 98 },
    { ...metric, id: "memory", metric: "memory.used", warning: 90, critical: 98 },
    {
      type: "filesystems" as const,
      id: "filesystem",
      clauses,
      warningPercent: 90,
      criticalPercent: 95,
      maxAttempts: 1,
    },
    {
      type: "units" as const,
      id: "service",
      clauses,
      scope: "enabled" as const,
      units: [],
      except: [],
      settleSeconds: 10,
    },
  ];
}

function run(...argv: string[]): ChildProcess {
  const env = { ...process.env, ...ENVIRONMENT };
  return spawn(EXECUTABLE, [...argv, "--state", state], { env, stdio: "ignore" });
}

async function measure({ pid }: ChildProcess) {
  const atStart: number[] = [];
  const look = setInterval(() => atStart.push(pssBytes(pid)), START_LOOK_MS);
  await peer.until(
    "some beats",
    () => peer.reports.length > WARM_UP_BEATS,
    (WARM_UP_BEATS + 2) * BEAT_SECONDS,
  );
  clearInterval(look);
  const before = processor(pid);
  const beats = peer.reports.length;
  const from = performance.now();
  const pss: number[] = [];
  while (performance.now() - from < MINUTES * 60_000) {
    pss.push(pssBytes(pid));
    await sleep(1000);
  }
  const after = processor(pid);
  const minutes = (performance.now() - from) / 60_000;
  const mebibytes = (bytes: number) => Math.round((bytes / 1024 / 1024) * 10) / 10;
  return {
    cpuSecondsPerMinute: Math.round(((after.own - before.own) / minutes) * 10_000) / 10_000,
    childCpuSecondsPerMinute:
      Math.round(((after.children - before.children) / minutes) * 10_000) / 10_000,
    beats: peer.reports.length - beats,
    processes: lastProcesses(),
    pssStartMaxMebibytes: mebibytes(Math.max(...atStart)),
    pssMeanMebibytes: mebibytes(pss.reduce((sum, one) => sum + one, 0) / pss.length),
    pssMaxMebibytes: mebibytes(Math.max(...pss)),
    executableMebibytes: mebibytes(statSync(EXECUTABLE).size),
  };
}

function processor(pid: number | undefined): { own: number; children: number } {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  const fields = stat
    .slice(stat.lastIndexOf(")") + 2)
    .split(" ")
    .map(Number);
  const seconds = (first: number) =>
    ((fields[first - 3] ?? 0) + (fields[first - 2] ?? 0)) / TICKS_PER_SECOND;
  return { own: seconds(14), children: seconds(16) };
}

function pssBytes(pid: number | undefined): number {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
  return Number(/^Pss:\s+(\d+) kB/m.exec(text)?.[1]) * 1024;
}

function lastProcesses(): number | null {
  const report = peer.reports.at(-1);
  const at = report ? peer.layouts.get(report.layout)?.indexOf("processes.total") : undefined;
  return at === undefined ? null : (report?.values[at] ?? null);
}

/** Fills a spool with three days of reports, as where nobody listens, and reads it out again. */
function measureSpool() {
  const path = join(folder, "spool.db");
  const spool = new Spool(path);
  const reports = (OFFLINE_HOURS * 3600) / BEAT_SECONDS;
  const startMs = Date.now();
  for (let i = 0; i < reports; i++)
    spool.add([
      {
        atMs: startMs + i * BEAT_SECONDS * 1000,
        layout: "0123456789abcdef",
        values: madeUpValues(),
      },
    ]);
  const bytes = statSync(path).size + statSync(`${path}-wal`).size;
  const begun = performance.now();
  let delivered = 0;
  for (let upTo = 0; ;) {
    const next = spool.pending(upTo, 500);
    if (next.upTo === upTo) break;
    upTo = next.upTo;
    delivered += next.records.length;
    spool.acknowledge(next.records.map(({ seq }) => seq));
  }
  const replaySeconds = (performance.now() - begun) / 1000;
  spool.close();
  return {
    spoolReports: delivered,
    spoolLost: reports - delivered,
    spoolMebibytes: Math.round((bytes / 1024 / 1024) * 10) / 10,
    spoolBytesPerReport: Math.round(bytes / reports),
    spoolReplayReportsPerSecond: Math.round(reports / replaySeconds),
  };
}

function madeUpValues(): number[] {
  return Array.from({ length: VALUES_PER_REPORT }, (_, i) =>
    i % 4 === 3 ? Math.floor(Math.random() * 1e11) : Math.round(Math.random() * 10_000) / 100,
  );
}

function tell(figures: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(figures))
    console.error(`${name.padEnd(30)} ${String(value)}`);
}
