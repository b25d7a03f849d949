import { chmodSync, mkdirSync, mkdtempSync, rmSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { demand, runProcess } from "../fleet/run-process.ts";
import { waitUntil } from "../fleet/wait-until.ts";
import { openSite, type Site, type Watched } from "./site.ts";
import { listKept, openLedger } from "./witness.ts";
import { Writer } from "./writer.ts";

const STATE = "/var/lib/driftvakt-agent";
const DISK_MEBIBYTES = 900;

let folder: string;
let disk: string;
let site: Site;
let web: Watched;
const writers: Writer[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "driftvakt-small-"));
  chmodSync(folder, 0o711);
  disk = join(folder, "disk");
  mkdirSync(disk);
  const image = join(folder, "image");
  await demand(["truncate", "-s", `${DISK_MEBIBYTES}M`, image]);
  await demand(["mkfs.ext4", "-q", "-m", "0", "-F", image]);
  await demand(["mount", "-o", "loop", image, disk]);
  site = await openSite({
    name: "disk-full",
    catalogue: "se",
    locale: "sv",
    withMail: false,
    folder: join(disk, "data"),
  });
  web = await site.watch({
    hostname: "web",
    packages: ["vsftpd"],
    disks: [{ at: STATE, sizeMebibytes: 24 }],
  });
  const { customerId, contractId } = site;
  for (const hostname of ["writer1", "writer2"])
    writers.push(await Writer.open(site.control, { hostname, customerId, contractId }));
}, 240_000);

afterAll(async () => {
  for (const writer of writers) writer.abandon();
  await site?.close();
  await runProcess(["umount", disk]);
  rmSync(folder, { recursive: true, force: true });
});

/** Takes the last byte that the disk has. */
async function fillUp(path: string): Promise<void> {
  const { bavail, bsize } = statfsSync(disk);
  await runProcess(["fallocate", "-l", String(bavail * bsize - 1024 * 1024), path]);
  await runProcess(["dd", "if=/dev/zero", `of=${path}.rest`, "bs=4k", "status=none"]);
}

const counts = () => writers.map(({ acknowledged }) => acknowledged.length);
const progress = async (what: string, deadlineSeconds: number) => {
  const before = counts();
  const all = () => counts().every((count, i) => count > before[i]!);
  await waitUntil(all, { what, deadlineSeconds });
};

describe("R4: a full disk", () => {
  it("of the control plane: what cannot be stored is refused, and all goes on by itself once there is room", async () => {
    const { pid } = site.control;
    for (const writer of writers) writer.start();
    await progress("the writers being answered", 20);
    const filler = join(disk, "filler");
    await fillUp(filler);

    const stalled = async () => {
      const before = counts().join();
      await pause(3_000);
      return counts().join() === before;
    };
    await waitUntil(stalled, { what: "nothing more being stored", deadlineSeconds: 60 });
    for (const { refusal } of writers)
      expect(refusal).toMatchObject({
        status: 503,
        body: {
          code: "unavailable",
          detail: expect.stringMatching(/disk is full|cannot be stored/),
        },
      });

    rmSync(filler, { force: true });
    rmSync(`${filler}.rest`, { force: true });
    await progress("the writers being answered again", 60);
    expect(site.control.pid).toBe(pid);
    await Promise.all(writers.map((writer) => writer.stop()));
    const ledger = await openLedger(site.control.folder);
    for (const { agent, acknowledged } of writers) {
      const kept = (await listKept(ledger, agent.serverId)).filter(({ kind }) => kind === "report");
      expect(kept.map(({ seq }) => seq)).toEqual(acknowledged);
    }
    await ledger.end();
  }, 200_000);

  it("of a machine: its agent still alarms, does nothing that it cannot put on record, and loses nothing", async () => {
    const { machine, serverId } = web;
    const params = { serverId };
    await site.control.waitFor("servers.checks", { params }, ({ items }) =>
      items.some(({ check }) => check === "service:vsftpd.service"),
    );
    const starts = async () =>
      (await machine.output(["journalctl", "-u", "vsftpd", "-o", "cat", "--no-pager"])).match(
        /Started vsftpd/g,
      )?.length ?? 0;
    const begun = await starts();
    const fullAt = Date.now();
    await machine.run(["dd", "if=/dev/zero", `of=${STATE}/filler`, "bs=4k", "status=none"]);
    await machine.output(["systemctl", "kill", "--signal=KILL", "vsftpd.service"]);
    const open = (wanted: string) => (answer: { items: { check: string }[] }) =>
      answer.items.some(({ check }) => check === wanted);
    await site.control.waitFor(
      "alerts.list",
      { query: params },
      open("service:vsftpd.service"),
      10,
    );
    await site.control.waitFor("alerts.list", { query: params }, open(`filesystem:${STATE}`), 40);

    const operation = {
      name: "service.restart",
      version: 1,
      parameters: { unit: "vsftpd.service" },
    };
    const { id } = await site.control.ask("mandates.issue", {
      params,
      body: { operation, reason: "" },
    });
    await machine.waitForLine(
      ["journalctl", "-u", "driftvakt-agent", "--follow", "--lines=all"],
      /could not be dealt with/,
    );
    expect(await starts()).toBe(begun);

    await machine.output(["rm", `${STATE}/filler`]);
    const gone = ({ items }: { items: { check: string }[] }) =>
      !items.some(({ check }) => check === `filesystem:${STATE}`);
    await site.control.waitFor("alerts.list", { query: params }, gone, 40);
    await site.control.waitFor(
      "mandates.get",
      { params: { mandateId: id } },
      ({ mandate }) => mandate.state === "succeeded",
      20,
    );
    expect(await starts()).toBe(begun + 1);
    const ledger = await openLedger(site.control.folder);
    const beats = (await listKept(ledger, serverId)).filter(
      ({ kind, atMs }) => kind === "report" && atMs > fullAt - 16_000,
    );
    await ledger.end();
    expect(beats.length).toBeGreaterThan(1);
    for (const [i, { atMs }] of beats.slice(1).entries())
      expect(atMs - beats[i]!.atMs).toBeLessThan(18_000);
  }, 200_000);
});
