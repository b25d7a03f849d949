import { createHash, generateKeyPairSync } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { releaseSchema, updateSchema, type AgentEvent } from "@driftvakt/protocol/agent";
import { open, rawPublicKey, seal, type Envelope } from "@driftvakt/protocol/envelope";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  addCustomer,
  addServer,
  TECHNICIAN,
} from "../../../../../test/control/contract-fixture.ts";
import { openTestPlatform, type TestPlatform } from "../../../../../test/control/platform.ts";
import { inScope } from "../../platform/database/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { openReleases, type Releases } from "./index.ts";

const releaseKeys = generateKeyPairSync("ed25519");
const installationId = newId();
let platform: TestPlatform;
let releases: Releases;
let servers: string[];
beforeAll(async () => {
  platform = await openTestPlatform();
  releases = openReleases(platform, installationId, () => {
    throw new Error("nobody fetches anything here");
  });
  const customerId = await addCustomer(platform);
  servers = [];
  for (const n of [1, 2, 3]) servers.push(await addServer(platform, customerId, `web${n}`));
  await asProvider((tx) =>
    tx.updateTable("server").set({ agent_version: "0.1.0", epoch: 1 }).execute(),
  );
  const key = rawPublicKey(releaseKeys.publicKey).toString("hex");
  writeFileSync(join(platform.config.dataFolder, "release-keys"), `${key}\n`);
  mkdirSync(join(platform.config.dataFolder, "releases"));
});
afterAll(() => platform.close());

const asProvider = <T>(work: Parameters<typeof inScope<T>>[2]) =>
  inScope(platform.db, "provider", work);

/** A signed release whose executable lies where it should. */
function release(version: string, signer = releaseKeys.privateKey, content = version): Envelope {
  const sha256 = createHash("sha256").update(content).digest("hex");
  writeFileSync(join(platform.config.dataFolder, "releases", sha256), version);
  const nowMs = platform.clock.nowMs();
  return seal(
    "release",
    releaseSchema.parse({
      format: 1,
      product: "driftvakt-agent",
      version,
      signedAtMs: nowMs,
      expiresMs: nowMs + 24 * 3_600_000,
      files: [{ platform: "linux-x64", sha256, sizeBytes: Buffer.byteLength(version) }],
    }),
    signer,
  );
}

function publish(envelope: Envelope, canaryServerIds: string[] = []) {
  const body = { envelope, soakSeconds: 60, canaryServerIds };
  const caller = { scope: "provider", actor: TECHNICIAN };
  return releases.handlers["releases.publish"]!({ caller, body } as never);
}
const list = () => asProvider((tx) => import("./list-releases.ts").then((m) => m.listReleases(tx)));
const machines = (version: string) =>
  asProvider((tx) => import("./list-releases.ts").then((m) => m.listReleaseMachines(tx, version)));
const offersOf = (id: string) => asProvider((tx) => releases.listOrders(tx, id));
const offered = async () => {
  const all = await Promise.all(servers.map(offersOf));
  return servers.filter((_, i) => all[i]!.length > 0);
};

let seq = 0;
function says(id: string, what: AgentEvent["what"], detail: string) {
  const event: AgentEvent = {
    type: "agent",
    seq: (seq += 1),
    atMs: platform.clock.nowMs(),
    what,
    detail,
  };
  return asProvider(async (tx) => {
    const { customer_id: customerId, hostname } = await tx
      .selectFrom("server")
      .select(["customer_id", "hostname"])
      .where("id", "=", id)
      .executeTakeFirstOrThrow();
    await releases.onAgentEvent(tx, { id, customerId, hostname, epoch: 1 }, event);
    if (what === "updated")
      await tx.updateTable("server").set({ agent_version: detail }).where("id", "=", id).execute();
  });
}
const audited = () =>
  asProvider(async (tx) =>
    (await tx.selectFrom("audit_entry").select("action").orderBy("number").execute())
      .map(({ action }) => action)
      .filter((action) => action.startsWith("release.")),
  );

describe("A20: releases of the agent", () => {
  it("A20: are published only with a release key's signature and their executables in place", async () => {
    const other = generateKeyPairSync("ed25519");
    await expect(publish(release("0.2.0", other.privateKey))).rejects.toMatchObject({
      code: "refused",
      reason: "unknown-key",
    });
    // The key that signs mandates signs no release.
    await expect(publish(release("0.2.0", platform.keys.signing.privateKey))).rejects.toMatchObject(
      { reason: "unknown-key" },
    );
    await expect(
      publish(release("0.2.0", releaseKeys.privateKey, "other content")),
    ).rejects.toMatchObject({ reason: "file-missing" });
    expect(await list()).toEqual([]);
  });

  it("are offered to the canary alone, in an envelope for that machine and under both keys", async () => {
    const [first] = servers;
    const envelope = release("0.2.0");
    await publish(envelope, [first!]);
    expect(await releases.advance()).toBe("offer");
    expect(await offered()).toEqual([first]);
    const [order] = await offersOf(first!);
    if (order?.type !== "update") throw new Error("no update");
    const { keyId, publicKey } = platform.keys.signing;
    const opened = open("update", order.envelope, new Map([[keyId, publicKey]]));
    expect(opened.ok && updateSchema.parse(opened.value)).toMatchObject({
      installationId,
      serverId: first,
      release: envelope,
    });
    // The same bytes each time: a stream says it once.
    expect(await offersOf(first!)).toEqual([order]);
    expect(await releases.advance()).toBe("wait");
  });

  it("A20: an older version is not even published", async () => {
    await expect(publish(release("0.1.5"))).rejects.toMatchObject({ code: "conflict" });
    await expect(publish(release("0.2.0"))).rejects.toMatchObject({ code: "conflict" });
  });

  it("go on to the next ring once the one before has stood its time", async () => {
    const [first] = servers;
    await says(first!, "updating", "0.2.0");
    expect(await offersOf(first!)).toEqual([]);
    await says(first!, "updated", "0.2.0");
    expect(await releases.advance()).toBe("wait");
    const widensAtMs = platform.clock.nowMs() + 60_000;
    expect(await list()).toMatchObject([{ ring: 1, rings: [1, 2, 3, 3], widensAtMs }]);
    platform.clock.advance(61_000);
    expect(await releases.advance()).toBe("next-ring");
    expect(await releases.advance()).toBe("offer");
    expect(await offered()).toHaveLength(1);
    expect(await list()).toMatchObject([{ ring: 2, widensAtMs: null, canaries: ["web1"] }]);
  });

  it("show which machine runs which version, page by page", async () => {
    const ask = <N extends "releases.list" | "releases.running">(name: N, query: object = {}) =>
      releases.handlers[name]!({ caller: { scope: "provider" }, query } as never);
    expect((await ask("releases.list")).versions).toEqual([
      { version: "0.2.0", machines: 1 },
      { version: "0.1.0", machines: 2 },
    ]);
    const old = { version: "0.1.0", limit: 1 };
    const first = await ask("releases.running", old);
    const second = await ask("releases.running", { ...old, cursor: first.nextCursor });
    const rows = [first, second].flatMap(({ items }) => items);
    expect(rows).toMatchObject([
      { hostname: "web2", agentVersion: "0.1.0", state: "up" },
      { hostname: "web3", agentVersion: "0.1.0", state: "up" },
    ]);
    expect(second.nextCursor).toBeNull();
    expect((await ask("releases.running", { limit: 50 })).items).toHaveLength(3);
    expect(await machines("0.2.0")).toMatchObject([
      { hostname: "web1", state: "installed", agentVersion: "0.2.0" },
      { hostname: expect.stringMatching(/web[23]/), state: "offered", agentVersion: "0.1.0" },
    ]);
  });

  it("are paused by a person: nobody is offered anything any more", async () => {
    const caller = { scope: "provider", actor: TECHNICIAN };
    const turn = (name: "releases.pause" | "releases.resume") =>
      releases.handlers[name]!({ caller, params: { version: "0.2.0" } } as never);
    await turn("releases.pause");
    expect(await offered()).toEqual([]);
    expect(await releases.advance()).toBe("wait");
    await turn("releases.resume");
    expect(await offered()).toHaveLength(1);
  });

  it("A20: stop by themselves where one was rolled back, and say why", async () => {
    const [second] = await offered();
    await says(second!, "updating", "0.2.0");
    await says(second!, "update-rolled-back", "0.2.0 it ended with code 3");
    expect(await releases.advance()).toBe("stop");
    expect(await releases.advance()).toBe("wait");
    expect(await offered()).toEqual([]);
    expect(await list()).toMatchObject([
      {
        version: "0.2.0",
        state: "stopped",
        note: "it failed on 1 of 2 machines",
        machines: { installed: 1, "rolled-back": 1 },
      },
    ]);
  });

  it("A20: a signature that an agent refused is on the security record, and all of it in the audit log", async () => {
    await publish(release("0.3.0"));
    await releases.advance();
    const [one] = await offered();
    await says(one!, "update-refused", "? release-unknown-key");
    expect(await offered()).toEqual([]);
    const events = await asProvider((tx) =>
      tx
        .selectFrom("security_event")
        .select(["kind", "server_id"])
        .where("kind", "=", "agent-update-refused")
        .execute(),
    );
    expect(events).toEqual([{ kind: "agent-update-refused", server_id: one }]);
    expect(await audited()).toEqual([
      "release.publish",
      "release.offer",
      "release.started",
      "release.installed",
      "release.widen",
      "release.offer",
      "release.pause",
      "release.resume",
      "release.started",
      "release.rolled-back",
      "release.stop",
      "release.publish",
      "release.offer",
      "release.refused",
    ]);
  });
});
