import { open, keyId } from "@driftvakt/protocol/envelope";
import { charterSchema, mandateSchema } from "@driftvakt/protocol/mandate";
import { targetStateSchema } from "@driftvakt/protocol/target";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  activateShipped,
  addCustomer,
  addServer,
  makeStarterContract,
} from "../../../../../test/control/contract-fixture.ts";
import { openTestPlatform, type TestPlatform } from "../../../../../test/control/platform.ts";
import { inScope } from "../../platform/database/index.ts";
import type { Caller } from "../../platform/http/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { openContracts, type Contracts } from "../contracts/index.ts";
import { openMandates, type Mandates } from "./index.ts";

const installationId = newId();
let platform: TestPlatform;
let contracts: Contracts;
let mandates: Mandates;
let customerId: string;
let serverId: string;

function trusted() {
  const { publicKey } = platform.keys.signing;
  return new Map([[keyId(publicKey), publicKey]]);
}

function callerOf(kind: "customer" | "technician", customer: string): Caller {
  return {
    personId: newId(),
    actor: { kind, id: "p1", name: "Asker" },
    scope: kind === "customer" ? { customerId: customer } : "provider",
    customerId: kind === "customer" ? customer : null,
    permissions: new Set(),
    locale: "sv",
  };
}

const restart = {
  operation: { name: "service.restart", version: 1, parameters: { unit: "nginx.service" } },
  reason: "slow",
} as const;

beforeAll(async () => {
  platform = await openTestPlatform();
  await activateShipped(platform, "se");
  contracts = openContracts(platform, installationId);
  mandates = openMandates(platform, contracts);
  customerId = await addCustomer(platform);
  serverId = await addServer(platform, customerId, "web1");
  await makeStarterContract(platform, contracts, {
    customerId,
    serverIds: [serverId],
    recipients: [],
  });
});
afterAll(() => platform.close());

describe("a contract compiled for its machine", () => {
  it("se-04: the target state holds checks that nobody set up, signed and addressed", async () => {
    const { target } = await inScope(platform.db, "provider", (tx) =>
      contracts.compile(tx, serverId),
    );
    const opened = open("target", target, trusted());
    const state = targetStateSchema.parse(opened.ok && opened.value);
    expect(state).toMatchObject({ serverId, epoch: 1, version: 1 });
    const services = state.checks.find((check) => check.type === "units");
    expect(services?.units).toContain("apache2.service");
    expect(services?.clauses).toContain("se-04");
    expect(state.checks.map((check) => check.id)).toEqual(
      expect.arrayContaining(["cpu", "memory", "filesystem", "host"]),
    );
  });
  it("se-08: the charter grants restarts to the customer and to technicians, and nothing else", async () => {
    const { charter, changed } = await inScope(platform.db, "provider", (tx) =>
      contracts.compile(tx, serverId),
    );
    const opened = open("charter", charter, trusted());
    const { grants } = charterSchema.parse(opened.ok && opened.value);
    const restarts = grants.filter(({ clause }) => clause === "se-08");
    expect(restarts.map(({ operation, askers }) => ({ operation, askers }))).toEqual([
      { operation: "machine.restart", askers: ["customer", "technician"] },
      { operation: "service.restart", askers: ["customer", "technician"] },
    ]);
    expect(new Set(grants.map(({ operation }) => operation))).toEqual(
      new Set(["machine.restart", "service.restart"]),
    );
    expect(changed).toBe(false);
  });
  it("a machine that leaves its contract may be told nothing", async () => {
    const other = await addServer(platform, customerId, "web2");
    const { charter } = await inScope(platform.db, "provider", (tx) =>
      contracts.compile(tx, other),
    );
    const opened = open("charter", charter, trusted());
    expect(charterSchema.parse(opened.ok && opened.value).grants).toEqual([]);
    await expect(
      mandates.handlers["mandates.issue"]!({
        caller: callerOf("customer", customerId),
        params: { serverId: other },
        query: undefined,
        body: restart,
      }),
    ).rejects.toMatchObject({ code: "refused", reason: "no-contract" });
  });
});

describe("mandates", () => {
  it("se-08: the customer restarts a service: signed, sequenced, audited, and its course kept to the end", async () => {
    const caller = callerOf("customer", customerId);
    const issued = await mandates.handlers["mandates.issue"]!({
      caller,
      params: { serverId },
      query: undefined,
      body: restart,
    });
    expect(issued).toMatchObject({
      state: "issued",
      clause: "se-08",
      askedBy: { kind: "customer", name: "Asker" },
    });
    const orders = await inScope(platform.db, "provider", (tx) =>
      mandates.listOrders(tx, serverId),
    );
    const order = orders.find((one) => one.type === "mandate")!;
    const opened = open("mandate", order.envelope, trusted());
    expect(mandateSchema.parse(opened.ok && opened.value)).toMatchObject({
      id: issued.id,
      sequence: 1,
      audience: { installationId, serverId, epoch: 1 },
      clause: "se-08",
    });
    const server = { id: serverId, customerId, hostname: "web1", epoch: 1 };
    for (const stage of ["accepted", "started", "succeeded", "failed"] as const) {
      const event = {
        type: "mandate",
        seq: 1,
        atMs: Date.now(),
        mandateId: issued.id,
        stage,
        refusal: null,
        output: "",
      } as const;
      await inScope(platform.db, "provider", (tx) => mandates.onMandateEvent(tx, server, event));
    }
    const { mandate, course } = await mandates.handlers["mandates.get"]!({
      caller,
      params: { mandateId: issued.id },
      query: undefined,
      body: undefined,
    });
    expect(mandate.state).toBe("succeeded");
    expect(course.map((step) => step.stage)).toEqual([
      "issued",
      "delivered",
      "accepted",
      "running",
      "succeeded",
    ]);
    const audit = await inScope(platform.db, "provider", (tx) =>
      tx
        .selectFrom("audit_entry")
        .select("action")
        .where("object", "=", `mandate:${issued.id}`)
        .execute(),
    );
    expect(audit).toEqual([{ action: "mandate.issue" }]);
  });
  it("A14: an agent's word on another machine's mandate changes nothing and is on record", async () => {
    const issued = await mandates.handlers["mandates.issue"]!({
      caller: callerOf("technician", ""),
      params: { serverId },
      query: undefined,
      body: restart,
    });
    const thief = {
      id: await addServer(platform, await addCustomer(platform, "Thief"), "thief"),
      customerId,
      hostname: "thief",
      epoch: 1,
    };
    const event = {
      type: "mandate",
      seq: 1,
      atMs: Date.now(),
      mandateId: issued.id,
      stage: "succeeded",
      refusal: null,
      output: "",
    } as const;
    await inScope(platform.db, "provider", (tx) => mandates.onMandateEvent(tx, thief, event));
    const { mandate } = await mandates.handlers["mandates.get"]!({
      caller: callerOf("technician", ""),
      params: { mandateId: issued.id },
      query: undefined,
      body: undefined,
    });
    expect(mandate.state).toBe("issued");
    const events = await inScope(platform.db, "provider", (tx) =>
      tx.selectFrom("security_event").select("kind").where("server_id", "=", thief.id).execute(),
    );
    expect(events).toEqual([{ kind: "foreign-mandate-result" }]);
  });
  it("A17: a mandate that no agent answered in time is expired, not run later", async () => {
    const issued = await mandates.handlers["mandates.issue"]!({
      caller: callerOf("technician", ""),
      params: { serverId },
      query: undefined,
      body: restart,
    });
    platform.clock.advance(12 * 60 * 1000);
    const orders = await inScope(platform.db, "provider", (tx) =>
      mandates.listOrders(tx, serverId),
    );
    expect(orders).toEqual([]);
    const { expireMandates } = await import("./expire-mandates.ts");
    await inScope(platform.db, "provider", (tx) => expireMandates(tx, platform.clock.nowMs()));
    const { mandate } = await mandates.handlers["mandates.get"]!({
      caller: callerOf("technician", ""),
      params: { mandateId: issued.id },
      query: undefined,
      body: undefined,
    });
    expect(mandate.state).toBe("expired");
  });
  it("A01: another customer sees neither the machine nor its mandates", async () => {
    const stranger = callerOf("customer", await addCustomer(platform, "Stranger"));
    await expect(
      mandates.handlers["mandates.issue"]!({
        caller: stranger,
        params: { serverId },
        query: undefined,
        body: restart,
      }),
    ).rejects.toMatchObject({ code: "not-found" });
    expect(
      (
        await mandates.handlers["mandates.list"]!({
          caller: stranger,
          params: undefined,
          query: { limit: 50 },
          body: undefined,
        })
      ).items,
    ).toEqual([]);
  });
});
