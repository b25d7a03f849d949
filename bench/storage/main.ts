/**
 * Bytes that a stored reading takes once its hour is packed, everything counted: table, TOAST, indexes, averages. For
 * made-up machines and for the recorded hour of a real one.
 *
 *   ./driftvakt bench storage [--machines 15] [--hours 24]
 */
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { sql } from "kysely";
import { inScope } from "../../apps/control/src/platform/database/index.ts";
import { packHour } from "../../apps/control/src/features/monitoring/pack-hour.ts";
import { HOUR_MS } from "../../apps/control/src/features/monitoring/pack/pack-chunk.ts";
import { openTestPlatform, type TestPlatform } from "../../test/control/platform.ts";
import { machineReadings, READING_KEYS } from "../agents/machine-readings.ts";
import { BEAT_MS, makeMachines, storeReadings } from "./fill-hours.ts";

const { values: args } = parseArgs({
  options: {
    machines: { type: "string", default: "15" },
    hours: { type: "string", default: "24" },
  },
});
const FIRST_HOUR = Math.floor(Date.parse("2026-11-01T00:00:00Z") / HOUR_MS);
const TABLES = ["sample_chunk", "sample_five", "sample_hourly"] as const;

type Recorded = { readonly keys: string[]; readonly rows: (number | null)[][] };
type Figures = Record<string, number>;

async function measure(
  name: string,
  keys: readonly string[],
  count: number,
  hours: number,
  read: (machine: number, beat: number) => readonly (number | null)[],
): Promise<{ name: string; figures: Figures }> {
  const platform = await openTestPlatform();
  try {
    const machines = await makeMachines(platform, count, keys);
    const range = { fromMs: FIRST_HOUR * HOUR_MS, toMs: (FIRST_HOUR + hours) * HOUR_MS };
    await storeReadings(platform, machines, range, read);
    const values = count * ((hours * HOUR_MS) / BEAT_MS) * keys.length;
    const rowBytes = await sizeOf(platform, "sample_h%");
    const cpu = process.cpuUsage();
    const begun = performance.now();
    for (let hour = 0; hour < hours; hour++) await packHour(platform.db, FIRST_HOUR + hour);
    const packMs = performance.now() - begun;
    const used = process.cpuUsage(cpu);
    const sizes: Figures = {};
    for (const table of TABLES) sizes[table] = perValue(await sizeOf(platform, table), values);
    return {
      name,
      figures: {
        values,
        asRows: perValue(rowBytes, values),
        ...sizes,
        total: perValue(await sizeOf(platform, ...TABLES), values),
        packedValuesPerSecond: Math.round((values / packMs) * 1000),
        packCpuMicrosecondsPerValue: Math.round(((used.user + used.system) / values) * 1000) / 1000,
      },
    };
  } finally {
    await platform.close();
  }
}

function perValue(bytes: number, values: number): number {
  return Math.round((bytes / values) * 1000) / 1000;
}

async function sizeOf(platform: TestPlatform, ...patterns: string[]): Promise<number> {
  return inScope(platform.db, "provider", async (tx) => {
    const { rows } = await sql<{ n: number }>`
      select coalesce(sum(pg_total_relation_size(oid)), 0) as n from pg_class
      where relkind = 'r' and relname like any(${patterns}::text[])`.execute(tx);
    return Number(rows[0]!.n);
  });
}

/** First the keys, then a line a beat. */
function readRecorded(): Recorded {
  const text = readFileSync(new URL("recorded-machine.jsonl", import.meta.url), "utf8");
  const [keys, ...rows] = text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  return { keys, rows };
}

const machines = Number(args.machines);
const hours = Number(args.hours);
const made = Array.from({ length: machines }, (_, i) => machineReadings(i + 1));
const recorded = readRecorded();
const results = [
  await measure("made-up machines", READING_KEYS, machines, hours, (machine, beat) =>
    made[machine]!(beat),
  ),
  await measure(
    "recorded machine",
    recorded.keys,
    machines,
    hours,
    (_machine, beat) => recorded.rows[beat % recorded.rows.length]!,
  ),
];
for (const { name, figures } of results) {
  console.error(`\n${name}`);
  for (const [what, value] of Object.entries(figures))
    console.error(`  ${what.padEnd(28)} ${value}`);
}
console.log(JSON.stringify({ bench: "storage", goalBytesPerValue: 1.5, results }));
// The averages for long ranges come on top; what the goal speaks of is every reading.
if (results.some(({ figures }) => figures["sample_chunk"]! > 1.5)) process.exitCode = 1;
