import { randomUUID } from "node:crypto";
import { generateKeyPairSync } from "node:crypto";
import { get } from "node:http";
import { seal } from "@driftvakt/protocol/envelope";
import type { Order } from "@driftvakt/protocol/agent";
import fastify, { type FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  challenge,
  enrol,
  enrolRequest,
  makeAgent,
  sendTo,
  sessionRequest,
  signIn,
  type Send,
  type SimulatedAgent,
} from "../../../../../bench/agents/simulated-agent.ts";
import { openTestPlatform, type TestPlatform } from "../../../../../test/control/platform.ts";
import type { Bus } from "../../platform/bus/index.ts";
import { inScope } from "../../platform/database/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import { problemOf } from "../../platform/http/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { openMetrics } from "../../platform/metrics/index.ts";
import { openServers, type ServerParts, type Servers } from "./index.ts";

const actor = { kind: "technician", id: "t", name: "Tess" } as const;
const { privateKey } = generateKeyPairSync("ed25519");

type Process = { servers: Servers; http: FastifyInstance; send: Send; url: string };

let platform: TestPlatform;
let customerId: string;
let one: Process;
let two: Process;
const cloned: string[] = [];
const mandates = new Map<string, Order[]>();

/** A control process of its own: its caches and streams are its own, the database and the bus are shared. */
async function startProcess(bus: Bus = platform.bus): Promise<Process> {
  const parts: ServerParts = {
    installationId: newId(),
    compile: async (_tx, serverId) => ({
      target: seal("target", { serverId }, privateKey),
      charter: seal("charter", { serverId }, privateKey),
    }),
    orders: [
      async (_tx, serverId) => [
        { type: "charter", envelope: seal("charter", { serverId }, privateKey) },
        { type: "target", envelope: seal("target", { serverId }, privateKey) },
      ],
      async (_tx, serverId) => mandates.get(serverId) ?? [],
    ],
    releaseKeys: async () => [],
    joinContract: async () => {},
    facts: [],
    onClone: async (_tx, server) => void cloned.push(server.id),
  };
  const servers = openServers({ ...platform, bus, metrics: openMetrics() }, parts);
  const http = fastify();
  http.setErrorHandler((error, request, reply) => {
    if (!(error instanceof AppError)) throw error;
    const problem = problemOf(error, request.id);
    return reply.code(problem.status).send(problem);
  });
  await http.register(async (scope) => servers.install!(scope));
  await servers.start?.();
  const url = await http.listen({ host: "127.0.0.1", port: 0 });
  return { servers, http, url, send: sendTo(url) };
}

beforeAll(async () => {
  platform = await openTestPlatform();
  customerId = newId();
  await inScope(platform.db, "provider", (tx) =>
    tx
      .insertInto("customer")
      .values({ id: customerId, name: "Kund AB", locale: "sv", time_zone: "Europe/Stockholm" })
      .execute(),
  );
  [one, two] = [await startProcess(), await startProcess()];
});

afterAll(async () => {
  for (const { servers, http } of [one, two]) {
    await servers.stop?.();
    await http.close();
  }
  await platform.close();
});

const makeToken = (hostname: string) =>
  inScope(platform.db, "provider", (tx) =>
    one.servers.enrol(tx, { hostname, customerId, contractId: null }, actor),
  );

async function enrolled(hostname: string): Promise<SimulatedAgent> {
  const agent = makeAgent(hostname);
  const { token, serverKey } = await makeToken(hostname);
  await enrol(one.send, agent, token, serverKey);
  return agent;
}

async function signedIn(hostname: string): Promise<SimulatedAgent> {
  const agent = await enrolled(hostname);
  await signIn(one.send, agent);
  return agent;
}

const securityEvents = (kind: string, serverId?: string) =>
  inScope(platform.db, "provider", (tx) => {
    const query = tx.selectFrom("security_event").selectAll().where("kind", "=", kind);
    return (serverId ? query.where("server_id", "=", serverId) : query).execute();
  });

const serverRow = (id: string) =>
  inScope(platform.db, "provider", (tx) =>
    tx.selectFrom("server").selectAll().where("id", "=", id).executeTakeFirstOrThrow(),
  );

/** Waits for something that another process brings about; fails when it does not come. */
async function until<T>(look: () => T | undefined | false | Promise<T | undefined | false>) {
  const deadline = performance.now() + 20_000;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (performance.now() > deadline) throw new Error("it did not come");
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

describe("enrolment", () => {
  it("brings a machine in with a key of its own, and again with the next epoch", async () => {
    const agent = await enrolled("one.example.org");
    expect(agent.epoch).toBe(1);
    expect(await serverRow(agent.serverId)).toMatchObject({
      state: "up",
      public_key: agent.publicKey,
      hostname: "one.example.org",
    });
    const again = makeAgent("one.example.org");
    const { token, serverKey } = await makeToken("one.example.org");
    await enrol(two.send, again, token, serverKey);
    expect(again).toMatchObject({ serverId: agent.serverId, epoch: 2 });
    expect(
      (await one.send("POST", "/agent/v1/session", sessionRequest(agent, again.publicKey))).status,
    ).toBe(401);
  });
  it("answers the same agent again when the first answer was lost", async () => {
    const agent = makeAgent("lost.example.org");
    const { token, serverKey } = await makeToken(agent.hostname);
    await enrol(one.send, agent, token, serverKey);
    await enrol(two.send, agent, token, serverKey);
    expect(agent.epoch).toBe(1);
  });
  it("A13: refuses a join token used twice, and raises it", async () => {
    const { token, serverKey } = await makeToken("twice.example.org");
    await enrol(one.send, makeAgent("twice.example.org"), token, serverKey);
    const other = makeAgent("twice.example.org");
    const answer = await two.send("POST", "/agent/v1/enrol", enrolRequest(other, token));
    expect(answer).toMatchObject({ status: 422, body: { reason: "used-token" } });
    expect((await securityEvents("enrolment-refused")).map((e) => e.detail["refusal"])).toContain(
      "used-token",
    );
  });
  it("A13: of two machines with one token at the same time exactly one comes in", async () => {
    const { token } = await makeToken("race.example.org");
    const answers = await Promise.all(
      [one, two, one, two].map(({ send }) =>
        send("POST", "/agent/v1/enrol", enrolRequest(makeAgent("race.example.org"), token)),
      ),
    );
    expect(answers.map((a) => a.status).sort()).toEqual([200, 422, 422, 422]);
  });
  it("A13: refuses a join token after ten minutes", async () => {
    const { token } = await makeToken("late.example.org");
    platform.clock.advance(600_000);
    const answer = await one.send(
      "POST",
      "/agent/v1/enrol",
      enrolRequest(makeAgent("late.example.org"), token),
    );
    expect(answer).toMatchObject({ status: 422, body: { reason: "expired-token" } });
  });
  it("A13: refuses a join token from another host and voids it", async () => {
    const { token } = await makeToken("right.example.org");
    const wrong = await one.send(
      "POST",
      "/agent/v1/enrol",
      enrolRequest(makeAgent("wrong.example.org"), token),
    );
    expect(wrong).toMatchObject({ status: 422, body: { reason: "other-host" } });
    const right = await one.send(
      "POST",
      "/agent/v1/enrol",
      enrolRequest(makeAgent("right.example.org"), token),
    );
    expect(right).toMatchObject({ status: 422, body: { reason: "revoked-token" } });
  });
  it("takes the short name for the full one, and no other", async () => {
    const { token, serverKey } = await makeToken("short.example.org");
    await enrol(one.send, makeAgent("short"), token, serverKey);
    const { token: next } = await makeToken("short.example.org");
    const answer = await one.send(
      "POST",
      "/agent/v1/enrol",
      enrolRequest(makeAgent("short.example.com"), next),
    );
    expect(answer.status).toBe(422);
  });
  it("refuses a proof by another key, and what is no enrolment", async () => {
    const { token } = await makeToken("proof.example.org");
    const request = enrolRequest(makeAgent("proof.example.org"), token);
    const stolen = { ...request, publicKey: makeAgent("x").publicKey };
    expect((await one.send("POST", "/agent/v1/enrol", stolen)).body).toMatchObject({
      reason: "bad-proof",
    });
    expect((await one.send("POST", "/agent/v1/enrol", { ...request, role: "root" })).status).toBe(
      400,
    );
  });
  it("keeps only the hash of a token, and makes older tokens of the machine void", async () => {
    const first = await makeToken("hash.example.org");
    await makeToken("hash.example.org");
    const rows = await inScope(platform.db, "provider", (tx) =>
      tx.selectFrom("enrolment").selectAll().where("hostname", "=", "hash.example.org").execute(),
    );
    expect(JSON.stringify(rows)).not.toContain(first.token);
    const answer = await one.send(
      "POST",
      "/agent/v1/enrol",
      enrolRequest(makeAgent("hash.example.org"), first.token),
    );
    expect(answer.body).toMatchObject({ reason: "revoked-token" });
  });
  it("srv-11: gives one line that installs, with the server's key pinned", async () => {
    const { installCommand, serverKey, token } = await makeToken("line.example.org");
    expect(installCommand).toContain(serverKey);
    expect(installCommand).toContain(token);
    expect(installCommand.split("\n")).toHaveLength(1);
  });
});

describe("sessions", () => {
  it("uses a nonce once, in any process, within a minute", async () => {
    const agent = await enrolled("nonce.example.org");
    const nonce = await challenge(one.send, agent);
    const request = sessionRequest(agent, nonce);
    expect((await two.send("POST", "/agent/v1/session", request)).status).toBe(200);
    expect((await one.send("POST", "/agent/v1/session", request)).body).toMatchObject({
      reason: "unknown-challenge",
    });
    const late = sessionRequest(agent, await challenge(one.send, agent));
    platform.clock.advance(60_001);
    expect((await one.send("POST", "/agent/v1/session", late)).status).toBe(401);
  });
  it("keeps only so many nonces of a machine, the newest, so that no stranger can keep its agent out", async () => {
    const agent = await enrolled("flood.example.org");
    for (let i = 0; i < 15; i++) {
      platform.clock.advance(1);
      await challenge(one.send, agent);
      await challenge(two.send, agent);
      // As if each came from another address.
      await platform.db.deleteFrom("rate_limit").execute();
    }
    platform.clock.advance(1);
    const request = sessionRequest(agent, await challenge(one.send, agent));
    const waiting = await inScope(platform.db, "provider", (tx) =>
      tx
        .selectFrom("agent_challenge")
        .selectAll()
        .where("server_id", "=", agent.serverId)
        .execute(),
    );
    expect(waiting).toHaveLength(20);
    expect((await one.send("POST", "/agent/v1/session", request)).status).toBe(200);
  });
  it("counts tries over all processes: who is sent from one to the other gains none", async () => {
    const agent = await enrolled("tries.example.org");
    const ask = { serverId: agent.serverId, epoch: agent.epoch };
    const answers = [];
    for (let i = 0; i < 12; i++)
      for (const { send } of [one, two])
        answers.push(await send("POST", "/agent/v1/challenge", ask));
    expect(answers.map(({ status }) => status)).toEqual([
      ...Array.from({ length: 20 }, () => 200),
      ...Array.from({ length: 4 }, () => 429),
    ]);
  });
  it("refuses another machine's key, on record", async () => {
    const agent = await enrolled("mine.example.org");
    const thief = { ...makeAgent("thief"), serverId: agent.serverId, epoch: agent.epoch };
    const answer = await one.send(
      "POST",
      "/agent/v1/session",
      sessionRequest(thief, await challenge(one.send, agent)),
    );
    expect(answer).toMatchObject({ status: 403, body: { reason: "bad-proof" } });
    expect(await securityEvents("agent-sign-in-refused", agent.serverId)).toHaveLength(1);
  });
  it("tells strangers nothing: an unknown machine gets a nonce too, that nothing can be done with", async () => {
    const ghost = { ...makeAgent("ghost"), serverId: newId(), epoch: 1 };
    const answer = await one.send(
      "POST",
      "/agent/v1/session",
      sessionRequest(ghost, await challenge(one.send, ghost)),
    );
    expect(answer).toMatchObject({ status: 401, body: { reason: "unknown-challenge" } });
  });
  it("keeps only the hash of a session's token and ends it after an hour", async () => {
    const agent = await signedIn("hour.example.org");
    const rows = await inScope(platform.db, "provider", (tx) =>
      tx.selectFrom("agent_session").selectAll().execute(),
    );
    expect(JSON.stringify(rows)).not.toContain(agent.token);
    expect(await one.servers.sessions.find(agent.token)).toMatchObject({ id: agent.serverId });
    expect(await two.servers.sessions.find(agent.token)).toMatchObject({ id: agent.serverId });
    platform.clock.advance(3_600_000);
    expect(await one.servers.sessions.find(agent.token)).toBeUndefined();
    expect(await two.servers.sessions.find(agent.token)).toBeUndefined();
  });
  it("A08: a retired machine's session ends in every process at once", async () => {
    const agent = await signedIn("retire.example.org");
    for (const { servers } of [one, two])
      expect(await servers.sessions.find(agent.token)).toBeDefined();
    const caller = { scope: "provider", actor, customerId: null } as never;
    await one.servers.handlers["servers.retire"]!({
      caller,
      params: { serverId: agent.serverId },
    } as never);
    for (const { servers } of [one, two])
      await until(() => servers.sessions.recall(agent.token) === undefined);
    expect(await two.servers.sessions.find(agent.token)).toBeUndefined();
    const answer = await one.send(
      "POST",
      "/agent/v1/session",
      sessionRequest(agent, await challenge(one.send, agent)),
    );
    expect(answer).toMatchObject({ status: 403, body: { reason: "retired" } });
  });
});

describe("clones", () => {
  it("quarantines both of two live agents with one identity and raises the alarm", async () => {
    const original = await signedIn("clone.example.org");
    const clone = { ...original, bootId: randomUUID() };
    await signIn(two.send, clone);
    // The newer start ends the older one's session; an agent that restarted never comes back with its old start.
    await until(() => one.servers.sessions.recall(original.token) === undefined);
    const answer = await one.send(
      "POST",
      "/agent/v1/session",
      sessionRequest(original, await challenge(one.send, original)),
    );
    // Both sign-ins may fall into one millisecond of the standing clock: then the older one is only refused.
    expect(answer.status).toBe(401);
    platform.clock.advance(1);
    const second = await one.send(
      "POST",
      "/agent/v1/session",
      sessionRequest(original, await challenge(one.send, original)),
    );
    expect(second).toMatchObject({ status: 403, body: { reason: "quarantined" } });
    expect(cloned).toContain(original.serverId);
    expect((await serverRow(original.serverId)).state).toBe("quarantined");
    expect(await securityEvents("agent-cloned", original.serverId)).toHaveLength(1);
    await until(() => two.servers.sessions.recall(clone.token) === undefined);
    expect(await two.servers.sessions.find(clone.token)).toBeUndefined();
  });
  it("a restarted agent is no clone", async () => {
    const agent = await signedIn("restart.example.org");
    for (let start = 0; start < 3; start++) {
      platform.clock.advance(1);
      agent.bootId = randomUUID();
      await signIn(one.send, agent);
    }
    expect((await serverRow(agent.serverId)).state).toBe("up");
  });
  it("a sign-in that a stopped agent had begun before the new start is no clone either", async () => {
    const agent = await signedIn("breath.example.org");
    const lastBreath = sessionRequest(agent, await challenge(one.send, agent));
    platform.clock.advance(1);
    const restarted = { ...agent, bootId: randomUUID() };
    await signIn(one.send, restarted);
    platform.clock.advance(1);
    expect((await two.send("POST", "/agent/v1/session", lastBreath)).body).toMatchObject({
      reason: "superseded",
    });
    expect((await serverRow(agent.serverId)).state).toBe("up");
  });
  it("a released machine waits for a new enrolment", async () => {
    const agent = await signedIn("release.example.org");
    const clone = { ...agent, bootId: randomUUID() };
    await signIn(one.send, clone);
    platform.clock.advance(1);
    await one.send(
      "POST",
      "/agent/v1/session",
      sessionRequest(agent, await challenge(one.send, agent)),
    );
    await expect(makeToken("release.example.org")).rejects.toThrow("release it first");
    const caller = { scope: "provider", actor, customerId: null } as never;
    await one.servers.handlers["servers.release"]!({
      caller,
      params: { serverId: agent.serverId },
    } as never);
    expect(
      (
        await one.send(
          "POST",
          "/agent/v1/session",
          sessionRequest(agent, await challenge(one.send, agent)),
        )
      ).status,
    ).toBe(401);
    const fresh = makeAgent("release.example.org");
    const { token, serverKey } = await makeToken("release.example.org");
    await enrol(one.send, fresh, token, serverKey);
    await signIn(one.send, fresh);
    expect(fresh.epoch).toBe(2);
  });
});

type Heard = { orders: Order[]; ended: boolean; stop(): void };

function listen(url: string, token: string): Promise<Heard> {
  return new Promise((resolve, reject) => {
    const request = get(`${url}/agent/v1/orders`, {
      headers: { authorization: `Bearer ${token}` },
    });
    request.on("error", reject);
    request.on("response", (response) => {
      const heard: Heard = { orders: [], ended: false, stop: () => request.destroy() };
      let rest = "";
      response.setEncoding("utf8");
      response.on("data", (text: string) => {
        const lines = (rest + text).split("\n");
        rest = lines.pop()!;
        for (const line of lines) heard.orders.push(JSON.parse(line) as Order);
      });
      response.on("close", () => {
        heard.ended = true;
      });
      response.on("error", () => {});
      resolve(heard);
    });
  });
}

describe("orders", () => {
  const types = (heard: Heard) => heard.orders.map((order) => order.type);
  const publish = (serverId: string) =>
    inScope(platform.db, "provider", (tx) => platform.bus.publish(tx, "orders", { serverId }));
  const mandate = (n: number): Order => ({
    type: "mandate",
    envelope: seal("mandate", { n }, privateKey),
  });

  it("tells charter and target on connecting, and mandates when they are issued anywhere", async () => {
    const agent = await signedIn("orders.example.org");
    const heard = await listen(one.url, agent.token);
    await until(() => heard.orders.length >= 3);
    expect(types(heard)).toEqual(["hello", "charter", "target"]);
    mandates.set(agent.serverId, [mandate(1)]);
    await publish(agent.serverId);
    await until(() => heard.orders.length >= 4);
    mandates.set(agent.serverId, [mandate(1), mandate(2)]);
    await publish(agent.serverId);
    await until(() => heard.orders.length >= 5);
    expect(types(heard).slice(3)).toEqual(["mandate", "mandate"]);
    heard.stop();
    await until(() => one.servers.streams.size === 0);
  });
  it("a newer stream takes the older one's place, in the same process or another", async () => {
    const agent = await signedIn("newer.example.org");
    const first = await listen(one.url, agent.token);
    await until(() => first.orders.length >= 3);
    const second = await listen(one.url, agent.token);
    await until(() => first.ended);
    const third = await listen(two.url, agent.token);
    await until(() => second.ended);
    expect(third.ended).toBe(false);
    mandates.set(agent.serverId, [mandate(3)]);
    await publish(agent.serverId);
    await until(() => types(third).includes("mandate"));
    third.stop();
    await until(() => two.servers.streams.size === 0);
  });
  it("word of an older stream that comes late ends no newer one", async () => {
    const held: (() => void)[] = [];
    const slowly: Bus = {
      ...platform.bus,
      subscribe: (topic, tell) =>
        platform.bus.subscribe(topic, (signal) =>
          topic === "streams" ? held.push(() => tell(signal)) : tell(signal),
        ),
    };
    const slow = await startProcess(slowly);
    try {
      const agent = await signedIn("late-word.example.org");
      const older = await listen(one.url, agent.token);
      await until(() => held.length === 1);
      const newer = await listen(slow.url, agent.token);
      await until(() => older.ended && held.length === 2);
      for (const tell of held) tell();
      expect(slow.servers.streams.size).toBe(1);
      // Word of a newer one still ends it.
      const newest = await listen(one.url, agent.token);
      await until(() => held.length === 3);
      held[2]!();
      await until(() => newer.ended);
      newest.stop();
    } finally {
      await slow.servers.stop?.();
      await slow.http.close();
    }
  });
  it("ends when the session does", async () => {
    const agent = await signedIn("ends.example.org");
    const heard = await listen(two.url, agent.token);
    await until(() => heard.orders.length >= 3);
    const caller = { scope: "provider", actor, customerId: null } as never;
    await one.servers.handlers["servers.retire"]!({
      caller,
      params: { serverId: agent.serverId },
    } as never);
    await until(() => heard.ended);
    expect(types(heard).at(-1)).toBe("bye");
  });
  it("is for agents alone", async () => {
    expect((await one.send("GET", "/agent/v1/orders", undefined)).status).toBe(401);
    expect(
      (await one.send("GET", "/agent/v1/orders", undefined, `dva_${"x".repeat(43)}`)).status,
    ).toBe(401);
  });
});
