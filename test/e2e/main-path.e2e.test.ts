import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openSite, type Site, type Watched } from "./site.ts";

let site: Site;
let web1: Watched;
let web2: Watched;
let web3: Watched;

beforeAll(async () => {
  site = await openSite({ name: "main-path", catalogue: "se", locale: "sv" });
  const boot = (hostname: string) => site.watch({ hostname, packages: ["vsftpd"] });
  [web1, web2, web3] = [await boot("web1"), await boot("web2"), await boot("web3")];
}, 240_000);

afterAll(() => site?.close());

const SERVICE = "service:vsftpd.service";
const restart = {
  name: "service.restart",
  version: 1,
  parameters: { unit: "vsftpd.service" },
} as const;

describe("from the clause to the evidence", () => {
  it("se-04: three machines are up, and their services were found without anybody setting up a check", async () => {
    for (const { serverId } of [web1, web2, web3]) {
      const params = { serverId };
      await site.control.waitFor("servers.get", { params }, ({ state }) => state === "up");
      const { items } = await site.control.waitFor("servers.checks", { params }, (answer) =>
        ["cpu", "memory", "filesystem:/", SERVICE].every((wanted) =>
          answer.items.some(({ check }) => check === wanted),
        ),
      );
      expect(items.find(({ check }) => check === SERVICE)).toMatchObject({
        state: "ok",
        hard: true,
        clauses: ["se-04"],
      });
    }
  });

  it("the command finds the running control plane through its data folder", () => {
    const servers = JSON.parse(site.control.command("servers", "--json")) as { hostname: string }[];
    expect(servers.map(({ hostname }) => hostname).sort()).toEqual(["web1", "web2", "web3"]);
  });

  it("se-02, se-04: a killed service is alarmed in real Postfix, in the recipient's language, citing the clause", async () => {
    const { machine, serverId } = web1;
    const killedAt = Date.now();
    await machine.output(["systemctl", "kill", "--signal=KILL", "vsftpd.service"]);
    const mail = await site.mail.waitFor(({ subject }) => /web1.*vsftpd/.test(subject ?? ""), {
      deadlineSeconds: 10,
    });
    expect(mail.subject).toContain("KRITISKT");
    expect(mail.text).toContain("se-04");
    expect(mail.arrivedAtMilliseconds - killedAt).toBeLessThan(5_000);
    const { items } = await site.control.ask("alerts.list", { query: { serverId } });
    expect(items).toMatchObject([
      { check: SERVICE, state: "critical", late: false, clauses: ["se-04"] },
    ]);
  });

  it("se-08: the customer restarts it by a mandate; outcome, journal and recovery are on record", async () => {
    const { machine, serverId } = web1;
    const key = await site.control.keyFor("customer-admin", site.customerId);
    const ask = { params: { serverId }, body: { operation: restart, reason: "det stod stilla" } };
    expect(await site.control.ask("mandates.preview", ask, key)).toMatchObject({
      outcome: "allowed",
      clause: "se-08",
    });
    const mandate = await site.control.ask("mandates.issue", ask, key);
    expect(mandate).toMatchObject({ clause: "se-08", askedBy: { kind: "customer" } });
    const { course } = await site.control.waitFor(
      "mandates.get",
      { params: { mandateId: mandate.id } },
      (answer) => answer.mandate.state === "succeeded",
    );
    expect(course.map(({ stage }) => stage)).toEqual([
      "issued",
      "delivered",
      "accepted",
      "running",
      "succeeded",
    ]);
    expect((await machine.output(["systemctl", "is-active", "vsftpd.service"])).trim()).toBe(
      "active",
    );
    await site.mail.waitFor(({ subject }) => (subject ?? "").startsWith("[OK] web1"), {
      deadlineSeconds: 10,
    });
    await site.control.waitFor(
      "alerts.list",
      { query: { serverId } },
      ({ items }) => items.length === 0,
    );
  });

  it("se-08: the agent's journal of it is a chain that holds, here and on the machine", async () => {
    const { machine, serverId } = web1;
    const kinds = ["succeeded", "started", "accepted", "enrolled"];
    const journal = await site.control.waitFor(
      "servers.journal",
      { params: { serverId } },
      ({ items }) => items.length === kinds.length,
    );
    expect(journal.items.map(({ body }) => (body as { kind: string }).kind)).toEqual(kinds);
    expect(journal.chainHolds).toBe(true);
    const verdict = JSON.parse(
      await machine.output(["driftvakt-agent", "journal", "verify", "--json"]),
    ) as { ok: boolean; head: string };
    expect(verdict).toMatchObject({ ok: true, head: journal.items[0]?.hash });
  });

  it("se-08: a customer who may only read restarts nothing", async () => {
    const key = await site.control.keyFor("customer-reader", site.customerId);
    const ask = { params: { serverId: web1.serverId }, body: { operation: restart, reason: "" } };
    await expect(site.control.ask("mandates.issue", ask, key)).rejects.toThrow("403");
  });

  it("srv-10: use of processor, memory, disk and network card is there as graphs, from the start", async () => {
    const wanted = ["cpu.busy", "memory.used", "filesystem.used:/", "disk.busy:", "network.in:"];
    const query = () => ({
      keys: "cpu.busy,memory.used,filesystem.used:*,disk.busy:*,network.in:*,network.out:*",
      fromMs: Date.now() - 3_600_000,
      toMs: Date.now() + 60_000,
    });
    const answer = await site.control.waitFor(
      "servers.metrics",
      { params: { serverId: web2.serverId }, query: query() },
      ({ series }) =>
        wanted.every((key) =>
          series.some((one) => one.key.startsWith(key) && one.average.some((v) => v !== null)),
        ),
      40,
    );
    const of = (key: string) =>
      answer.series.filter((one) => one.key.startsWith(key)).flatMap(({ average }) => average);
    for (const percent of [...of("cpu.busy"), ...of("memory.used")])
      if (percent !== null) expect(percent).toBeLessThanOrEqual(100);
    // The agent itself speaks over it.
    expect(of("network.out:").some((rate) => rate !== null && rate > 0)).toBe(true);
  });

  it("srv-11: the agent listens on nothing and speaks to the control plane alone", async () => {
    const { machine } = web2;
    expect(await machine.output(["ss", "-Hltunp"])).not.toContain("driftvakt");
    const connections = await machine.output(["ss", "-Htnp", "state", "established"]);
    const own = connections.split("\n").filter((line) => line.includes("driftvakt"));
    expect(own.length).toBeGreaterThan(0);
    expect(own.every((line) => line.includes(`${site.fleet.hostAddress}:7443`))).toBe(true);
  });

  it("one incident, one mail for each of its turns", async () => {
    const subjects = (await site.mail.all()).map(({ subject }) => subject ?? "");
    expect(subjects.filter((one) => one.includes("vsftpd"))).toHaveLength(2);
  });
});
