import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  activateShipped,
  addCustomer,
  addServer,
  TECHNICIAN,
} from "../../../../../test/control/contract-fixture.ts";
import { openTestPlatform, type TestPlatform } from "../../../../../test/control/platform.ts";
import { inScope } from "../../platform/database/index.ts";
import type { Caller } from "../../platform/http/index.ts";
import { newId } from "../../platform/ids/index.ts";
import {
  findContractOfServer,
  getActiveCatalogue,
  openContracts,
  type Contracts,
} from "../contracts/index.ts";
import { openAgreements } from "./index.ts";

let platform: TestPlatform;
let contracts: Contracts;
let handlers: ReturnType<typeof openAgreements>["handlers"];
let customerId: string;

beforeAll(async () => {
  platform = await openTestPlatform();
  await activateShipped(platform, "srv");
  contracts = openContracts(platform, newId());
  handlers = openAgreements(platform, contracts).handlers;
  customerId = await addCustomer(platform);
});
afterAll(() => platform.close());

function customer(name = "Chefin"): Caller {
  return {
    personId: newId(),
    actor: { kind: "customer", id: "p1", name },
    scope: { customerId },
    customerId,
    permissions: new Set(),
    locale: "de",
  };
}

const technician: Caller = {
  ...customer(),
  actor: TECHNICIAN,
  scope: "provider",
  customerId: null,
};

async function offer(serverIds: string[] = []): Promise<string> {
  return inScope(platform.db, "provider", async (tx) => {
    const planId = (await getActiveCatalogue(tx)).plans[0]!.id;
    return contracts.make(tx, {
      customerId,
      planId,
      serverIds,
      recipients: [],
      choices: {},
      as: "offer",
      actor: TECHNICIAN,
    });
  });
}

const call = { query: undefined, body: undefined };

describe("how a contract comes about", () => {
  it("ba-01: offer, order, confirmation; the form and every step are on record, and only then machines are bound", async () => {
    const serverId = await addServer(platform, customerId, "srv1");
    const contractId = await offer([serverId]);
    const params = { contractId };
    const bound = () =>
      inScope(platform.db, "provider", (tx) => findContractOfServer(tx, serverId));
    expect(await bound()).toBeUndefined();
    const listed = await contracts.handlers["contracts.list"]!({
      caller: customer(),
      params: undefined,
      query: { limit: 50 },
      body: undefined,
    });
    expect(listed.items.find(({ id }) => id === contractId)?.serverIds).toEqual([serverId]);
    const early = handlers["agreements.confirm"]!({
      caller: technician,
      params,
      query: undefined,
      body: { form: "accepted-offer", reference: "" },
    });
    await expect(early).rejects.toMatchObject({ code: "conflict" });
    await handlers["agreements.order"]!({ caller: customer(), params, ...call });
    const done = await handlers["agreements.confirm"]!({
      caller: technician,
      params,
      query: undefined,
      body: { form: "accepted-offer", reference: "A-17" },
    });
    expect(done.form).toBe("accepted-offer");
    expect(done.history.map(({ what, byName, detail }) => [what, byName, detail])).toEqual([
      ["offered", "Test technician", ""],
      ["ordered", "Chefin", ""],
      ["active", "Test technician", "accepted-offer: A-17"],
    ]);
    expect((await bound())?.id).toBe(contractId);
    await expect(
      handlers["agreements.order"]!({ caller: customer(), params, ...call }),
    ).rejects.toMatchObject({ code: "conflict" });
  });
});

describe("terms and consents", () => {
  it("srv-39: the current versions are part of the contract; who accepted which and when is on record", async () => {
    const contractId = await offer();
    const params = { contractId };
    const publish = (version: string, text: string) =>
      handlers["documents.publish"]!({
        caller: technician,
        params: undefined,
        query: undefined,
        body: { id: "data-processing", version, title: "AV-Vertrag", text },
      });
    const accept = (version: string) =>
      handlers["agreements.accept"]!({
        caller: customer(),
        params,
        query: undefined,
        body: { documentId: "data-processing", version },
      });
    const standing = async () =>
      (await handlers["agreements.get"]!({ caller: customer(), params, ...call })).documents.find(
        ({ id }) => id === "data-processing",
      );
    const heard: unknown[] = [];
    const stop = platform.bus.subscribe(
      "live",
      (signal) => signal.type === "message" && heard.push(signal.payload),
    );
    await publish("2026-1", "one");
    await expect
      .poll(() => heard)
      .toContainEqual({ topic: "contracts", serverId: null, customerId: null, everybody: true });
    stop();
    expect(await standing()).toMatchObject({
      currentVersion: "2026-1",
      accepted: null,
      upToDate: false,
      clause: "srv-39",
    });
    await accept("2026-1");
    expect(await standing()).toMatchObject({
      accepted: { version: "2026-1", byName: "Chefin", atMs: platform.clock.nowMs() },
      upToDate: true,
    });
    await expect(publish("2026-1", "another text")).rejects.toMatchObject({ code: "conflict" });
    platform.clock.advance(1000);
    await publish("2026-2", "two");
    expect(await standing()).toMatchObject({
      currentVersion: "2026-2",
      accepted: { version: "2026-1" },
      upToDate: false,
    });
    await expect(accept("2026-1")).rejects.toMatchObject({ code: "conflict" });
    const old = await handlers["documents.get"]!({
      caller: customer(),
      params: { documentId: "data-processing", version: "2026-1" },
      ...call,
    });
    expect(old.text).toBe("one");
  });

  it("srv-21: a consent is given and withdrawn by name, each on record", async () => {
    const params = { contractId: await offer(), consentId: "critical-without-test" };
    const set = (given: boolean) =>
      handlers["agreements.consent"]!({
        caller: customer(),
        params,
        query: undefined,
        body: { given },
      });
    const { consents } = await set(true);
    expect(consents.find(({ clause }) => clause === "srv-21")).toMatchObject({
      given: { byName: "Chefin" },
      withdrawable: true,
    });
    await set(true);
    const { consents: after, history } = await set(false);
    expect(after.find(({ clause }) => clause === "srv-21")?.given).toBeNull();
    expect(history.map(({ what }) => what)).toEqual(["offered", "consented", "withdrawn"]);
    await expect(
      handlers["agreements.consent"]!({
        caller: customer(),
        params: { ...params, consentId: "anything" },
        query: undefined,
        body: { given: true },
      }),
    ).rejects.toMatchObject({ code: "not-found" });
  });

  it("srv-21: what was consented to decides what the contract answers; asking changes nothing", async () => {
    const params = { contractId: await offer() };
    const ask = () =>
      handlers["agreements.ask"]!({
        caller: technician,
        params,
        query: undefined,
        body: { kind: "operation", operation: "update.install", channel: "portal" },
      });
    expect(await ask()).toMatchObject({
      outcome: "needs",
      clause: "srv-21",
      needs: [{ kind: "consent", of: "critical-without-test" }],
    });
    await handlers["agreements.consent"]!({
      caller: customer(),
      params: { ...params, consentId: "critical-without-test" },
      query: undefined,
      body: { given: true },
    });
    expect(await ask()).toMatchObject({ outcome: "allowed", clause: "srv-21" });
  });

  it("what work costs comes with the steps that it is billed in", async () => {
    const answer = await handlers["agreements.ask"]!({
      caller: technician,
      params: { contractId: await offer() },
      query: undefined,
      body: { kind: "work", topics: ["alarmRepair"], channel: "phone", minutes: 20 },
    });
    expect(answer.charge).toMatchObject({ mode: "byTime", unitMinutes: expect.any(Number) });
  });

  it("A01: another customer's contract is unknown", async () => {
    const contractId = await offer();
    const stranger = await addCustomer(platform, "Stranger");
    const caller = { ...customer(), scope: { customerId: stranger }, customerId: stranger };
    await expect(
      handlers["agreements.get"]!({ caller, params: { contractId }, ...call }),
    ).rejects.toMatchObject({ code: "not-found" });
    await expect(
      handlers["agreements.order"]!({ caller, params: { contractId }, ...call }),
    ).rejects.toMatchObject({ code: "not-found" });
  });
});
