import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  startEmbeddedPostgres,
  type EmbeddedPostgres,
} from "../../apps/control/src/platform/embedded-postgres/index.ts";
import { openLog } from "../../apps/control/src/platform/log/index.ts";
import { waitUntil } from "../fleet/wait-until.ts";
import { Balancer } from "./balancer.ts";
import { ControlPlane } from "./control-plane.ts";
import { openSite, type Site, type Watched } from "./site.ts";
import { listKept, openLedger } from "./witness.ts";
import { sendTo, Writer } from "./writer.ts";

const PORTS = { one: 7443, two: 7444, both: 7445 } as const;

let folder: string;
let database: EmbeddedPostgres;
let balancer: Balancer;
let site: Site;
let two: ControlPlane;
let web1: Watched;
let web2: Watched;
let spare: Watched;
const writers: Writer[] = [];

const env = (host: string) => ({
  DATABASE_URL: database.appUrl,
  DATABASE_OWNER_URL: database.ownerUrl,
  DRIFTVAKT_TRUSTED_PROXIES: host,
  DRIFTVAKT_PUBLIC_URL: `https://${host}:${PORTS.both}`,
});

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "driftvakt-external-"));
  chmodSync(folder, 0o711);
  const log = openLog(() => undefined);
  database = await startEmbeddedPostgres({ folder: join(folder, "postgres"), log });
  site = await openSite({ name: "two", catalogue: "se", locale: "sv", env });
  const host = site.fleet.hostAddress;
  const backends = [PORTS.one, PORTS.two].map((port) => ({ host, port }));
  balancer = new Balancer(backends, site.control.certificate());
  await balancer.listen(host, PORTS.both);
  two = new ControlPlane({
    host,
    port: PORTS.two,
    catalogue: "se",
    smtpUrl: `smtp://${site.mail.host}:${site.mail.port}`,
    env: env(host),
    twin: site.control,
  });
  await two.start();
  const boot = (hostname: string) => site.watch({ hostname, packages: ["vsftpd"] });
  [web1, web2, spare] = await Promise.all([boot("web1"), boot("web2"), boot("spare")]);
  const { customerId, contractId } = site;
  const sends = [sendTo(site.control), sendTo(two)];
  let turn = 0;
  for (const hostname of ["writer1", "writer2", "writer3"]) {
    const place = { hostname, customerId, contractId };
    writers.push(await Writer.open(site.control, place, (...ask) => sends[turn++ % 2]!(...ask)));
  }
}, 240_000);

afterAll(async () => {
  for (const writer of writers) writer.abandon();
  await two?.close();
  await site?.close();
  balancer?.close();
  await database?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const restart = async (by: ControlPlane, { serverId }: Watched): Promise<void> => {
  const operation = { name: "service.restart", version: 1, parameters: { unit: "vsftpd.service" } };
  const { id } = await by.ask("mandates.issue", {
    params: { serverId },
    body: { operation, reason: "" },
  });
  await by.waitFor(
    "mandates.get",
    { params: { mandateId: id } },
    ({ mandate }) => mandate.state === "succeeded",
  );
};
const countMails = async (pattern: RegExp) =>
  (await site.mail.all()).filter(({ subject }) => pattern.test(subject ?? "")).length;
/** Waits for the n-th mail that fits. */
const waitForMails = (pattern: RegExp, count: number, deadlineSeconds: number) =>
  waitUntil(async () => (await countMails(pattern)) >= count, {
    what: `mail ${count} of ${pattern}`,
    deadlineSeconds,
  });
/** Lets the service die, waits for the alarm, has it restarted through one of the two, waits for the recovery. */
async function failAndMend(watched: Watched, by: ControlPlane): Promise<void> {
  const { hostname } = watched.machine;
  const [problem, recovery] = [
    new RegExp(`KRITISKT.*${hostname}.*vsftpd`),
    new RegExp(`^\\[OK\\] ${hostname}.*vsftpd`),
  ];
  const count = (await countMails(problem)) + 1;
  await watched.machine.output(["systemctl", "kill", "--signal=KILL", "vsftpd.service"]);
  // After a process was killed its agents come back within seconds, not at once.
  await waitForMails(problem, count, 60);
  await restart(by, watched);
  await waitForMails(recovery, count, 20);
}

describe("two control planes on one PostgreSQL", () => {
  let powerLostAt: number;

  it("serve the same machines, whichever of the two an agent speaks to", async () => {
    for (const control of [site.control, two])
      for (const { serverId } of [web1, web2, spare])
        await control.waitFor("servers.checks", { params: { serverId } }, ({ items }) =>
          items.some(({ check }) => check === "service:vsftpd.service"),
        );
    expect(Math.min(...balancer.counts)).toBeGreaterThan(0);
    for (const writer of writers) writer.start();
    powerLostAt = Date.now();
    await spare.machine.kill();
  });

  it("se-08: orders find the agent's stream, whichever process issued them", async () => {
    for (const watched of [web1, web2])
      for (const control of [site.control, two]) await restart(control, watched);
    expect(await countMails(/vsftpd/)).toBe(0);
  });

  it("R14: each alarm leaves once", async () => {
    for (const watched of [web1, web2]) await failAndMend(watched, two);
    for (const hostname of ["web1", "web2"])
      expect(await countMails(new RegExp(`${hostname}.*vsftpd`))).toBe(2);
  });

  it("either may be killed: the other goes on with alarms and orders", async () => {
    await site.control.stop("SIGKILL");
    for (const watched of [web1, web2]) await failAndMend(watched, two);
    await site.control.start();
    await two.stop("SIGKILL");
    for (const watched of [web1, web2]) await failAndMend(watched, site.control);
    await two.start();
    for (const hostname of ["web1", "web2"])
      expect(await countMails(new RegExp(`${hostname}.*vsftpd`))).toBe(6);
  }, 200_000);

  it("msp-07, R12: a machine that lost its power is judged once, though both watch", async () => {
    const left = 100 - (Date.now() - powerLostAt) / 1000;
    await waitForMails(/spare/, 1, Math.max(30, left));
    const { serverId } = spare;
    await two.waitFor("servers.get", { params: { serverId } }, ({ state }) => state === "down");
    expect(await countMails(/spare/)).toBe(1);
  }, 120_000);

  it("S1: what either acknowledged is there, once", async () => {
    await Promise.all(writers.map((writer) => writer.stop()));
    const ledger = await openLedger(folder);
    try {
      for (const { agent, acknowledged } of writers) {
        const kept = (await listKept(ledger, agent.serverId)).filter(
          ({ kind }) => kind === "report",
        );
        expect(acknowledged.length).toBeGreaterThan(20);
        expect(kept.map(({ seq }) => seq)).toEqual(acknowledged);
      }
    } finally {
      await ledger.end();
    }
  });
});
