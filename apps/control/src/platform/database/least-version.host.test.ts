import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { findServerUser } from "../embedded-postgres/find-user.ts";
import { openJobs } from "../jobs/index.ts";
import { openLog } from "../log/index.ts";
import { newId } from "../ids/index.ts";
import {
  assertSeparation,
  connectDatabase,
  inScope,
  migrate,
  MINIMUM_POSTGRES_VERSION,
} from "./index.ts";

const PROGRAMS = `/usr/lib/postgresql/${MINIMUM_POSTGRES_VERSION}/bin`;

/** Debian 12's own PostgreSQL is the least version that we promise to run on. */
describe.skipIf(!existsSync(PROGRAMS))("PostgreSQL 15", () => {
  const folder = mkdtempSync(join(tmpdir(), "driftvakt-least-"));
  const user = findServerUser();
  let server: ChildProcess;
  const url = (role: string, database: string): string =>
    `postgres://${role}@localhost/${database}?host=${encodeURIComponent(folder)}`;

  beforeAll(async () => {
    const as = user ? { uid: user.uid, gid: user.gid } : {};
    if (user) chownSync(folder, user.uid, user.gid);
    const made = spawnSync(
      join(PROGRAMS, "initdb"),
      ["-D", join(folder, "cluster"), "-U", "admin", "-A", "trust", "-E", "UTF8", "--no-sync"],
      { ...as, encoding: "utf8" },
    );
    if (made.status !== 0) throw new Error(made.stderr);
    server = spawn(
      join(PROGRAMS, "postgres"),
      [
        "-D",
        join(folder, "cluster"),
        "-c",
        "listen_addresses=",
        "-c",
        `unix_socket_directories=${folder}`,
        "-c",
        "fsync=off",
      ],
      { ...as, stdio: "ignore" },
    );
    await vi.waitFor(() => query("admin", "postgres", "select 1"), { timeout: 30_000 });
    await query("admin", "postgres", "create role owner_role login; create role app_role login");
    await query("admin", "postgres", "create database driftvakt owner owner_role");
  });
  afterAll(async () => {
    server.kill("SIGINT");
    await new Promise((resolve) => server.once("exit", resolve));
    rmSync(folder, { recursive: true, force: true });
  });

  async function query(role: string, database: string, text: string): Promise<void> {
    const client = new pg.Client({ connectionString: url(role, database) });
    await client.connect();
    await client.query(text).finally(() => client.end());
  }

  it("takes every migration, keeps customers apart, runs jobs and keeps the audit log", async () => {
    await migrate(url("owner_role", "driftvakt"), "app_role");
    const db = connectDatabase(url("app_role", "driftvakt"), { maxConnections: 2 });
    await expect(assertSeparation(db)).resolves.toBeUndefined();
    await inScope(db, "provider", (tx) =>
      tx
        .insertInto("customer")
        .values({ id: newId(), name: "x", locale: "en", time_zone: "UTC" })
        .execute(),
    );
    expect(await db.selectFrom("customer").selectAll().execute()).toEqual([]);
    const jobs = await openJobs(
      url("app_role", "driftvakt"),
      openLog(() => {}),
    );
    await jobs.stop();
    await db.destroy();
  });
});
