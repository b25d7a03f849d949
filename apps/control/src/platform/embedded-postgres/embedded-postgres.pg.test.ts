import { spawn } from "node:child_process";
import {
  chownSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { connectDatabase, migrate } from "../database/index.ts";
import { openLog } from "../log/index.ts";
import { openBus } from "../bus/index.ts";
import { startEmbeddedPostgres, type EmbeddedPostgres } from "./embedded-postgres.ts";
import { findPostmaster } from "./take-over.ts";

const log = openLog(() => {});

describe("the embedded PostgreSQL", () => {
  const folders: string[] = [];
  let server: EmbeddedPostgres | undefined;
  afterEach(async () => {
    await server?.stop();
    server = undefined;
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  });

  const makeFolder = (): string => {
    const folder = mkdtempSync(join(tmpdir(), "driftvakt embedded "));
    folders.push(folder);
    return join(folder, "postgres");
  };
  const start = async (folder: string): Promise<EmbeddedPostgres> => {
    server = await startEmbeddedPostgres({ folder, log });
    return server;
  };

  it("runs as nobody special and listens on no port", async () => {
    const folder = makeFolder();
    const { pid, ownerUrl, appRole } = await start(folder);
    await migrate(ownerUrl, appRole);
    const status = readFileSync(`/proc/${pid()}/status`, "utf8");
    expect(status).not.toMatch(/^Uid:\s+0\s/m);
    expect(statSync(join(folder, "roles.json")).mode & 0o077).toBe(0);
    const listening = readFileSync("/proc/net/unix", "utf8");
    expect(listening).toContain(join(folder, "server", "socket"));
  });

  it("R1: what was committed survives a kill -9 of the postmaster, and the pool goes on by itself", async () => {
    const { appUrl, ownerUrl, appRole, pid } = await start(makeFolder());
    await migrate(ownerUrl, appRole);
    const db = connectDatabase(appUrl, { maxConnections: 2 });
    const bus = await openBus(appUrl, log);
    const { promise: missed, resolve } = Promise.withResolvers<void>();
    bus.subscribe("live", ({ type }) => type === "missed" && resolve());
    await db
      .insertInto("idempotent_answer")
      .values({ actor: "a", key: "kept", request_hash: "x", answer: null })
      .execute();
    const killed = pid();
    process.kill(killed, "SIGKILL");
    await expect.poll(pid, { timeout: 40_000 }).not.toBe(killed);
    await expect
      .poll(
        () =>
          db
            .selectFrom("idempotent_answer")
            .select("key")
            .execute()
            .catch(() => []),
        { timeout: 20_000 },
      )
      .toEqual([{ key: "kept" }]);
    await missed;
    await bus.close();
    await db.destroy();
  });

  it("ends an orphan whose control plane was killed, and starts on what it left", async () => {
    const folder = makeFolder();
    const script = `
      import { startEmbeddedPostgres } from ${JSON.stringify(new URL("./embedded-postgres.ts", import.meta.url).href)};
      import { openLog } from ${JSON.stringify(new URL("../log/index.ts", import.meta.url).href)};
      const server = await startEmbeddedPostgres({ folder: ${JSON.stringify(folder)}, log: openLog(() => {}) });
      process.stdout.write(String(server.pid()));
      setInterval(() => {}, 1000);`;
    const parent = spawn(process.execPath, ["--input-type=module-typescript", "-e", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const orphan = Number(
      await new Promise<Buffer>((resolve) => parent.stdout.once("data", resolve)),
    );
    parent.kill("SIGKILL");
    const cluster = join(folder, "server", "cluster");
    expect(findPostmaster(cluster)).toBe(orphan);
    const { pid } = await start(folder);
    expect(pid()).not.toBe(orphan);
    expect(findPostmaster(cluster)).toBe(pid());
  });

  it("is not misled by a stale pid file that names a stranger's process", async () => {
    const folder = makeFolder();
    const first = await start(folder);
    const file = join(folder, "server", "cluster", "postmaster.pid");
    const lines = readFileSync(file, "utf8").split("\n");
    await first.stop();
    writeFileSync(file, [String(process.pid), ...lines.slice(1)].join("\n"), { mode: 0o600 });
    const { uid, gid } = statSync(join(folder, "server", "cluster"));
    chownSync(file, uid, gid);
    expect(findPostmaster(join(folder, "server", "cluster"))).toBeUndefined();
    const { pid } = await start(folder);
    expect(findPostmaster(join(folder, "server", "cluster"))).toBe(pid());
  });

  it("starts over when a first start was cut off in the middle", async () => {
    const folder = makeFolder();
    await (await start(folder)).stop();
    const home = join(folder, "server");
    renameSync(join(home, "cluster"), join(home, "cluster.new"));
    rmSync(join(home, "cluster.new", "PG_VERSION"));
    const again = await start(folder);
    await expect(migrate(again.ownerUrl, again.appRole)).resolves.not.toEqual([]);
  });
});
