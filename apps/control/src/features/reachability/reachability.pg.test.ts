import { createServer, type AddressInfo } from "node:net";
import { networkInterfaces } from "node:os";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  activateShipped,
  addCustomer,
  addServer,
  makeStarterContract,
} from "../../../../../test/control/contract-fixture.ts";
import { openTestPlatform, type TestPlatform } from "../../../../../test/control/platform.ts";
import { inScope } from "../../platform/database/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { listCentralChecks, openAlerting } from "../alerting/index.ts";
import { openContracts } from "../contracts/index.ts";
import { openReachability } from "./index.ts";
import { probeMachine } from "./probe-machine.ts";

let platform: TestPlatform;
let customerId: string;
beforeAll(async () => {
  platform = await openTestPlatform();
  await activateShipped(platform, "msp");
  customerId = await addCustomer(platform);
});
afterAll(() => platform.close());

/** A machine under contract whose agent spoke last at the test clock's present. */
async function watched(hostname: string, address: string | null) {
  const id = await addServer(platform, customerId, hostname);
  const contracts = openContracts(platform, newId());
  await makeStarterContract(platform, contracts, {
    customerId,
    serverIds: [id],
    recipients: [{ name: "Ops", email: "ops@example.org", locale: "de" }],
  });
  const seen = { address, last_seen_at: new Date(platform.clock.nowMs()) };
  await inScope(platform.db, "provider", (tx) =>
    tx.updateTable("server").set(seen).where("id", "=", id).execute(),
  );
  return id;
}

async function speak(id: string): Promise<void> {
  await inScope(platform.db, "provider", (tx) =>
    tx
      .updateTable("server")
      .set({ last_seen_at: new Date(platform.clock.nowMs()) })
      .where("id", "=", id)
      .execute(),
  );
}

const stateOf = (id: string) =>
  inScope(platform.db, "provider", (tx) =>
    tx.selectFrom("server").select("state").where("id", "=", id).executeTakeFirstOrThrow(),
  );
const subjects = (hostname: string) =>
  inScope(platform.db, "provider", async (tx) =>
    (
      await tx
        .selectFrom("mail")
        .select("subject")
        .where("subject", "like", `%${hostname}%`)
        .orderBy("id")
        .execute()
    ).map((row) => row.subject),
  );

/** A network in which nothing answers; the real one is asked in the tests on booted machines. */
const deadNetwork = async () => "no-answer" as const;

/** Readings every 15 s, as a spool replays them. */
async function replay(id: string, fromMs: number, toMs: number): Promise<void> {
  await inScope(platform.db, "provider", async (tx) => {
    for (let hour = Math.floor(fromMs / 3_600_000); hour <= Math.floor(toMs / 3_600_000); hour++)
      await sql`select open_sample_hour(${hour}::integer)`.execute(tx);
    await sql`
      insert into sample (at_ms, seq, server_no, layout_no, epoch, customer_id, values)
      select at_ms, at_ms, server.no, 1, 1, server.customer_id, '{1}'
      from generate_series(${fromMs}::bigint, ${toMs}::bigint, 15000) as at_ms, server
      where server.id = ${id} on conflict do nothing`.execute(tx);
  });
}

let words = 0;
/** A machine's word on its own power, as it comes with the spool. */
async function tell(
  id: string,
  what: "machine-stopping" | "machine-started",
  atMs: number,
): Promise<void> {
  words += 1;
  const word = { type: "agent", seq: 100_000 + words, atMs, what, detail: "" } as const;
  const speaker = { id, customerId, hostname: "speaks", epoch: 1 };
  await inScope(platform.db, "provider", (tx) =>
    openAlerting(platform).onAgentEvent(tx, speaker, word),
  );
}

/** Seconds of each state of the host between two moments, with its cause. */
async function hostLine(id: string, originMs: number) {
  const rows = await inScope(platform.db, "provider", (tx) =>
    tx
      .selectFrom("state_interval")
      .selectAll()
      .where("server_id", "=", id)
      .where("check_id", "=", "host")
      .orderBy("from_ms")
      .execute(),
  );
  const seconds = (ms: number | null) => (ms === null ? null : (ms - originMs) / 1000);
  return rows.map((row) => [row.state, row.cause, seconds(row.from_ms), seconds(row.to_ms)]);
}

async function timelineOf(id: string): Promise<string[]> {
  const rows = await inScope(platform.db, "provider", (tx) =>
    tx
      .selectFrom("alert_step")
      .innerJoin("alert", "alert.id", "alert_step.alert_id")
      .select(["alert_step.what", "alert_step.detail"])
      .where("alert.server_id", "=", id)
      .where("alert.check_id", "=", "host")
      .orderBy("alert_step.number")
      .execute(),
  );
  return rows.map((row) => `${row.what}: ${row.detail}`);
}

/** Goes down `upSeconds` after the origin by all that can be seen from here, and speaks again 300 s later. */
async function cutOff(hostname: string, upSeconds = 100) {
  const id = await watched(hostname, "127.0.0.1");
  const originMs = platform.clock.nowMs();
  await inScope(platform.db, "provider", (tx) =>
    tx
      .updateTable("server")
      .set({ enrolled_at: new Date(originMs) })
      .where("id", "=", id)
      .execute(),
  );
  const reachability = openReachability(platform, openAlerting(platform), { ask: deadNetwork });
  await reachability.beginAll();
  platform.clock.advance(upSeconds * 1000);
  await speak(id);
  for (const seconds of [45, 30, 225]) {
    platform.clock.advance(seconds * 1000);
    await reachability.judgeAll();
  }
  await speak(id);
  await reachability.judgeAll();
  return { id, originMs, reachability };
}

describe("machines that fall silent", () => {
  it("msp-07: one that does not answer either is down after 60 s, with one alarm, and comes back", async () => {
    const id = await watched("dead1", "127.0.0.1");
    const reachability = openReachability(platform, openAlerting(platform), { ask: deadNetwork });
    platform.clock.advance(45_000);
    await reachability.judgeAll();
    expect((await stateOf(id)).state).toBe("up");
    platform.clock.advance(25_000);
    await reachability.judgeAll();
    await reachability.judgeAll();
    expect((await stateOf(id)).state).toBe("down");
    expect(await subjects("dead1")).toEqual(["[AUSGEFALLEN] dead1: die Maschine"]);
    platform.clock.advance(1000);
    await speak(id);
    await reachability.judgeAll();
    expect((await stateOf(id)).state).toBe("up");
    expect(await subjects("dead1")).toEqual([
      "[AUSGEFALLEN] dead1: die Maschine",
      "[OK] dead1: die Maschine",
    ]);
  });
  it("R12: one whose system still answers is unreachable, never down", async () => {
    const id = await watched("silent1", "127.0.0.1");
    const reachability = openReachability(platform, openAlerting(platform));
    for (const seconds of [45, 30, 600]) {
      platform.clock.advance(seconds * 1000);
      await reachability.judgeAll();
    }
    expect((await stateOf(id)).state).toBe("unreachable");
    expect(await subjects("silent1")).toEqual(["[WARNUNG] silent1: der Agent"]);
  });
  it("msp-07: whether it is up stands among its checks, with the clause", async () => {
    const id = await watched("standing1", "127.0.0.1");
    const reachability = openReachability(platform, openAlerting(platform), { ask: deadNetwork });
    const standing = async () =>
      (await inScope(platform.db, "provider", (tx) => listCentralChecks(tx, id))).map(
        ({ check, state }) => [check, state],
      );
    expect(await standing()).toEqual([
      ["host", "ok"],
      ["agent", "ok"],
    ]);
    for (const seconds of [45, 30]) {
      platform.clock.advance(seconds * 1000);
      await reachability.judgeAll();
    }
    const [host] = await inScope(platform.db, "provider", (tx) => listCentralChecks(tx, id));
    expect(host).toMatchObject({
      check: "host",
      state: "critical",
      output: "the agent is silent and the machine does not answer",
      clauses: expect.arrayContaining(["msp-07"]),
    });
    expect((await standing())[1]).toEqual(["agent", "unknown"]);
    const bare = await addServer(platform, customerId, "bare1");
    expect(await inScope(platform.db, "provider", (tx) => listCentralChecks(tx, bare))).toEqual([]);
  });
  it("R13: a thousand dead machines do not hide the one that just fell silent", async () => {
    await inScope(platform.db, "provider", (tx) =>
      sql`insert into server (id, customer_id, hostname, state, epoch, last_seen_at, enrolled_at)
        select gen_random_uuid(), ${customerId}, 'gone-' || n, 'down', 1, now() - interval '9 days', now() - interval '10 days'
        from generate_series(1, 1000) as n`.execute(tx),
    );
    const id = await watched("dead2", "127.0.0.1");
    const reachability = openReachability(platform, openAlerting(platform), { ask: deadNetwork });
    for (const seconds of [45, 30]) {
      platform.clock.advance(seconds * 1000);
      await reachability.judgeAll();
    }
    expect((await stateOf(id)).state).toBe("down");
  });
  it("R12: our own absence is nobody's outage", async () => {
    const id = await watched("patient1", "127.0.0.1");
    platform.clock.advance(3_600_000);
    await openReachability(platform, openAlerting(platform), { ask: deadNetwork }).judgeAll();
    expect((await stateOf(id)).state).toBe("up");
  });
  it("A39: nothing connects to this machine, to metadata or by a name, whatever address an agent came from", async () => {
    let connections = 0;
    const server = createServer(() => connections++).listen(0, "::");
    await new Promise((resolve) => server.once("listening", resolve));
    const { port } = server.address() as AddressInfo;
    const own = Object.values(networkInterfaces()).flatMap((one) => one ?? []);
    for (const address of [
      "127.0.0.1",
      "::1",
      "::ffff:127.0.0.1",
      ...own.map((one) => one.address),
    ])
      expect([address, await probeMachine(address, [port])]).toEqual([address, "answers"]);
    for (const address of ["169.254.169.254", "0.0.0.0", "localhost", "0x7f.1", "2130706433"])
      expect([address, await probeMachine(address, [port])]).toEqual([address, "not-askable"]);
    expect(await probeMachine(null)).toBe("not-askable");
    expect(connections).toBe(0);
    server.close();
  });
  it("R12, msp-07: time from enrolment on is observed, and a real outage stays one", async () => {
    const { id, originMs, reachability } = await cutOff("outage1");
    await reachability.reviewAll();
    expect(await hostLine(id, originMs)).toEqual([
      ["ok", null, 0, 100],
      ["critical", null, 100, 400],
      ["ok", null, 400, null],
    ]);
  });
  it("R12: a cut network is no outage once the machine's readings come in, in any order and twice", async () => {
    const { id, originMs, reachability } = await cutOff("cut1");
    await replay(id, originMs + 235_000, originMs + 415_000);
    await reachability.reviewAll();
    expect(await hostLine(id, originMs)).toEqual([
      ["ok", null, 0, 100],
      ["critical", null, 100, 235],
      ["unknown", "connection", 235, 400],
      ["ok", null, 400, null],
    ]);
    await replay(id, originMs + 85_000, originMs + 415_000);
    await reachability.reviewAll();
    await reachability.reviewAll();
    expect((await hostLine(id, originMs)).filter(([state]) => state === "critical")).toEqual([]);
    const notes = (await timelineOf(id)).filter((line) => line.startsWith("judged again"));
    expect(notes).toEqual([
      "judged again: readings that came in later show that the machine ran for 300 s of this time: only the connection was cut, which is not downtime; 0 s of downtime remain",
    ]);
  });
  it("R12: a machine's last word shows life: it may have been cut off before it ever took a reading", async () => {
    const { id, originMs, reachability } = await cutOff("cut3");
    await replay(id, originMs + 115_000, originMs + 415_000);
    await reachability.reviewAll();
    expect(await hostLine(id, originMs)).toEqual([
      ["ok", null, 0, 100],
      ["unknown", "connection", 100, 400],
      ["ok", null, 400, null],
    ]);
  });
  it("R12: a machine's enrolment shows life: it may have been cut off before it said anything else", async () => {
    const { id, originMs, reachability } = await cutOff("cut4", 0);
    await replay(id, originMs + 2_000, originMs + 317_000);
    await reachability.reviewAll();
    expect(await hostLine(id, originMs)).toEqual([
      ["unknown", "connection", 0, 300],
      ["ok", null, 300, null],
    ]);
  });
  it("R12: a machine that died inside the cut was down for that part alone", async () => {
    const { id, originMs, reachability } = await cutOff("cut2");
    await replay(id, originMs + 85_000, originMs + 205_000);
    await replay(id, originMs + 325_000, originMs + 415_000);
    await reachability.reviewAll();
    expect(await hostLine(id, originMs)).toEqual([
      ["ok", null, 0, 100],
      ["unknown", "connection", 100, 205],
      ["critical", null, 205, 325],
      ["unknown", "connection", 325, 400],
      ["ok", null, 400, null],
    ]);
  });
  it("R12: a machine that restarted inside the cut was down meanwhile, however fast it was", async () => {
    const { id, originMs, reachability } = await cutOff("reboot1");
    await tell(id, "machine-started", originMs + 262_000);
    await replay(id, originMs + 85_000, originMs + 235_000);
    await replay(id, originMs + 264_000, originMs + 414_000);
    await reachability.reviewAll();
    expect(await hostLine(id, originMs)).toEqual([
      ["ok", null, 0, 100],
      ["unknown", "connection", 100, 235],
      ["critical", null, 235, 262],
      ["unknown", "connection", 262, 400],
      ["ok", null, 400, null],
    ]);
  });
  it("R12: one that said farewell before it was down from its farewell on, and each restart counts", async () => {
    const { id, originMs, reachability } = await cutOff("reboot2");
    await tell(id, "machine-stopping", originMs + 240_000);
    await tell(id, "machine-started", originMs + 262_000);
    await tell(id, "machine-started", originMs + 280_000);
    await replay(id, originMs + 85_000, originMs + 235_000);
    await replay(id, originMs + 264_000, originMs + 264_000);
    await replay(id, originMs + 281_000, originMs + 414_000);
    await reachability.reviewAll();
    await reachability.reviewAll();
    expect(await hostLine(id, originMs)).toEqual([
      ["ok", null, 0, 100],
      ["unknown", "connection", 100, 240],
      ["critical", null, 240, 262],
      ["unknown", "connection", 262, 264],
      ["critical", null, 264, 280],
      ["unknown", "connection", 280, 400],
      ["ok", null, 400, null],
    ]);
  });
  it("a machine that said farewell is told as shut down in good order", async () => {
    const alerting = openAlerting(platform);
    const id = await watched("farewell1", "127.0.0.1");
    const speaker = { id, customerId, hostname: "farewell1", epoch: 1 };
    const atMs = platform.clock.nowMs();
    const word = { type: "agent", seq: 9, atMs, what: "machine-stopping", detail: "" } as const;
    await inScope(platform.db, "provider", (tx) => alerting.onAgentEvent(tx, speaker, word));
    const reachability = openReachability(platform, alerting, { ask: deadNetwork });
    for (const seconds of [45, 30]) {
      platform.clock.advance(seconds * 1000);
      await reachability.judgeAll();
    }
    expect((await timelineOf(id))[0]).toContain("shut down in good order");
  });
});
