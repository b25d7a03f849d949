import { createPrivateKey, randomUUID, sign, type KeyObject } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sessionProofText } from "@driftvakt/protocol/agent";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Machine } from "../fleet/index.ts";
import { waitUntil } from "../fleet/wait-until.ts";
import { openSite, type Site, type Watched } from "./site.ts";
import { listKept, openLedger } from "./witness.ts";

const STATE = "/var/lib/driftvakt-agent";

let site: Site;
let ledger: pg.Client;
let real: Watched;
let damaged: Watched;
let hasty: Watched;
/** Booted, and enrolled by nobody yet. */
let stranger: Machine;

beforeAll(async () => {
  site = await openSite({ name: "identity", catalogue: "msp", locale: "en", withMail: false });
  ledger = await openLedger(site.control.folder);
  const libraries = ["vsftpd", "libfaketime"];
  [real, damaged, hasty, stranger] = await Promise.all([
    site.watch({ hostname: "real" }),
    site.watch({ hostname: "damaged" }),
    site.watch({ hostname: "hasty", packages: libraries }),
    site.fleet.boot({ hostname: "stranger" }),
  ]);
}, 240_000);

afterAll(async () => {
  await ledger?.end();
  await site?.close();
});

type SecurityEvent = { kind: string; detail: Record<string, unknown> };
const securityEvents = async (): Promise<SecurityEvent[]> =>
  (await site.control.ask("securityEvents.list", { query: { limit: 200 } })).items;
const waitForSecurityEvent = (wanted: (event: SecurityEvent) => boolean) =>
  site.control.waitFor("securityEvents.list", { query: { limit: 200 } }, ({ items }) =>
    items.some(wanted),
  );

/** A join token for a machine, and the command that uses it, into a state folder that is thrown away. */
async function makeToken(hostname: string) {
  const { customerId, contractId } = site;
  const made = await site.control.ask("enrolments.create", {
    body: { hostname, customerId, contractId },
  });
  const words = made.installCommand.split(/\s+/);
  const pin = words[words.indexOf("--tls-pin") + 1]!.replaceAll("'", "");
  return { ...made, pin };
}
type Token = Awaited<ReturnType<typeof makeToken>>;

/** Uses a join token on a machine, with a key of its own. */
function useToken(machine: Machine, { token, serverKey, pin }: Token) {
  const state = `/tmp/state-${randomUUID()}`;
  const command = ["driftvakt-agent", "enrol", "--state", state, "--server", site.control.url];
  return machine.run([...command, "--server-key", serverKey, "--tls-pin", pin], {
    env: { DRIFTVAKT_JOIN_TOKEN: token },
  });
}

const refusedWith = async (reason: string) =>
  (await securityEvents()).filter(
    ({ kind, detail }) => kind === "enrolment-refused" && detail["refusal"] === reason,
  ).length;

describe("A13: a join token", () => {
  it("works once", async () => {
    const token = await makeToken("twice");
    await real.machine.output(["hostname", "twice"]);
    expect((await useToken(real.machine, token)).code).toBe(0);
    const again = await useToken(real.machine, token);
    expect(again.code).not.toBe(0);
    expect(again.stderr).toContain("was used already");
    expect(await refusedWith("used-token")).toBe(1);
  });

  it("works on the machine that it was made for, and is void once another one tried", async () => {
    const token = await makeToken("expected");
    await real.machine.output(["hostname", "thief"]);
    expect((await useToken(real.machine, token)).stderr).toContain("another host name");
    await real.machine.output(["hostname", "expected"]);
    expect((await useToken(real.machine, token)).stderr).toContain("was voided");
    expect(await refusedWith("other-host")).toBe(1);
    expect(await refusedWith("revoked-token")).toBe(1);
    await real.machine.output(["hostname", "real"]);
  });

  it("works for ten minutes", async () => {
    const token = await makeToken("real");
    expect(token.enrolment.expiresAtMs - Date.now()).toBeGreaterThan(590_000);
    expect(token.enrolment.expiresAtMs - Date.now()).toBeLessThanOrEqual(600_000);
    await ledger.query("update enrolment set expires_at = now() where id = $1", [
      token.enrolment.id,
    ]);
    expect((await useToken(real.machine, token)).stderr).toContain("has expired");
    expect(await refusedWith("expired-token")).toBe(1);
  });

  it("is believed only from the control plane whose key was pinned", async () => {
    await real.machine.output(["hostname", "pinned"]);
    const token = { ...(await makeToken("pinned")), serverKey: "0".repeat(64) };
    const { code, stderr } = await useToken(real.machine, token);
    expect(code).toBe(5);
    expect(stderr).toContain("does not hold the key");
    const wrongTls = { ...(await makeToken("pinned")), pin: "0".repeat(64) };
    expect((await useToken(real.machine, wrongTls)).stderr).toContain("not the pinned one");
    await real.machine.output(["hostname", "real"]);
  });
});

/** Speaks as a machine's agent with the key from its disk: what its root can always do. */
async function speakAs({ machine, serverId }: Watched) {
  const key: KeyObject = createPrivateKey(await machine.readFile(`${STATE}/key.pem`));
  const { epoch } = JSON.parse(await machine.readFile(`${STATE}/identity.json`)) as {
    epoch: number;
  };
  const post = async (path: string, body: unknown, token?: string) => {
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const { status, text } = await site.control.send("POST", path, { body, headers });
    return { status, body: JSON.parse(text) as Record<string, string> };
  };
  const { body: challenge } = await post("/agent/v1/challenge", { serverId, epoch });
  const proof = { serverId, epoch, nonce: challenge["nonce"]!, bootId: randomUUID() };
  const signature = sign(null, Buffer.from(sessionProofText(proof)), key).toString("base64");
  const session = { ...proof, agentVersion: "0.0.0", signature };
  const { status, body } = await post("/agent/v1/session", session);
  expect(status).toBe(200);
  return (batch: object) => post("/agent/v1/reports", batch, body["token"]);
}

describe("an agent", () => {
  it("A14: that reports on another machine's mandate is not believed, and noticed", async () => {
    const operation = { name: "machine.restart", version: 1, parameters: { delaySeconds: 60 } };
    const issued = await ledger.query<{ id: string }>(
      `insert into mandate (id, customer_id, server_id, epoch, sequence, operation, parameters, clause, asked_by, state,
         envelope, issued_at, expires_at)
       select gen_random_uuid(), customer_id, id, epoch, 77, $2, '{}', 'msp-11', '{"kind":"technician","id":"t","name":"t"}',
         'delivered', '{}', now(), now() + interval '1 hour' from server where id = $1 returning id`,
      [hasty.serverId, operation.name],
    );
    await real.machine.output(["systemctl", "stop", "driftvakt-agent"]);
    const say = await speakAs(real);
    const event = {
      type: "mandate",
      seq: 9_000_000,
      atMs: Date.now(),
      mandateId: issued.rows[0]!.id,
      stage: "succeeded",
      refusal: null,
      output: "done",
    };
    const answer = await say({ sentAtMs: Date.now(), reports: [], events: [event] });
    expect(answer).toMatchObject({ status: 200 });
    await waitForSecurityEvent(({ kind }) => kind === "foreign-mandate-result");
    const { rows } = await ledger.query("select state from mandate where id = $1", [
      event.mandateId,
    ]);
    expect(rows).toEqual([{ state: "delivered" }]);
    await real.machine.output(["systemctl", "start", "driftvakt-agent"]);
  });

  it("A19: skips and counts a damaged record of its spool, and delivers the rest", async () => {
    const { machine, serverId } = damaged;
    await machine.cutNetwork();
    const waiting = async () => {
      const said = await machine.output(["driftvakt-agent", "status", "--json"]);
      return (JSON.parse(said) as { waiting: number }).waiting >= 3;
    };
    await waitUntil(waiting, { what: "records waiting in the spool", deadlineSeconds: 70 });
    await machine.output(["systemctl", "stop", "driftvakt-agent"]);
    const { flipped, whole } = await flipOneBit(machine);
    await machine.healNetwork();
    await machine.output(["systemctl", "start", "driftvakt-agent"]);
    await waitForSecurityEvent(
      ({ kind, detail }) =>
        kind === "agent-spool-damaged" && String(detail["detail"]).startsWith("1 damaged"),
    );
    const all = async () => {
      const kept = new Set((await listKept(ledger, serverId)).map(({ seq }) => seq));
      return whole.every((seq) => kept.has(seq)) && !kept.has(flipped);
    };
    await waitUntil(all, { what: "the whole records arriving", deadlineSeconds: 20 });
    expect(whole.length).toBeGreaterThan(0);
  });

  it("A21: whose clock is a day ahead loses nothing, alarms nobody, and says so", async () => {
    const { machine, serverId } = hasty;
    const settings = [
      "[Service]",
      "Environment=LD_PRELOAD=/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1",
      "Environment=FAKETIME=+1d FAKETIME_DONT_FAKE_MONOTONIC=1",
    ];
    const file = "/etc/systemd/system/driftvakt-agent.service.d/clock.conf";
    await machine.writeFile(file, `${settings.join("\n")}\n`);
    const begun = Date.now();
    await machine.output([
      "sh",
      "-ec",
      "systemctl daemon-reload; systemctl restart driftvakt-agent",
    ]);
    const enough = async () =>
      (await listKept(ledger, serverId)).filter(
        ({ kind, atMs }) => kind === "report" && atMs > begun,
      ).length >= 2;
    await waitUntil(enough, { what: "two readings", deadlineSeconds: 40 });
    const kept = (await listKept(ledger, serverId)).filter(({ kind }) => kind === "report");
    expect(kept.filter(({ atMs }) => atMs > Date.now() + 5_000)).toEqual([]);
    const { items } = await site.control.ask("alerts.list", { query: { serverId } });
    expect(items.filter(({ check }) => !["cpu", "memory"].includes(check))).toEqual([]);
    const server = await site.control.ask("servers.get", { params: { serverId } });
    expect(server.state).toBe("up");
  });

  it("2.1: copied to another machine puts both in quarantine, with an alarm", async () => {
    const { machine, serverId } = real;
    const parts = [
      "/usr/local/lib/driftvakt-agent",
      STATE,
      "/etc/systemd/system/driftvakt-agent.service",
    ];
    for (const path of parts) await stranger.copyIn(join(machine.changesDirectory, path), path);
    await stranger.output([
      "sh",
      "-ec",
      "systemctl daemon-reload; systemctl start driftvakt-agent",
    ]);
    await site.control.waitFor(
      "servers.get",
      { params: { serverId } },
      ({ state }) => state === "quarantined",
      60,
    );
    expect((await securityEvents()).some(({ kind }) => kind === "agent-cloned")).toBe(true);
    const { items } = await site.control.ask("alerts.list", { query: { serverId } });
    expect(items).toMatchObject([{ check: "agent-identity", state: "critical" }]);
    // Neither gets anything in any more.
    const before = (await listKept(ledger, serverId)).length;
    for (const each of [machine, stranger])
      await each.waitForLine(["journalctl", "-u", "driftvakt-agent", "--follow"], /quarantine/);
    expect((await listKept(ledger, serverId)).length).toBe(before);
  });
});

/** Flips a bit in the body of one waiting reading, as a failing disk would. */
async function flipOneBit(machine: Machine): Promise<{ flipped: number; whole: number[] }> {
  const folder = mkdtempSync(join(tmpdir(), "driftvakt-spool-"));
  const file = join(folder, "spool.db");
  try {
    writeFileSync(
      file,
      Buffer.from(await machine.output(["base64", "-w0", `${STATE}/spool.db`]), "base64"),
    );
    const spool = new DatabaseSync(file);
    const rows = spool
      .prepare(
        "SELECT seq, kind, body FROM record WHERE kind = 'report' OR tag = '' ORDER BY kind DESC",
      )
      .all() as { seq: number; kind: string; body: string }[];
    const [first, ...rest] = rows;
    if (first?.kind !== "report") throw new Error("no reading waits");
    const bytes = Buffer.from(first.body);
    const at = bytes.lastIndexOf(",") + 1;
    bytes[at] = bytes[at]! ^ 1;
    spool.prepare("UPDATE record SET body = ? WHERE seq = ?").run(bytes.toString(), first.seq);
    spool.close();
    await machine.writeFile(`${STATE}/spool.db`, { content: readFileSync(file), mode: 0o600 });
    await machine.output(["rm", "-f", `${STATE}/spool.db-wal`, `${STATE}/spool.db-shm`]);
    return { flipped: first.seq, whole: rest.map(({ seq }) => seq) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
