import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { afterEach, describe, expect, it } from "vitest";
import { openLog } from "../log/index.ts";
import { startEmbeddedPostgres } from "./index.ts";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A folder below one that only root may enter, as below /root. */
function closedFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "driftvakt-closed-"));
  folders.push(folder);
  return join(folder, "data");
}

describe("a data folder that PostgreSQL's own user cannot reach", () => {
  it("is used all the same: that user may pass through", async () => {
    const log = openLog(() => undefined);
    const server = await startEmbeddedPostgres({ folder: closedFolder(), log });
    try {
      const client = new pg.Client({ connectionString: server.appUrl });
      await client.connect();
      expect((await client.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
      await client.end();
    } finally {
      await server.stop();
    }
  });

  it("is refused in one line with a way out where root's power does not reach that far", () => {
    const program = fileURLToPath(new URL("../../cli/main.ts", import.meta.url));
    const { status, stderr } = spawnSync(
      "setpriv",
      [
        "--bounding-set=-dac_read_search",
        "--inh-caps=-dac_read_search",
        "--",
        process.execPath,
        program,
        "up",
        "--data",
        closedFolder(),
        "--listen",
        "127.0.0.1:0",
        "--no-agent",
      ],
      { encoding: "utf8", timeout: 60_000 },
    );
    expect(stderr).toMatch(/PostgreSQL runs as the user \w+, who may not pass through \/tmp/);
    expect(stderr).toContain("-> chmod a+x");
    expect(status).toBe(77);
  });
});
