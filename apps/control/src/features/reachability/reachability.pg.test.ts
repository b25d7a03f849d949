import { createServer } from "node:net";
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
import { openAlerting } from "../alerting/index.ts";
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
  it("R12: our own absence is nobody's outage", async () => {
    const id = await watched("patient1", "127.0.0.1");
    platform.clock.advance(3_600_000);
    await openReachability(platform, openAlerting(platform), { ask: deadNetwork }).judgeAll();
    expect((await stateOf(id)).state).toBe("up");
  });
  it("a refused connection is an answer", async () => {
    expect(await probeMachine("127.0.0.1")).toBe("answers");
    const server = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    server.close();
    expect(await probeMachine(null)).toBe("not-askable");
  });
});
