import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestPlatform, type TestPlatform } from "../../../../../test/control/platform.ts";
import { inScope } from "../../platform/database/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { DEFAULT_RETENTION, packSamples, sweepSamples } from "./keep-samples.ts";
import { openLayouts } from "./open-layouts.ts";
import { openSampleWriter, type SampleRow, type SampleWriter } from "./open-sample-writer.ts";
import { listHoursToPack, packHour } from "./pack-hour.ts";
import { HOUR_MS } from "./pack/pack-chunk.ts";
import { readMetrics } from "./read-metrics.ts";

const BEAT_MS = 15_000;
const KEYS = [
  "cpu.busy",
  "memory.available",
  "filesystem.used:/",
  "filesystem.used:/var",
  "uptime",
];

let platform: TestPlatform;
let writer: SampleWriter;
let customerId: string;

beforeAll(async () => {
  platform = await openTestPlatform();
  writer = openSampleWriter(platform.db, platform.log);
  customerId = newId();
  await inScope(platform.db, "provider", (tx) =>
    tx
      .insertInto("customer")
      .values({ id: customerId, name: "K", locale: "sv", time_zone: "UTC" })
      .execute(),
  );
});
afterAll(() => platform.close());

type Machine = { id: string; no: number; layoutNo: number };
let made = 0;

async function newMachine(keys: readonly string[] = KEYS): Promise<Machine> {
  return inScope(platform.db, "provider", async (tx) => {
    const id = newId();
    const { no } = await tx
      .insertInto("server")
      .values({ id, customer_id: customerId, hostname: `m${++made}` })
      .returning("no")
      .executeTakeFirstOrThrow();
    const layout = await tx
      .insertInto("metric_layout")
      .values({ customer_id: customerId, id: newId().slice(-16), keys: [...keys] })
      .returning("no")
      .executeTakeFirstOrThrow();
    await tx
      .insertInto("server_layout")
      .values({ customer_id: customerId, server_no: no, layout_no: layout.no })
      .execute();
    return { id, no, layoutNo: layout.no };
  });
}

const useLayout = (machine: Machine, layoutNo: number) =>
  inScope(platform.db, "provider", (tx) =>
    tx
      .insertInto("server_layout")
      .values({ customer_id: customerId, server_no: machine.no, layout_no: layoutNo })
      .execute(),
  );

/** Readings as an agent rounds them, the same for the same moment; some are missing. */
function readings(atMs: number, keys: readonly string[] = KEYS): (number | null)[] {
  const t = atMs / BEAT_MS;
  const noise = (salt: number) => Math.abs(Math.sin(t * 12.9898 + salt) * 43758.5453) % 1;
  return keys.map((key, i) => {
    if (noise(i + 50) < 0.01) return null;
    if (key === "uptime") return Math.floor(atMs / 1000) % 10_000_000;
    if (key === "memory.available") return 4096 * Math.round(1e6 + 1e4 * noise(i));
    return Math.round((30 + 20 * Math.sin(t / 200 + i) + 10 * noise(i)) * 100) / 100;
  });
}

const rowsOf = (machine: Machine, fromMs: number, toMs: number, keys = KEYS): SampleRow[] => {
  const rows: SampleRow[] = [];
  for (let atMs = Math.ceil(fromMs / BEAT_MS) * BEAT_MS; atMs < toMs; atMs += BEAT_MS) {
    rows.push({
      atMs: atMs + ((atMs / BEAT_MS) % 7),
      seq: atMs / BEAT_MS,
      serverNo: machine.no,
      layoutNo: machine.layoutNo,
      epoch: 1,
      customerId,
      values: readings(atMs, keys),
      uncertain: false,
    });
  }
  return rows;
};

const ask = (
  machine: Machine,
  fromMs: number,
  toMs: number,
  points: number,
  keys = "cpu.busy,filesystem.used:*,memory.available",
) =>
  inScope(platform.db, { customerId }, (tx) =>
    readMetrics(tx, openLayouts(platform.db, platform.clock), {
      serverId: machine.id,
      keys,
      fromMs,
      toMs,
      points,
    }),
  );

const count = async (
  table: "sample" | "sample_chunk" | "sample_five" | "sample_hourly",
  machine: Machine,
) =>
  inScope(platform.db, "provider", async (tx) => {
    const { rows } = await sql<{
      n: number;
    }>`select coalesce(sum(${table === "sample" ? sql`1` : sql`rows`}), 0) as n from ${sql.table(table)} where server_no = ${machine.no}`.execute(
      tx,
    );
    return Number(rows[0]!.n);
  });

/** What the rows themselves say, worked out the slow way. */
function expected(
  rows: readonly SampleRow[],
  key: string,
  answer: { atMs: number[]; stepMs: number },
) {
  const place = KEYS.indexOf(key);
  const steps = answer.atMs.map((startMs) =>
    rows
      .filter((row) => row.atMs >= startMs && row.atMs < startMs + answer.stepMs)
      .map((row) => row.values[place])
      .filter((value) => value != null),
  );
  return {
    average: steps.map((values) =>
      values.length === 0 ? null : values.reduce((a, b) => a + b, 0) / values.length,
    ),
    maximum: steps.map((values) => (values.length === 0 ? null : Math.max(...values))),
  };
}

function expectClose(got: (number | null)[], want: (number | null)[], relative: number): void {
  expect(got).toHaveLength(want.length);
  got.forEach((value, i) => {
    const wanted = want[i]!;
    if (wanted === null || value === null) expect(value).toBe(wanted);
    else
      expect(Math.abs(value - wanted)).toBeLessThanOrEqual(
        Math.max(0.011, Math.abs(wanted) * relative),
      );
  });
}

const HOUR = Math.floor(Date.parse("2026-11-02T00:00:00Z") / HOUR_MS);

describe("packed hours", () => {
  it("answer as the rows did, for every step and store", async () => {
    const machine = await newMachine();
    const [fromMs, toMs] = [HOUR * HOUR_MS, (HOUR + 6) * HOUR_MS];
    const rows = rowsOf(machine, fromMs, toMs);
    await writer.store(rows);
    const asks = [
      [fromMs, toMs, 2000],
      [fromMs, toMs, 70],
      [fromMs, toMs, 6],
      [fromMs + 1_234_567, toMs - 7_654_321, 400],
    ] as const;
    const before = [];
    for (const [a, b, points] of asks) before.push(await ask(machine, a, b, points));
    // Some hours packed, some not; then all.
    for (const hour of [0, 1, 2]) expect(await packHour(platform.db, HOUR + hour)).toBe(240);
    for (const packed of [3, 6]) {
      for (let hour = 3; hour < packed; hour++) await packHour(platform.db, HOUR + hour);
      for (const [i, [a, b, points]] of asks.entries()) {
        const answer = await ask(machine, a, b, points);
        expect(answer.atMs).toEqual(before[i]!.atMs);
        for (const [n, series] of answer.series.entries()) {
          expect(series.key).toBe(before[i]!.series[n]!.key);
          expectClose(series.average, before[i]!.series[n]!.average, 2e-6);
          expectClose(series.maximum, before[i]!.series[n]!.maximum, 2e-7);
        }
      }
    }
    for (const points of [2000, 70, 6]) {
      const answer = await ask(machine, fromMs, toMs, points);
      for (const { key, average, maximum } of answer.series) {
        const want = expected(rows, key, answer);
        expectClose(average, want.average, 2e-6);
        expectClose(maximum, want.maximum, 2e-7);
      }
    }
    expect(await count("sample", machine)).toBe(0);
    expect(await count("sample_chunk", machine)).toBe(1440);
  });
  it("take late readings in, each once, in any order", async () => {
    const machine = await newMachine();
    const hour = HOUR + 100;
    const rows = rowsOf(machine, hour * HOUR_MS, (hour + 1) * HOUR_MS);
    const late = rows.filter((row) => row.seq % 3 === 0);
    await writer.store(rows.filter((row) => row.seq % 3 !== 0));
    await packHour(platform.db, hour);
    // Late ones, and some that had come before and are sent again.
    await writer.store([...late, ...rows.slice(0, 50)]);
    const keys = "cpu.busy";
    const between = await ask(machine, hour * HOUR_MS, (hour + 1) * HOUR_MS, 2000, keys);
    const want = expected(rows, "cpu.busy", between);
    expectClose(between.series[0]!.average, want.average, 1e-6);
    await packHour(platform.db, hour);
    await packHour(platform.db, hour);
    const after = await ask(machine, hour * HOUR_MS, (hour + 1) * HOUR_MS, 2000, keys);
    expectClose(after.series[0]!.average, want.average, 1e-6);
    for (const table of ["sample_chunk", "sample_five", "sample_hourly"] as const)
      expect(await count(table, machine)).toBe(240);
    expect(await count("sample", machine)).toBe(0);
  });
  it("R1: lose nothing that comes in while they are packed", async () => {
    const machines = await Promise.all(Array.from({ length: 30 }, () => newMachine()));
    const hour = HOUR + 200;
    const rows = machines.flatMap((machine) =>
      rowsOf(machine, hour * HOUR_MS, (hour + 1) * HOUR_MS),
    );
    await writer.store(rows.filter((row) => row.seq % 2 === 0));
    const rest = rows.filter((row) => row.seq % 2 === 1);
    const storing = (async () => {
      for (let i = 0; i < rest.length; i += 60) await writer.store(rest.slice(i, i + 60));
    })();
    for (let i = 0; i < 4; i++) await packHour(platform.db, hour);
    await storing;
    await packHour(platform.db, hour);
    for (const machine of machines) expect(await count("sample_chunk", machine)).toBe(240);
  });
  it("a run that was killed after closing the hour is finished by the next", async () => {
    const machine = await newMachine();
    const hour = HOUR + 300;
    await writer.store(rowsOf(machine, hour * HOUR_MS, (hour + 1) * HOUR_MS));
    await sql`select close_sample_hour(${hour}::integer)`.execute(platform.db);
    expect(await count("sample", machine)).toBe(0);
    platform.clock.set((hour + 2) * HOUR_MS);
    await packSamples(platform);
    expect(await count("sample_chunk", machine)).toBe(240);
    expect((await listHoursToPack(platform.db, Number.MAX_SAFE_INTEGER)).closed).toEqual([]);
  });
  it("are due ten minutes after their end", async () => {
    const machine = await newMachine();
    const hour = HOUR + 400;
    await writer.store(rowsOf(machine, hour * HOUR_MS, (hour + 2) * HOUR_MS));
    platform.clock.set((hour + 1) * HOUR_MS + 9 * 60_000);
    await packSamples(platform);
    expect(await count("sample_chunk", machine)).toBe(0);
    platform.clock.set((hour + 1) * HOUR_MS + 10 * 60_000);
    await packSamples(platform);
    expect(await count("sample_chunk", machine)).toBe(240);
    expect(await count("sample", machine)).toBe(240);
  });
  it("keep machines whose layout changed within the hour apart, and answer them as one series", async () => {
    const machine = await newMachine();
    const other = await newMachine(["filesystem.used:/new", "cpu.busy"]);
    const hour = HOUR + 500;
    const half = hour * HOUR_MS + HOUR_MS / 2;
    await useLayout(machine, other.layoutNo);
    await writer.store(rowsOf(machine, hour * HOUR_MS, half));
    await writer.store(
      rowsOf({ ...machine, layoutNo: other.layoutNo }, half, (hour + 1) * HOUR_MS, [
        "filesystem.used:/new",
        "cpu.busy",
      ]),
    );
    await packHour(platform.db, hour);
    const answer = await ask(
      machine,
      hour * HOUR_MS,
      (hour + 1) * HOUR_MS,
      60,
      "cpu.busy,filesystem.used:*",
    );
    const byKey = new Map(
      answer.series.map((series) => [series.key, series.average.map((value) => value !== null)]),
    );
    const firstHalf = answer.atMs.map((atMs) => atMs < half);
    expect(byKey.get("cpu.busy")).toEqual(answer.atMs.map(() => true));
    expect(byKey.get("filesystem.used:/")).toEqual(firstHalf);
    expect(byKey.get("filesystem.used:/new")).toEqual(firstHalf.map((first) => !first));
  });
  it("are let go of when they have been kept long enough", async () => {
    const machine = await newMachine();
    const hour = HOUR + 600;
    await writer.store(rowsOf(machine, hour * HOUR_MS, (hour + 1) * HOUR_MS));
    await packHour(platform.db, hour);
    platform.clock.set((hour + 24 * 32) * HOUR_MS);
    await sweepSamples(platform, DEFAULT_RETENTION);
    expect(await count("sample_chunk", machine)).toBe(0);
    expect(await count("sample_five", machine)).toBe(240);
    platform.clock.set((hour + 24 * 101) * HOUR_MS);
    await sweepSamples(platform, DEFAULT_RETENTION);
    expect(await count("sample_five", machine)).toBe(0);
    expect(await count("sample_hourly", machine)).toBe(240);
  });
  it("are seen by their own customer alone", async () => {
    const machine = await newMachine();
    const hour = HOUR + 700;
    await writer.store(rowsOf(machine, hour * HOUR_MS, (hour + 1) * HOUR_MS));
    const seen = async (table: string) =>
      inScope(platform.db, { customerId: newId() }, async (tx) => {
        const { rows } = await sql<{
          n: number;
        }>`select count(*) as n from ${sql.table(table)}`.execute(tx);
        return Number(rows[0]!.n);
      });
    expect(await seen("sample")).toBe(0);
    expect(await seen(`sample_h${hour}`)).toBe(0);
    await packHour(platform.db, hour);
    for (const table of ["sample_chunk", "sample_five", "sample_hourly", "metric_layout"])
      expect(await seen(table)).toBe(0);
    await expect(
      inScope(platform.db, { customerId: newId() }, (tx) =>
        readMetrics(tx, openLayouts(platform.db, platform.clock), {
          serverId: machine.id,
          keys: "uptime",
          fromMs: 0,
          toMs: 1000,
          points: 10,
        }),
      ),
    ).rejects.toThrow("no such server");
  });
});
