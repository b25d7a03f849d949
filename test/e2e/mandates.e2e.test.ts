import type { Mandate } from "@driftvakt/protocol/mandate";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ATTACKS } from "./attacks.ts";
import { openSite, type Site, type Watched } from "./site.ts";
import { StolenServer } from "./stolen-server.ts";
import { openLedger } from "./witness.ts";

let site: Site;
let ledger: pg.Client;
let thief: StolenServer;
let web1: Watched;
let web2: Watched;
/** Watched, but under no contract. */
let bare: Watched;

beforeAll(async () => {
  site = await openSite({ name: "mandates", catalogue: "se", locale: "sv", withMail: false });
  const spec = (hostname: string) => ({ hostname, packages: ["vsftpd"] });
  [web1, web2, bare] = await Promise.all([
    site.watch(spec("web1")),
    site.watch(spec("web2")),
    site.watch(spec("bare"), null),
  ]);
  ledger = await openLedger(site.control.folder);
  thief = new StolenServer(site.control.folder, ledger);
  for (const { serverId } of [web1, web2])
    await site.control.waitFor("servers.checks", { params: { serverId } }, ({ items }) =>
      items.some(({ check }) => check === "service:vsftpd.service"),
    );
}, 240_000);

afterAll(async () => {
  await ledger?.end();
  await site?.close();
});

type Fact = { kind: string; refusal?: string; mandateId?: string | null; detail?: string };
type SecurityEvent = { kind: string; detail: Record<string, unknown> };

/** What the machine itself has written down and sent, newest first. */
async function journalOf({ serverId }: Watched): Promise<Fact[]> {
  const ask = { params: { serverId }, query: { limit: 200 } };
  const { items, chainHolds } = await site.control.ask("servers.journal", ask);
  expect(chainHolds).toBe(true);
  return items.map(({ body }) => body as Fact);
}
const runsOf = async ({ machine }: Watched) =>
  (await machine.output(["journalctl", "-u", "vsftpd", "-o", "cat", "--no-pager"])).match(
    /Started vsftpd/g,
  )?.length ?? 0;

/** Waits for the refusal to be on record on both sides. */
async function expectRefused(watched: Watched, refusal: string, earlier: readonly Fact[]) {
  const params = { serverId: watched.serverId };
  const refusals = (facts: readonly Fact[]) =>
    facts.filter((fact) => fact.kind === "refused" && fact.refusal === refusal).length;
  await site.control.waitFor(
    "servers.journal",
    { params, query: { limit: 200 } },
    ({ items }) => refusals(items.map(({ body }) => body as Fact)) === refusals(earlier) + 1,
  );
  const told = ({ kind, detail }: SecurityEvent) =>
    kind === "mandate-refused" && detail["refusal"] === refusal;
  await site.control.waitFor("securityEvents.list", { query: { limit: 200 } }, ({ items }) =>
    items.some(told),
  );
}

/** Sends a mandate that differs from a good one in just this. */
const order = async (changes: Partial<Mandate>) => {
  const mandate = await thief.draft(web2.serverId, changes);
  return thief.order(web2.serverId, thief.seal("mandate", mandate), mandate.id);
};

describe("whoever holds the control plane and all its keys", () => {
  it.each(ATTACKS)("S11, A15: gains nothing by a mandate %s", async (_name, refusal, attack) => {
    const [runs, earlier] = [await runsOf(web2), await journalOf(web2)];
    const mandateId = await attack({ thief, target: web2.serverId, other: web1.serverId });
    await expectRefused(web2, refusal, earlier);
    expect(await runsOf(web2)).toBe(runs);
    const { mandate } = await site.control.ask("mandates.get", {
      params: { mandateId },
    });
    expect(["refused", "delivered"]).toContain(mandate.state);
  });

  it("S11, A15: can do nothing on a machine whose contract allows nothing", async () => {
    const mandate = await thief.draft(bare.serverId);
    const earlier = await journalOf(bare);
    await thief.order(bare.serverId, thief.seal("mandate", mandate), mandate.id);
    await expectRefused(bare, "not-in-charter", earlier);
    expect(await runsOf(bare)).toBe(1);
  });

  it("S11: cannot give itself more rights; only root on the machine can", async () => {
    const before = await thief.plantCharter(web2.serverId, ({ grants }) => ({
      grants: [
        ...grants,
        {
          operation: "service.restart",
          clause: "se-02",
          askers: ["technician"],
          maxPerHour: 10,
        },
      ],
    }));
    await site.control.waitFor("securityEvents.list", { query: { limit: 200 } }, ({ items }) =>
      items.some(({ kind }) => kind === "agent-charter-refused"),
    );
    const show = async () =>
      JSON.parse(await web2.machine.output(["driftvakt-agent", "charter", "show", "--json"])) as {
        charter: { version: number };
        pending: { version: number } | null;
      };
    expect(await show()).toMatchObject({
      charter: { version: before.version },
      pending: { version: before.version + 1 },
    });
    const earlier = await journalOf(web2);
    await order({ clause: "se-02" });
    await expectRefused(web2, "other-clause", earlier);

    await web2.machine.output(["driftvakt-agent", "charter", "approve"]);
    const mandateId = await order({ clause: "se-02" });
    await site.control.waitFor(
      "mandates.get",
      { params: { mandateId } },
      ({ mandate }) => mandate.state === "succeeded",
    );
  });

  it("S11: can take rights away at once, and not give them back", async () => {
    await thief.plantCharter(web2.serverId, () => ({ grants: [] }));
    await site.control.waitFor(
      "servers.journal",
      { params: { serverId: web2.serverId } },
      ({ items }) => items.some(({ body }) => (body as Fact).kind === "charter-lowered"),
    );
    const earlier = await journalOf(web2);
    await order({});
    await expectRefused(web2, "not-in-charter", earlier);
  });

  it("the kill switch on the machine stops even what the contract allows", async () => {
    await web1.machine.output(["driftvakt-agent", "hold"]);
    const earlier = await journalOf(web1);
    const body = {
      operation: { name: "service.restart", version: 1, parameters: { unit: "vsftpd.service" } },
      reason: "",
    };
    const params = { serverId: web1.serverId };
    const { id } = await site.control.ask("mandates.issue", { params, body });
    await expectRefused(web1, "on-hold", earlier);
    const { mandate } = await site.control.ask("mandates.get", { params: { mandateId: id } });
    expect(mandate).toMatchObject({ state: "refused", refusal: "on-hold" });
    await web1.machine.output(["driftvakt-agent", "resume"]);
  });
});

describe("a mandate", () => {
  it("A18: that comes five times is carried out once and answered five times", async () => {
    const runs = await runsOf(web1);
    const mandate = await thief.draft(web1.serverId, { sequence: 900_000 });
    await thief.order(web1.serverId, thief.seal("mandate", mandate), mandate.id);
    const succeeded = () =>
      site.control.waitFor(
        "mandates.get",
        { params: { mandateId: mandate.id } },
        (answer) => answer.mandate.state === "succeeded",
      );
    await succeeded();
    for (let again = 2; again <= 5; again += 1) {
      // As after a restore of the database: it does not know that it was told, and tells the machine once more.
      await ledger.query("update mandate set state = 'issued' where id = $1", [mandate.id]);
      await web1.machine.output(["systemctl", "restart", "driftvakt-agent"]);
      await succeeded();
    }
    expect(await runsOf(web1)).toBe(runs + 1);
    const facts = (await journalOf(web1)).filter(({ mandateId }) => mandateId === mandate.id);
    expect(facts.map(({ kind }) => kind)).toEqual(["succeeded", "started", "accepted"]);
  });

  it("A17: that was delivered after a partition is expired, not run", async () => {
    await web1.machine.output(["systemctl", "stop", "driftvakt-agent"]);
    const runs = await runsOf(web1);
    const params = { serverId: web1.serverId };
    const body = {
      operation: { name: "service.restart", version: 1, parameters: { unit: "vsftpd.service" } },
      reason: "",
    };
    const { id } = await site.control.ask("mandates.issue", { params, body });
    await ledger.query(
      "update mandate set expires_at = now() - interval '6 minutes' where id = $1",
      [id],
    );
    await web1.machine.output(["systemctl", "start", "driftvakt-agent"]);
    await site.control.waitFor(
      "mandates.get",
      { params: { mandateId: id } },
      ({ mandate }) => mandate.state === "expired",
      75,
    );
    expect(await runsOf(web1)).toBe(runs);
  });

  it("se-08: restarts the machine; it has succeeded once the machine is up again, and nobody is alarmed", async () => {
    const { machine, serverId } = web1;
    const next = machine.bootCount + 1;
    const operation = { name: "machine.restart", version: 1, parameters: { delaySeconds: 1 } };
    const { id } = await site.control.ask("mandates.issue", {
      params: { serverId },
      body: { operation, reason: "ny kärna" },
    });
    await machine.waitForBoot(next, { deadlineSeconds: 60 });
    const { course } = await site.control.waitFor(
      "mandates.get",
      { params: { mandateId: id } },
      ({ mandate }) => mandate.state === "succeeded",
      60,
    );
    const stages = course.map(({ stage }) => stage);
    expect(stages).toEqual(["issued", "delivered", "accepted", "running", "succeeded"]);
    await site.control.waitFor(
      "servers.get",
      { params: { serverId } },
      ({ state }) => state === "up",
    );
    const { rows } = await ledger.query(
      "select check_id from alert where server_id = $1 and check_id not in ('cpu', 'memory', 'swap')",
      [serverId],
    );
    expect(rows).toEqual([]);
  });
});
