import { gzipSync } from "node:zlib";
import {
  layoutId,
  type AgentWireEvent,
  type BatchResponse,
  type CheckEvent,
} from "@driftvakt/protocol/agent";
import fastify, { type FastifyInstance } from "fastify";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  enrol,
  makeAgent,
  sendTo,
  signIn,
  type Send,
  type SimulatedAgent,
} from "../../../../../bench/agents/simulated-agent.ts";
import { openTestPlatform, type TestPlatform } from "../../../../../test/control/platform.ts";
import { recordSecurityEvent } from "../../platform/audit/index.ts";
import { inScope, type Tx } from "../../platform/database/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import { problemOf } from "../../platform/http/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { openServers, type Servers, type SpeakingServer } from "../servers/index.ts";
import { openMonitoring, type EventSinks, type Monitoring } from "./index.ts";

const actor = { kind: "technician", id: "t", name: "Tess" } as const;
const KEYS = ["cpu.busy", "memory.used", "filesystem.used:/", "filesystem.used:/var"];
const LAYOUT = layoutId(KEYS);

let platform: TestPlatform;
let servers: Servers;
let monitoring: Monitoring;
let http: FastifyInstance;
let send: Send;
let url: string;
let customerId: string;
let heard: { server: SpeakingServer; event: AgentWireEvent }[] = [];
let stale: CheckEvent[] = [];

const sinks: EventSinks = {
  onCheckEvent: async (_tx, server, event) => void heard.push({ server, event }),
  onStaleCheckEvent: async (_tx, _server, event) => void stale.push(event),
  onAgentEvent: async (_tx, server, event) => void heard.push({ server, event }),
  onMandateEvent: async (tx: Tx, server, event) => {
    heard.push({ server, event });
    await recordSecurityEvent(tx, {
      kind: "foreign-mandate-result",
      serverId: server.id,
      detail: {},
    });
  },
  onJournalEntry: async (_tx, server, event) => {
    if (event.body === "broken sink") throw new Error("the sink is broken");
    heard.push({ server, event });
  },
};

beforeAll(async () => {
  platform = await openTestPlatform();
  customerId = newId();
  await inScope(platform.db, "provider", (tx) =>
    tx
      .insertInto("customer")
      .values({ id: customerId, name: "Kund AB", locale: "sv", time_zone: "Europe/Stockholm" })
      .execute(),
  );
  servers = openServers(platform, {
    installationId: newId(),
    compile: async () => {
      const envelope = {
        type: "x",
        payload: "e30=",
        keyId: "0".repeat(64),
        signature: `${"A".repeat(86)}==`,
      };
      return { target: envelope, charter: envelope };
    },
    orders: [],
    releaseKeys: async () => [],
    joinContract: async () => {},
    facts: [],
    onClone: async () => {},
  });
  monitoring = openMonitoring(platform, { sessions: servers.sessions, sinks });
  http = fastify();
  http.setErrorHandler((error: { statusCode?: number }, request, reply) => {
    if (!(error instanceof AppError)) return reply.code(error.statusCode ?? 500).send({});
    const problem = problemOf(error, request.id);
    return reply.code(problem.status).send(problem);
  });
  await http.register(async (scope) => servers.install!(scope));
  await http.register(async (scope) => monitoring.install!(scope));
  await monitoring.start!();
  url = await http.listen({ host: "127.0.0.1", port: 0 });
  send = sendTo(url);
});

afterAll(async () => {
  await monitoring.stop!();
  await servers.stop!();
  await http.close();
  await platform.close();
});

beforeEach(() => {
  heard = [];
  stale = [];
});

let count = 0;
async function newAgent(): Promise<SimulatedAgent> {
  const hostname = `s${++count}.example.org`;
  const agent = makeAgent(hostname);
  const { token, serverKey } = await inScope(platform.db, "provider", (tx) =>
    servers.enrol(tx, { hostname, customerId, contractId: null }, actor),
  );
  await enrol(send, agent, token, serverKey);
  await signIn(send, agent);
  return agent;
}

const now = () => platform.clock.nowMs();
const report = (seq: number, atMs = now(), values: (number | null)[] = [1, 2, 3, 4]) => ({
  seq,
  atMs,
  layout: LAYOUT,
  values,
});
const check = (
  seq: number,
  change: CheckEvent["change"],
  to: CheckEvent["to"],
  more: Partial<CheckEvent> = {},
): CheckEvent => ({
  type: "check",
  seq,
  atMs: now(),
  check: "cpu",
  change,
  from: "ok",
  to,
  attempt: 1,
  output: `${change} ${to}`,
  value: 97,
  clauses: ["msp-07"],
  ...more,
});

async function post(agent: SimulatedAgent, batch: object): Promise<BatchResponse> {
  const answer = await send(
    "POST",
    "/agent/v1/reports",
    { sentAtMs: now(), layouts: { [LAYOUT]: KEYS }, reports: [], ...batch },
    agent.token,
  );
  if (answer.status !== 200) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body as BatchResponse;
}

const samples = (agent: SimulatedAgent) =>
  inScope(platform.db, "provider", (tx) =>
    tx
      .selectFrom("sample")
      .innerJoin("server", "server.no", "sample.server_no")
      .select(["sample.seq", "sample.at_ms", "sample.values"])
      .where("server.id", "=", agent.serverId)
      .orderBy("sample.seq")
      .execute(),
  );
const standings = (agent: SimulatedAgent) =>
  inScope(platform.db, "provider", (tx) =>
    tx
      .selectFrom("check_standing")
      .selectAll()
      .where("server_id", "=", agent.serverId)
      .orderBy("check_id")
      .execute(),
  );

describe("reports", () => {
  it("R1: acknowledges what is stored, once, whatever is sent again", async () => {
    const agent = await newAgent();
    const batch = {
      reports: [report(1, now() - 30_000), report(2, now() - 15_000, [1.5, null, 3, 4])],
    };
    expect(await post(agent, batch)).toEqual({ nowMs: now() });
    await Promise.all([
      post(agent, batch),
      post(agent, batch),
      post(agent, { reports: [report(3)] }),
    ]);
    const rows = await samples(agent);
    expect(rows.map((row) => row.seq)).toEqual([1, 2, 3]);
    expect(rows[1]).toMatchObject({ at_ms: now() - 15_000, values: [1.5, Number.NaN, 3, 4] });
  });
  it("asks for layouts that it does not know, and takes the reports that come with them", async () => {
    const agent = await newAgent();
    const other = ["load.1", "load.5"];
    const reports = [report(1), { seq: 2, atMs: now(), layout: layoutId(other), values: [1, 2] }];
    expect(await post(agent, { reports })).toEqual({
      nowMs: now(),
      unknownLayouts: [layoutId(other)],
    });
    expect((await samples(agent)).map((row) => row.seq)).toEqual([1]);
    await post(agent, { reports, layouts: { [layoutId(other)]: other } });
    expect((await samples(agent)).map((row) => row.seq)).toEqual([1, 2]);
  });
  it("refuses a layout whose id is not the hash of its keys", async () => {
    const agent = await newAgent();
    await expect(post(agent, { layouts: { [LAYOUT]: ["load.1"] } })).rejects.toThrow(
      "not the hash",
    );
  });
  it("refuses what can never be stored, each with one line why, and stores the rest", async () => {
    const agent = await newAgent();
    const answer = await post(agent, {
      reports: [
        report(1, now(), [1, 2, 3]),
        report(2),
        { ...report(3), values: [1, 2, 3, "x"] },
        report(4, now() - 8 * 24 * 3_600_000),
        { ...report(5), role: "owner" },
        report(6, now(), [1e39, 0, 0, 0]),
      ],
      events: [{ ...check(7, "hard", "critical"), attempt: 0 }],
    });
    expect(answer.rejected?.map((one) => one.seq).sort()).toEqual([1, 3, 4, 5, 6, 7]);
    expect(
      answer.rejected?.every((one) => one.reason.length > 5 && !one.reason.includes("\n")),
    ).toBe(true);
    expect((await samples(agent)).map((row) => row.seq)).toEqual([2]);
  });
  it("reads gzipped bodies, and stops at the limit of what they unpack to (A36)", async () => {
    const agent = await newAgent();
    const gzipped = (body: Buffer) =>
      fetch(`${url}/agent/v1/reports`, {
        method: "POST",
        headers: {
          authorization: `Bearer ${agent.token}`,
          "content-type": "application/json",
          "content-encoding": "gzip",
        },
        body: new Uint8Array(gzipSync(body)),
      });
    const batch = { sentAtMs: now(), layouts: { [LAYOUT]: KEYS }, reports: [report(1)] };
    expect((await gzipped(Buffer.from(JSON.stringify(batch)))).status).toBe(200);
    expect((await gzipped(Buffer.alloc(200 * 1024 * 1024, 0x20))).status).toBe(413);
    expect((await samples(agent)).map((row) => row.seq)).toEqual([1]);
  });
  it("A05: refuses deep, odd and oversized bodies at once", async () => {
    const agent = await newAgent();
    const raw = (body: string) =>
      fetch(`${url}/agent/v1/reports`, {
        method: "POST",
        headers: { authorization: `Bearer ${agent.token}` },
        body,
      });
    const begun = performance.now();
    for (const body of [
      "[".repeat(1_000_000),
      '{"a":'.repeat(100_000),
      "null",
      "[]",
      "{}",
      "x",
      '{"__proto__":{}}',
      '{"sentAtMs":1e99,"reports":[]}',
    ])
      expect((await raw(body)).status).toBe(400);
    expect(performance.now() - begun).toBeLessThan(1000);
    expect((await raw(`{"x":"${"y".repeat(5 * 1024 * 1024)}"}`)).status).toBe(413);
    expect(
      (
        await raw(
          JSON.stringify({
            sentAtMs: now(),
            reports: Array.from({ length: 501 }, (_, i) => report(i + 1)),
          }),
        )
      ).status,
    ).toBe(400);
  });
  it("A21: an agent whose clock is a day ahead keeps its data at our time", async () => {
    const agent = await newAgent();
    const day = 86_400_000;
    const batch = {
      sentAtMs: now() + day,
      reports: [report(1, now() + day - 15_000), report(2, now() + day)],
    };
    await post(agent, batch);
    await post(agent, { ...batch, sentAtMs: batch.sentAtMs + 700 });
    expect((await samples(agent)).map((row) => row.at_ms)).toEqual([now() - 15_000, now()]);
    // Its clock was set right in the meantime: what it had stamped before lies in the future and counts as now.
    await post(agent, { reports: [report(3, now() + day)] });
    expect((await samples(agent)).map((row) => row.at_ms)).toEqual([now() - 15_000, now(), now()]);
    await post(agent, {
      sentAtMs: now() + day,
      events: [check(4, "hard", "critical", { atMs: now() + day })],
    });
    expect(heard.map(({ event }) => event.atMs)).toEqual([now()]);
  });
  it("keeps late readings at their own times", async () => {
    const agent = await newAgent();
    const reports = Array.from({ length: 72 }, (_, hour) =>
      report(hour + 1, now() - hour * 3_600_000),
    );
    await post(agent, { reports });
    expect((await samples(agent)).map((row) => row.at_ms)).toEqual(reports.map((one) => one.atMs));
  });
  it("writes last-seen times and newest readings beside the machine", async () => {
    const agent = await newAgent();
    platform.clock.advance(60_000);
    await post(agent, {
      reports: [report(2, now(), [12.5, 40, 55, 91]), report(1, now() - 15_000, [99, 99, 99, 99])],
    });
    await monitoring.flush();
    const row = await inScope(platform.db, "provider", (tx) =>
      tx
        .selectFrom("server")
        .selectAll()
        .where("id", "=", agent.serverId)
        .executeTakeFirstOrThrow(),
    );
    expect(row).toMatchObject({ cpu_percent: 12.5, memory_percent: 40, filesystem_percent: 91 });
    expect(row.last_seen_at?.getTime()).toBe(now());
  });
  it("A08: ends a banned machine's session with the next flush, also where the bus said nothing", async () => {
    const agent = await newAgent();
    await post(agent, { reports: [report(1)] });
    await inScope(platform.db, "provider", (tx) =>
      tx.updateTable("server").set({ state: "retired" }).where("id", "=", agent.serverId).execute(),
    );
    await monitoring.flush();
    await expect(post(agent, { reports: [report(2)] })).rejects.toThrow("401");
    expect((await samples(agent)).map((row) => row.seq)).toEqual([1]);
  });
  it("takes no events of a machine that was enrolled anew in the meantime", async () => {
    const agent = await newAgent();
    await post(agent, { reports: [report(1)] });
    await inScope(platform.db, "provider", (tx) =>
      tx.updateTable("server").set({ epoch: 2 }).where("id", "=", agent.serverId).execute(),
    );
    await expect(post(agent, { events: [check(2, "hard", "critical")] })).rejects.toThrow("401");
    expect(await standings(agent)).toEqual([]);
  });
  it("is for signed-in agents alone", async () => {
    expect((await send("POST", "/agent/v1/reports", {}, "dva_nobody")).status).toBe(401);
    expect((await send("POST", "/agent/v1/reports", {})).status).toBe(401);
  });
});

describe("events", () => {
  it("go to their sinks once, in the order of their numbers, in the storing transaction", async () => {
    const agent = await newAgent();
    const events = [
      { type: "agent", seq: 3, atMs: now(), what: "started", detail: "" },
      check(1, "appeared", "ok"),
      check(2, "hard", "critical"),
      {
        type: "mandate",
        seq: 4,
        atMs: now(),
        mandateId: null,
        stage: "refused",
        refusal: "expired",
        output: "",
      },
    ];
    await post(agent, { events });
    await post(agent, { events });
    expect(heard.map(({ event }) => event.seq)).toEqual([1, 2, 3, 4]);
    expect(heard[0]?.server).toMatchObject({
      id: agent.serverId,
      customerId,
      epoch: 1,
      hostname: agent.hostname,
    });
    expect(await standings(agent)).toMatchObject([
      { check_id: "cpu", state: "critical", hard_state: "critical", clauses: ["msp-07"] },
    ]);
  });
  it("an event whose sink fails is not acknowledged and nothing of it stays", async () => {
    const agent = await newAgent();
    const journal = {
      type: "journal",
      seq: 2,
      atMs: now(),
      number: 1,
      prevHash: "0".repeat(64),
      body: "broken sink",
      hash: "1".repeat(64),
    };
    await expect(post(agent, { events: [check(1, "hard", "critical"), journal] })).rejects.toThrow(
      "500",
    );
    expect(await standings(agent)).toEqual([]);
    await post(agent, { events: [check(1, "hard", "critical")] });
    expect(await standings(agent)).toHaveLength(1);
  });
  it("keep the newest of each part of the inventory", async () => {
    const agent = await newAgent();
    const part = (seq: number, name: string) => ({
      type: "inventory",
      seq,
      atMs: now(),
      part: "packages",
      items: [{ name, origin: "customer" }],
    });
    await post(agent, { events: [part(2, "new")] });
    await post(agent, { events: [part(1, "old")] });
    const caller = { scope: { customerId } } as never;
    const handler = monitoring.handlers["servers.inventory"]!;
    expect(
      await handler({ caller, params: { serverId: agent.serverId, part: "packages" } } as never),
    ).toEqual({
      atMs: now(),
      items: [{ name: "new", origin: "customer" }],
    });
    const stranger = { scope: { customerId: newId() } } as never;
    expect(
      await handler({
        caller: stranger,
        params: { serverId: agent.serverId, part: "packages" },
      } as never),
    ).toEqual({ atMs: null, items: [] });
  });
  it("the worst hard state stands beside the machine, and soft ones do not count", async () => {
    const agent = await newAgent();
    const worst = async () =>
      (
        await inScope(platform.db, "provider", (tx) =>
          tx
            .selectFrom("server")
            .select("worst")
            .where("id", "=", agent.serverId)
            .executeTakeFirstOrThrow(),
        )
      ).worst;
    await post(agent, {
      events: [check(1, "soft", "critical"), check(2, "hard", "warning", { check: "memory" })],
    });
    expect(await worst()).toBe("warning");
    await post(agent, {
      events: [check(3, "hard", "critical"), check(4, "hard", "unknown", { check: "swap" })],
    });
    expect(await worst()).toBe("critical");
    await post(agent, {
      events: [check(5, "disappeared", "ok"), check(6, "hard", "ok", { check: "memory" })],
    });
    expect(await worst()).toBe("unknown");
    await post(agent, { events: [check(7, "hard", "ok", { check: "swap" })] });
    expect(await worst()).toBe("ok");
    const caller = { scope: "provider" } as never;
    const listed = await monitoring.handlers["servers.checks"]!({
      caller,
      params: { serverId: agent.serverId },
    } as never);
    expect(listed.items.map((item) => item.check)).toEqual(["memory", "swap"]);
  });
  it("R7: any order and multiplicity of a day's events and reports ends in the same state", async () => {
    const digest = async (agent: SimulatedAgent) => ({
      standings: (await standings(agent)).map(({ server_id: _server, ...row }) => row),
      samples: await samples(agent),
    });
    const changes: CheckEvent["change"][] = [
      "soft",
      "hard",
      "flapping-started",
      "flapping-stopped",
      "appeared",
      "disappeared",
    ];
    const states: CheckEvent["to"][] = ["ok", "warning", "critical", "unknown"];
    const base = now();
    const day = Array.from({ length: 24 }, (_, i) => ({
      reports: [report(i * 3 + 1, base - i * 60_000, [i, i, i, null])],
      events: [
        check(i * 3 + 2, changes[(i * 7) % 6]!, states[(i * 5) % 4]!, {
          check: `c${i % 3}`,
          atMs: base - i * 1000,
        }),
        check(i * 3 + 3, changes[(i * 11) % 6]!, states[(i * 3) % 4]!, {
          check: `c${i % 2}`,
          atMs: base - i * 1000,
        }),
      ],
    }));
    const straight = await newAgent();
    for (const batch of day) await post(straight, batch);
    const expected = await digest(straight);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(23), { maxLength: 30 }),
        fc.infiniteStream(fc.nat(1000)),
        async (again, dice) => {
          const agent = await newAgent();
          const order = [...day.keys(), ...again].map((i) => ({ i, at: dice.next().value }));
          order.sort((a, b) => a.at - b.at);
          for (const { i } of order) await post(agent, day[i]!);
          expect(await digest(agent)).toEqual(expected);
        },
      ),
      { numRuns: 4 },
    );
  });
  it("R7: a recovery that overtakes its problem is not undone by it", async () => {
    const agent = await newAgent();
    await post(agent, { events: [check(2, "hard", "ok", { from: "critical" })] });
    await post(agent, { events: [check(1, "hard", "critical")] });
    expect(heard.map(({ event }) => event.seq)).toEqual([2]);
    expect(stale.map((event) => event.seq)).toEqual([1]);
    expect(await standings(agent)).toMatchObject([{ state: "ok", hard_state: "ok" }]);
  });
});
