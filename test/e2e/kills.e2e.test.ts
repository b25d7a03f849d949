import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runProcess } from "../fleet/run-process.ts";
import { seededRandom } from "../fleet/seeded-random.ts";
import { waitUntil } from "../fleet/wait-until.ts";
import { openSite, type Site, type Watched } from "./site.ts";
import { listKept, openLedger } from "./witness.ts";
import { Writer } from "./writer.ts";

/** More in the nightly form. */
const ROUNDS = Number(process.env["DRIFTVAKT_KILL_ROUNDS"] ?? 20);
const SEED = Number(process.env["DRIFTVAKT_SEED"] ?? Date.now() % 1_000_000);
const WRITERS = 4;
/** Restarts of a service that are asked for meanwhile; an agent takes twenty an hour under a clause. */
const MANDATES = 10;

let site: Site;
let web: Watched;
const writers: Writer[] = [];

beforeAll(async () => {
  site = await openSite({ name: "kills", catalogue: "se", locale: "sv", withMail: false });
  web = await site.watch({ hostname: "web", packages: ["vsftpd"] });
  const { customerId, contractId } = site;
  for (let i = 0; i < WRITERS; i += 1)
    writers.push(
      await Writer.open(site.control, { hostname: `writer${i}`, customerId, contractId }),
    );
}, 240_000);

afterAll(async () => {
  for (const writer of writers) writer.abandon();
  await site?.close();
});

const cluster = () => join(site.control.folder, "postgres/server/cluster");
const postmaster = () =>
  Number(readFileSync(join(cluster(), "postmaster.pid"), "utf8").split("\n")[0]);

/** What can be killed, and what is then done by hand: for all but the control plane itself nothing. */
const VICTIMS: Readonly<Record<string, (pick: (below: number) => number) => Promise<void>>> = {
  "the control plane": async () => {
    await site.control.stop("SIGKILL");
    await site.control.start();
  },
  "the database": async () => void process.kill(postmaster(), "SIGKILL"),
  "one of the database's sessions": async (pick) => {
    const { stdout } = await runProcess(["pgrep", "-P", String(postmaster())]);
    const pids = stdout.trim().split("\n").map(Number);
    const pid = pids[pick(pids.length)];
    if (pid) await runProcess(["kill", "-KILL", String(pid)]);
  },
  "the agent": async () => {
    await web.machine.output(["systemctl", "kill", "--signal=KILL", "driftvakt-agent"]);
  },
};

/** Waits until something new has been acknowledged to every writer: all is well again. */
async function recover(): Promise<void> {
  const before = writers.map(({ acknowledged }) => acknowledged.length);
  const all = () => writers.every(({ acknowledged }, i) => acknowledged.length > before[i]!);
  await waitUntil(all, { what: "every writer being answered again", deadlineSeconds: 60 });
}

describe("R1: under load, with processes killed at random moments", () => {
  const mandates: string[] = [];

  it(
    `recovers ${ROUNDS} times without a hand on it (seed ${SEED})`,
    async () => {
      const random = seededRandom(SEED);
      const pick = (below: number) => Math.floor(random() * below);
      for (const writer of writers) writer.start();
      await recover();
      const operation = {
        name: "service.restart",
        version: 1,
        parameters: { unit: "vsftpd.service" },
      };
      const names = Object.keys(VICTIMS);
      for (let round = 0; round < ROUNDS; round += 1) {
        if (round % Math.ceil(ROUNDS / MANDATES) === 0) {
          const ask = { params: { serverId: web.serverId }, body: { operation, reason: "" } };
          mandates.push((await site.control.ask("mandates.issue", ask)).id);
        }
        await pause(5 + pick(495));
        const name = names[round % names.length]!;
        await VICTIMS[name]!(pick);
        await recover();
      }
      await Promise.all(writers.map((writer) => writer.stop()));
      expect(writers.every(({ acknowledged }) => acknowledged.length > ROUNDS)).toBe(true);
    },
    120_000 + ROUNDS * 20_000,
  );

  it("S1: everything that was acknowledged is there, once", async () => {
    const ledger = await openLedger(site.control.folder);
    try {
      for (const { agent, acknowledged } of writers) {
        const kept = (await listKept(ledger, agent.serverId)).filter(
          ({ kind }) => kind === "report",
        );
        const seqs = new Set(kept.map(({ seq }) => seq));
        expect(acknowledged.filter((seq) => !seqs.has(seq))).toEqual([]);
        expect(kept.length).toBe(seqs.size);
        expect(kept.length).toBe(acknowledged.length);
      }
    } finally {
      await ledger.end();
    }
  });

  it("R14: every problem is one incident and one mail, every recovery one more", async () => {
    const ledger = await openLedger(site.control.folder);
    try {
      for (const { agent, problems } of writers) {
        const { rows } = await ledger.query<{
          alerts: number;
          closed: number;
          mails: number;
          told: number;
        }>(
          `select count(distinct a.id)::int as alerts, count(distinct a.id) filter (where a.closed_at is not null)::int as closed,
             count(n.mail_id)::int as told, count(distinct n.mail_id)::int as mails
           from alert a left join notification n on n.alert_id = a.id and n.channel = 'mail'
           where a.server_id = $1 and a.check_id like 'service:%'`,
          [agent.serverId],
        );
        expect(rows).toEqual([
          { alerts: problems, closed: problems, mails: 2 * problems, told: 2 * problems },
        ]);
      }
    } finally {
      await ledger.end();
    }
  });

  it("every mandate came to an end, none was carried out twice, and the journal is whole", async () => {
    const params = { serverId: web.serverId };
    for (const mandateId of mandates)
      await site.control.waitFor(
        "mandates.get",
        { params: { mandateId } },
        ({ mandate }) => ["succeeded", "failed"].includes(mandate.state),
        40,
      );
    const { items, chainHolds } = await site.control.ask("servers.journal", {
      params,
      query: { limit: 200 },
    });
    expect(chainHolds).toBe(true);
    const started = items
      .map(({ body }) => body as { kind: string; mandateId: string })
      .filter(({ kind }) => kind === "started")
      .map(({ mandateId }) => mandateId);
    expect(new Set(started).size).toBe(started.length);
    const log = await web.machine.output(["journalctl", "-u", "vsftpd", "-o", "cat", "--no-pager"]);
    const starts = (log.match(/Started vsftpd/g) ?? []).length - 1;
    const states = await Promise.all(
      mandates.map(
        async (mandateId) =>
          (await site.control.ask("mandates.get", { params: { mandateId } })).mandate.state,
      ),
    );
    expect(starts).toBeGreaterThanOrEqual(states.filter((state) => state === "succeeded").length);
    expect(starts).toBeLessThanOrEqual(started.length);
  });

  it("stops in good order in the end, and leaves no process behind", async () => {
    const pid = postmaster();
    expect(await site.control.stop()).toBe(0);
    expect((await runProcess(["kill", "-0", String(pid)])).code).not.toBe(0);
    await site.control.start();
  });
});
