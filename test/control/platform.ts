import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Platform } from "@driftvakt/control/platform";
import { openBus } from "@driftvakt/control/platform/bus";
import type { Config } from "@driftvakt/control/platform/config";
import { openJobs } from "@driftvakt/control/platform/jobs";
import { openKeys } from "@driftvakt/control/platform/keys";
import { openLog } from "@driftvakt/control/platform/log";
import { openMetrics } from "@driftvakt/control/platform/metrics";
import { openTestDatabase, type TestDatabase } from "./database.ts";

export type TestPlatform = Platform & {
  readonly database: TestDatabase;
  /** What was logged, line by line. */
  readonly lines: readonly string[];
  readonly clock: TestClock;
  close(): Promise<void>;
};

/** Stands still at the real time of its making until moved. */
export type TestClock = { nowMs(): number; set(ms: number): void; advance(ms: number): void };

export function testClock(startMs: number = Date.now()): TestClock {
  let now = startMs;
  return {
    nowMs: () => now,
    set: (ms) => {
      now = ms;
    },
    advance: (ms) => {
      now += ms;
    },
  };
}

/** The whole platform on a fresh database, everything real; only the clock is the test's. */
export async function openTestPlatform(changes: Partial<Config> = {}): Promise<TestPlatform> {
  const folder = mkdtempSync(join(tmpdir(), "driftvakt-platform-"));
  const database = await openTestDatabase();
  const lines: string[] = [];
  const log = openLog((line) => lines.push(line), "debug");
  const bus = await openBus(database.appUrl, log);
  const jobs = await openJobs(database.appUrl, log);
  return {
    db: database.db,
    database,
    log,
    lines,
    clock: testClock(),
    bus,
    jobs,
    keys: openKeys(folder),
    metrics: openMetrics(),
    config: { ...testConfig(folder), ...changes },
    close: async () => {
      await jobs.stop();
      await bus.close();
      await database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export function testConfig(dataFolder: string): Config {
  return {
    version: "0.0.0-test",
    dataFolder,
    listen: { host: "127.0.0.1", port: 0 },
    publicUrl: "http://localhost:7443",
    tls: { kind: "none" },
    trustedProxies: [],
    database: { kind: "embedded" },
    mail: null,
    readingsStoreUrl: null,
    retention: { readingDays: 31, fiveMinuteDays: 100, hourDays: 1830 },
    metricsToken: null,
  };
}
