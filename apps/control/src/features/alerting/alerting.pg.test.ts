import type { CheckEvent } from "@driftvakt/protocol/agent";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  activateShipped,
  addCustomer,
  addServer,
  makeStarterContract,
} from "../../../../../test/control/contract-fixture.ts";
import { openTestEdge } from "../../../../../test/control/edge.ts";
import { openTestPlatform, type TestPlatform } from "../../../../../test/control/platform.ts";
import { inScope } from "../../platform/database/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { openContracts } from "../contracts/index.ts";
import { acknowledgeAlert } from "./acknowledge-alert.ts";
import { applyCheckEvent, openAlerting, type CheckStanding, type WatchedServer } from "./index.ts";

let platform: TestPlatform;
let customerId: string;

beforeAll(async () => {
  platform = await openTestPlatform();
  await activateShipped(platform, "se");
  customerId = await addCustomer(platform);
});
afterAll(() => platform.close());

async function underContract(hostname: string): Promise<WatchedServer> {
  const id = await addServer(platform, customerId, hostname);
  const contracts = openContracts(platform, newId());
  const recipients = [
    { name: "Jour", email: "jour@example.org", locale: "sv" as const },
    { name: "Ops", email: "ops@example.org", locale: "de" as const },
  ];
  await makeStarterContract(platform, contracts, { customerId, serverIds: [id], recipients });
  return { id, customerId, hostname };
}

function event(
  change: CheckEvent["change"],
  from: CheckEvent["from"],
  to: CheckEvent["to"],
  atMs = Date.now(),
): CheckEvent {
  return {
    type: "check",
    seq: 1,
    atMs,
    check: "service:nginx.service",
    change,
    from,
    to,
    attempt: 1,
    output: "failed (signal)",
    value: null,
    clauses: ["se-02", "se-04"],
  };
}

const apply = (server: WatchedServer, event: CheckEvent, standing?: CheckStanding) =>
  inScope(platform.db, "provider", (tx) =>
    applyCheckEvent(
      tx,
      { bus: platform.bus, portalUrl: "http://portal" },
      server,
      { event, standing },
      Date.now(),
    ),
  );
const mailsOf = (hostname: string) =>
  inScope(platform.db, "provider", (tx) =>
    tx
      .selectFrom("mail")
      .selectAll()
      .where("subject", "like", `%${hostname}%`)
      .orderBy("created_at")
      .orderBy("recipient")
      .execute(),
  );

describe("alarms", () => {
  it("se-02, srv-12: a hard problem tells each recipient once, in his language, citing the clauses", async () => {
    const server = await underContract("web1");
    const problem = event("hard", "ok", "critical");
    await apply(server, problem);
    await apply(server, problem);
    const mails = await mailsOf("web1");
    expect(mails.map((mail) => [mail.recipient, mail.subject])).toEqual([
      ["jour@example.org", "[KRITISKT] web1: tjänsten nginx"],
      ["ops@example.org", "[KRITISCH] web1: Dienst nginx"],
    ]);
    expect(mails[0]!.body).toContain("se-02, se-04");
    await apply(server, event("hard", "critical", "ok"));
    expect((await mailsOf("web1")).map((mail) => mail.subject)).toEqual(
      expect.arrayContaining(["[OK] web1: tjänsten nginx"]),
    );
    const open = await inScope(platform.db, "provider", (tx) =>
      tx
        .selectFrom("alert")
        .selectAll()
        .where("server_id", "=", server.id)
        .where("closed_at", "is", null)
        .execute(),
    );
    expect(open).toEqual([]);
  });
  it("R12: soft states tell nobody", async () => {
    const server = await underContract("web2");
    await apply(server, event("soft", "ok", "critical"));
    expect(await mailsOf("web2")).toEqual([]);
  });
  it("R13: a problem that arrives late is told as late", async () => {
    const server = await underContract("web3");
    await apply(server, event("hard", "ok", "critical", Date.now() - 10 * 60 * 1000));
    expect((await mailsOf("web3"))[1]!.body).toContain("verspätet");
  });
  it("se-02: intervals of a check follow one another without a gap", async () => {
    const server = await underContract("web4");
    const base = Date.now();
    await apply(server, event("appeared", "ok", "ok", base));
    await apply(server, event("hard", "ok", "critical", base + 1000));
    await apply(server, event("hard", "critical", "ok", base + 5000));
    const rows = await inScope(platform.db, "provider", (tx) =>
      tx
        .selectFrom("state_interval")
        .selectAll()
        .where("server_id", "=", server.id)
        .orderBy("from_ms")
        .execute(),
    );
    expect(
      rows.map((row) => [
        row.state,
        Number(row.from_ms) - base,
        row.to_ms === null ? null : Number(row.to_ms) - base,
      ]),
    ).toEqual([
      ["ok", 0, 1000],
      ["critical", 1000, 5000],
      ["ok", 5000, null],
    ]);
  });
  it("R3, R12: a problem that was over before it reached us is told once, with its end", async () => {
    const server = { ...(await underContract("web5")), epoch: 1 };
    const base = Date.now() - 20 * 60 * 1000;
    // The batch holds both: the check stands by the later one already.
    const standing = { hardSeq: 8, flapping: false };
    await apply(server, { ...event("hard", "ok", "critical", base), seq: 7 }, standing);
    expect(await mailsOf("web5")).toEqual([]);
    await apply(server, { ...event("hard", "critical", "ok", base + 60_000), seq: 8 }, standing);
    const mails = await mailsOf("web5");
    expect(mails.map((mail) => mail.subject)).toEqual([
      "[OK] web5: tjänsten nginx",
      "[OK] web5: Dienst nginx",
    ]);
    expect(mails[1]!.body).toContain("verspätet");
  });
  it("R12: while a check flaps there is one incident and one mail a person", async () => {
    const server = await underContract("web6");
    await apply(server, event("hard", "ok", "critical"));
    await apply(server, event("flapping-started", "ok", "critical"));
    for (let i = 0; i < 5; i++) {
      await apply(server, event("hard", "critical", "ok"));
      await apply(server, event("hard", "ok", "critical"));
    }
    await apply(server, event("hard", "critical", "ok"));
    const subjects = async () => (await mailsOf("web6")).map((mail) => mail.subject);
    expect((await subjects()).filter((subject) => subject.includes("Dienst"))).toHaveLength(2);
    await apply(server, event("flapping-stopped", "ok", "ok"));
    expect((await subjects()).filter((subject) => subject.startsWith("[OK]"))).toHaveLength(2);
  });
  it("an agent has no say in whether its machine is up", async () => {
    const server = { ...(await underContract("web7")), epoch: 1 };
    const alerting = openAlerting(platform);
    const claim = { ...event("hard", "ok", "critical"), check: "host" };
    await inScope(platform.db, "provider", (tx) => alerting.onCheckEvent(tx, server, claim));
    expect(await mailsOf("web7")).toEqual([]);
    const events = await inScope(platform.db, "provider", (tx) =>
      tx.selectFrom("security_event").select("kind").where("server_id", "=", server.id).execute(),
    );
    expect(events).toEqual([{ kind: "agent-judged-central-check" }]);
  });
  it("what machines say of themselves is on record; a kill for want of memory is told", async () => {
    const server = { ...(await underContract("web8")), epoch: 1 };
    const alerting = openAlerting(platform);
    const word = { type: "agent", atMs: Date.now(), detail: "mysqld (pid 9)" } as const;
    await inScope(platform.db, "provider", async (tx) => {
      await alerting.onAgentEvent(tx, server, { ...word, seq: 1, what: "oom-kill" });
      await alerting.onAgentEvent(tx, server, { ...word, seq: 2, what: "spool-dropped" });
    });
    const alerts = await inScope(platform.db, "provider", (tx) =>
      tx.selectFrom("alert").selectAll().where("server_id", "=", server.id).execute(),
    );
    expect(
      alerts.map(({ check_id, output, closed_at }) => [check_id, output, closed_at !== null]),
    ).toEqual([["oom-kill", "mysqld (pid 9)", true]]);
  });
  it("whoever takes a problem on is named to its recipients, once", async () => {
    const server = await underContract("web9");
    await apply(server, event("hard", "ok", "critical"));
    const actor = { kind: "technician", id: "t1", name: "Dana" } as const;
    const parts = { bus: platform.bus, portalUrl: "http://portal" };
    await inScope(platform.db, "provider", async (tx) => {
      const { id } = await tx
        .selectFrom("alert")
        .select("id")
        .where("server_id", "=", server.id)
        .executeTakeFirstOrThrow();
      const taken = { comment: "on my way", sticky: false, actor };
      await acknowledgeAlert(tx, parts, id, taken, Date.now());
      await acknowledgeAlert(tx, parts, id, taken, Date.now());
    });
    const told = (await mailsOf("web9")).filter(
      (mail) => mail.body.includes("Dana: ") || mail.body.includes("on my way"),
    );
    expect(told.map((mail) => mail.recipient).sort()).toEqual([
      "jour@example.org",
      "ops@example.org",
    ]);
  });
  it("a test mail goes to whoever asks for it, in his language", async () => {
    const edge = await openTestEdge();
    try {
      const { jar, email } = await edge.signIn("technician");
      const answer = await edge.ask("POST", "/api/v1/mails/test", { jar, body: {} });
      expect([answer.status, answer.body]).toEqual([200, { ok: true }]);
      const mails = await edge.ask("GET", "/api/v1/mails", { jar });
      expect(mails.body.items[0]).toMatchObject({ to: email, subject: "Test mail: Driftvakt" });
    } finally {
      await edge.close();
    }
  });
});
