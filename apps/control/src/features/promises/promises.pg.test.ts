import type { CheckEvent } from "@driftvakt/protocol/agent";
import { monthOf } from "@driftvakt/domain/calendar";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  activateShipped,
  addCustomer,
  addServer,
  makeStarterContract,
} from "../../../../../test/control/contract-fixture.ts";
import { openTestPlatform, type TestPlatform } from "../../../../../test/control/platform.ts";
import { inScope, type Tx } from "../../platform/database/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { openAlerting, turnInterval, type IntervalState } from "../alerting/index.ts";
import { openContracts } from "../contracts/index.ts";
import { getOverview } from "./get-overview.ts";
import { getPromise, listPromises } from "./list-promises.ts";
import { markDue, markDueByMails, openPromises, type Promises } from "./index.ts";

/** Ten days into June 2026. */
const START_MS = Date.UTC(2026, 5, 11, 12);
const HOUR_MS = 3_600_000;

let platform: TestPlatform;
let promises: Promises;
let customerId: string;
beforeAll(async () => {
  platform = await openTestPlatform();
  customerId = await addCustomer(platform);
  promises = openPromises(platform);
});
afterAll(() => platform.close());

const provider = <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
  inScope(platform.db, "provider", work);

/** A machine that has been under a catalogue's starter contract, and watched, since June began. */
async function underContract(
  catalogue: "se" | "msp" | "srv" | "ba",
  hostname: string,
  recipients = 1,
): Promise<string> {
  await activateShipped(platform, catalogue);
  platform.clock.set(Date.UTC(2026, 5, 1));
  const id = await addServer(platform, customerId, hostname);
  const people = Array.from({ length: recipients }, (_, i) => ({
    name: `P${i}`,
    email: `p${i}@example.org`,
    locale: "en" as const,
  }));
  const contracts = openContracts(platform, newId());
  await makeStarterContract(platform, contracts, {
    customerId,
    serverIds: [id],
    recipients: people,
  });
  await turn(id, "ok", Date.UTC(2026, 5, 1, 1));
  platform.clock.set(START_MS);
  await provider((tx) =>
    tx
      .updateTable("server")
      .set({ last_seen_at: new Date(START_MS), enrolled_at: new Date(Date.UTC(2026, 5, 1)) })
      .where("id", "=", id)
      .execute(),
  );
  return id;
}

const turn = (serverId: string, state: IntervalState, atMs: number) =>
  provider(async (tx) => {
    await turnInterval(tx, { customerId, serverId, checkId: "host", state, atMs });
    await markDue(tx, [serverId]);
  });

const alerting = () => openAlerting(platform, (tx, id) => markDue(tx, [id]));

const report = (id: string, hostname: string, change: Partial<CheckEvent> & { seq: number }) =>
  provider((tx) =>
    alerting().onCheckEvent(
      tx,
      { id, customerId, hostname, epoch: 1 },
      {
        type: "check",
        atMs: platform.clock.nowMs(),
        check: "service:nginx.service",
        change: "hard",
        from: "ok",
        to: "critical",
        attempt: 1,
        output: "failed",
        value: null,
        clauses: ["se-02", "se-04"],
        ...change,
      },
    ),
  );

/** What the mail desk puts on record once the mail server has taken a mail. */
const handOver = () =>
  provider(async (tx) => {
    const sent = await tx
      .updateTable("mail")
      .set({ state: "sent", sent_at: new Date(platform.clock.nowMs()) })
      .where("state", "=", "waiting")
      .returning("id")
      .execute();
    await markDueByMails(
      tx,
      sent.map(({ id }) => id),
    );
  });

const promiseOf = (serverId: string, clause: string) =>
  provider(async (tx) => {
    const { items } = await listPromises(tx, { serverId, clause, limit: 10 }, "2026-06");
    return getPromise(tx, items[0]!.id);
  });

const stateOf = async (serverId: string, clause: string) =>
  (await promiseOf(serverId, clause)).promise.state;

describe("the promise ledger", () => {
  it("se-02: at risk while the alarm is due, kept once it left in time, with who was told when", async () => {
    const id = await underContract("se", "web1");
    await promises.refresh();
    expect(await stateOf(id, "se-02")).toBe("kept");
    await report(id, "web1", { seq: 1 });
    await promises.refresh();
    expect(await stateOf(id, "se-02")).toBe("at-risk");
    platform.clock.advance(400);
    await handOver();
    platform.clock.advance(1600);
    await report(id, "web1", { seq: 2, from: "critical", to: "ok" });
    await promises.refresh();
    const { promise, evidence } = await promiseOf(id, "se-02");
    expect(promise.state).toBe("kept");
    expect(evidence.map(({ kind, text }) => [kind, text.en])).toEqual([
      ["samples", "Watched since 2026-06-01 03:00; 0 gap(s), 0 s in all."],
      ["state-change", "service:nginx.service became CRITICAL at 2026-06-11 14:00."],
      [
        "alarm-sent",
        "1 person(s) were mailed about service:nginx.service, the first at 2026-06-11 14:00: 0 s after it was found.",
      ],
      ["state-change", "service:nginx.service was well again at 2026-06-11 14:00:02, after 2 s."],
    ]);
  });
  it("se-02: broken when nobody was told within a minute, and it stays so", async () => {
    const id = await underContract("se", "web2");
    await report(id, "web2", { seq: 1 });
    platform.clock.advance(61_000);
    await provider((tx) => markDue(tx, [id]));
    await promises.refresh();
    expect(await stateOf(id, "se-02")).toBe("broken");
    await handOver();
    await report(id, "web2", { seq: 2, from: "critical", to: "ok" });
    await promises.refresh();
    expect(await stateOf(id, "se-02")).toBe("broken");
  });
  it("srv-12, msp-07: nothing is called kept where nobody is named to be told", async () => {
    const srv = await underContract("srv", "web3", 0);
    const msp = await underContract("msp", "web4", 0);
    await promises.refresh();
    expect([await stateOf(srv, "srv-12"), await stateOf(msp, "msp-07")]).toEqual([
      "pending",
      "pending",
    ]);
  });
  it.each([
    ["msp-05", "msp"],
    ["srv-10", "srv"],
  ] as const)(
    "%s: a silence that was noticed is no gap; one that nobody saw breaks the promise",
    async (clause, catalogue) => {
      const seen = await underContract(catalogue, `seen-${catalogue}`);
      const machine = { id: seen, customerId, hostname: `seen-${catalogue}` };
      const silent = {
        type: "check",
        seq: 1,
        change: "hard",
        check: "agent",
        from: "ok",
        to: "warning",
        attempt: 1,
        output: "silent",
        value: null,
        clauses: [clause],
      } as const;
      const sinceMs = START_MS - HOUR_MS;
      await provider((tx) =>
        alerting().onCentralEvent(tx, machine, { ...silent, clauses: [clause], atMs: sinceMs }),
      );
      await turn(seen, "unknown", sinceMs);
      const unseen = await underContract(catalogue, `unseen-${catalogue}`);
      await turn(unseen, "unknown", sinceMs);
      await turn(unseen, "ok", START_MS - 1000);
      await promises.refresh();
      expect(await stateOf(seen, clause)).not.toBe("broken");
      expect(await stateOf(unseen, clause)).toBe("broken");
    },
  );
  it("ba-06, ba-07: 44 minutes down in June break 99.9 %; taken back, they do not", async () => {
    const id = await underContract("ba", "vps1");
    await turn(id, "critical", START_MS - 5 * HOUR_MS);
    await turn(id, "ok", START_MS - 5 * HOUR_MS + 44 * 60_000);
    await promises.refresh();
    const broken = await promiseOf(id, "ba-06");
    // 2,640 s of the 2,592 s that June's 30 days allow.
    expect(broken.promise.state).toBe("broken");
    expect(broken.evidence.map(({ kind }) => kind)).toEqual(["availability", "outage"]);
    await provider(async (tx) => {
      await tx
        .updateTable("state_interval")
        .set({ state: "unknown", cause: "connection" })
        .where("server_id", "=", id)
        .where("state", "=", "critical")
        .execute();
      await markDue(tx, [id]);
    });
    await promises.refresh();
    const kept = await promiseOf(id, "ba-06");
    expect(kept.promise.state).toBe("kept");
    expect(kept.evidence.map(({ kind }) => kind)).toEqual(["availability"]);
  });
  it("judging again changes nothing, adds nothing, tells nobody (R7)", async () => {
    await promises.refreshAll();
    const count = () =>
      provider(async (tx) => {
        const evidence = await tx.selectFrom("evidence").selectAll().orderBy("id").execute();
        const rows = await tx.selectFrom("promise").selectAll().orderBy("id").execute();
        return JSON.stringify([evidence, rows]);
      });
    const before = await count();
    platform.clock.advance(1);
    await promises.refreshAll();
    expect(await count()).toBe(before);
  });
  it("A01: a customer sees the promises made to him alone", async () => {
    const other = await addCustomer(platform, "Other");
    const seen = await inScope(platform.db, { customerId: other }, (tx) =>
      listPromises(tx, { limit: 50 }, "2026-06"),
    );
    expect(seen.items).toEqual([]);
    const counts = await inScope(platform.db, { customerId: other }, (tx) =>
      getOverview(tx, "2026-06"),
    );
    expect(counts.clauses).toEqual([]);
  });
  it("the front page counts what the ledger lists, and pages of it follow one another", async () => {
    const overview = await provider((tx) => getOverview(tx, monthOf("UTC", START_MS)));
    const all: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await provider((tx) => listPromises(tx, { limit: 7, cursor }, "2026-06"));
      all.push(...page.items.map(({ state }) => state));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    for (const [state, count] of Object.entries(overview.promises))
      expect([state, all.filter((one) => one === state).length]).toEqual([state, count]);
    expect(all[0]).toBe("broken");
  });
  it("se-02: what happens is in the ledger within a second, without anybody asking for it", async () => {
    const id = await underContract("se", "web9");
    await promises.refresh();
    await promises.start!();
    const within = async (state: string) => {
      const begun = performance.now();
      while ((await stateOf(id, "se-02")) !== state) {
        if (performance.now() - begun > 10_000) throw new Error(`never ${state}`);
        await new Promise((done) => setTimeout(done, 10));
      }
      return performance.now() - begun;
    };
    const told = new Promise<void>((heard) => {
      const stop = platform.bus.subscribe("live", (signal) => {
        if (signal.type !== "message" || signal.payload.topic !== "promises") return;
        stop();
        heard();
      });
    });
    await report(id, "web9", { seq: 1 });
    // Generous for a busy machine; a tenth of it when it is quiet.
    expect(await within("at-risk")).toBeLessThan(1000);
    await told;
    await promises.stop!();
  });
});
