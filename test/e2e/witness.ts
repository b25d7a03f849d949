import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { runProcess, requireSuccess } from "../fleet/run-process.ts";
import type { Machine } from "../fleet/index.ts";

/** One record that an agent numbered: a beat's readings or an event. */
export type Numbered = {
  readonly seq: number;
  readonly kind: "report" | "event";
  readonly atMs: number;
};

/** Reads a control plane's own database past all its rules, as only a test may. */
export async function openLedger(dataFolder: string): Promise<pg.Client> {
  const folder = join(dataFolder, "postgres");
  const { admin } = JSON.parse(readFileSync(join(folder, "roles.json"), "utf8")) as {
    admin: string;
  };
  const client = new pg.Client({
    host: join(folder, "server/socket"),
    user: "driftvakt_admin",
    password: admin,
    database: "driftvakt",
  });
  await client.connect();
  return client;
}

/** What the control plane has of a machine, each record as often as it has it, in the order of their numbers. */
export async function listKept(ledger: pg.Client, serverId: string): Promise<Numbered[]> {
  const { rows } = await ledger.query<{ seq: string; kind: "report" | "event"; at: string }>(
    `select seq, 'report' as kind, at_ms as at from sample
       where server_no = (select no from server where id = $1)
     union all select seq, 'event', 0 from agent_event where server_id = $1 order by seq`,
    [serverId],
  );
  return rows.map(({ seq, kind, at }) => ({ seq: Number(seq), kind, atMs: Number(at) }));
}

/** What waits on a machine's disk to be delivered. Parts of the inventory are left out: a newer one replaces them. */
export async function listSpooled(machine: Machine): Promise<Numbered[]> {
  const folder = mkdtempSync(join(tmpdir(), "driftvakt-spool-"));
  try {
    // Stopped for a moment, so that the file and its log fit together.
    const copy =
      "cd /var/lib/driftvakt-agent; systemctl kill --signal=STOP driftvakt-agent; tar -c spool.db spool.db-wal; systemctl kill --signal=CONT driftvakt-agent";
    const archive = await machine.output(["sh", "-c", `(${copy}) | base64 -w0`]);
    requireSuccess(
      ["tar"],
      await runProcess(["tar", "-x", "-C", folder], { input: Buffer.from(archive, "base64") }),
    );
    const spool = new DatabaseSync(join(folder, "spool.db"));
    const rows = spool
      .prepare("SELECT seq, kind, at_ms AS atMs FROM record WHERE kind = 'report' OR tag = ''")
      .all() as unknown as Numbered[];
    spool.close();
    return rows.map((row) => ({ ...row }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
