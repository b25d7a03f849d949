import { keyId, open } from "@driftvakt/protocol/envelope";
import { charterSchema } from "@driftvakt/protocol/mandate";
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
import { findContractFacts, openAgreements } from "../agreements/index.ts";
import { findMachineFacts, openAlerting, type Alerting } from "../alerting/index.ts";
import { findContractOfServer, openContracts, type Contracts } from "../contracts/index.ts";
import { openMandates, type Mandates } from "./index.ts";

const HOUR_MS = 3_600_000;

let platform: TestPlatform;
let contracts: Contracts;
let mandates: Mandates;
let alerting: Alerting;
let customerId: string;
let serverId: string;
let contractId: string;

/** One machine under a plan of a catalogue. */
function openSite(catalogue: "srv" | "msp" | "dk", planId: string): void {
  beforeAll(async () => {
    platform = await openTestPlatform();
    await activateShipped(platform, catalogue);
    contracts = openContracts(platform, newId());
    mandates = openMandates(platform, contracts);
    alerting = openAlerting(platform);
    customerId = await addCustomer(platform);
    serverId = await addServer(platform, customerId, "m1");
    contractId = await inScope(platform.db, "provider", (tx) =>
      contracts.make(tx, {
        customerId,
        planId,
        serverIds: [serverId],
        recipients: [{ name: "Chefin", email: "chefin@example.org", locale: "de" }],
        choices: {},
        actor: TECHNICIAN,
      }),
    );
  });
  afterAll(() => platform.close());
}

const callerOf = (kind: "customer" | "technician"): Caller => ({
  personId: newId(),
  actor: { kind, id: "p1", name: "Asker" },
  scope: kind === "customer" ? { customerId } : "provider",
  customerId: kind === "customer" ? customerId : null,
  permissions: new Set(),
  locale: "de",
});
const facts = () =>
  inScope(platform.db, "provider", (tx) => findMachineFacts(tx, serverId, platform.clock.nowMs()));

// Whether what is on record reaches the decision: the rules themselves are the domain's, and tested there.
describe("what is decided from what is on record: restarts and consents", () => {
  openSite("srv", "basis");
  const saySystem = (restartRequired: boolean, epoch = 1) =>
    inScope(platform.db, "provider", (tx) =>
      tx
        .insertInto("inventory_part")
        .values({
          customer_id: customerId,
          server_id: serverId,
          part: "system",
          epoch,
          seq: 1,
          at_ms: platform.clock.nowMs(),
          items: JSON.stringify([{ hostname: "m1", restartRequired }]),
        })
        .onConflict((conflict) =>
          conflict.columns(["customer_id", "server_id", "part"]).doUpdateSet({
            items: JSON.stringify([{ hostname: "m1", restartRequired }]),
            epoch,
          }),
        )
        .execute(),
    );
  const restart = () =>
    mandates.handlers["mandates.issue"]!({
      caller: callerOf("customer"),
      params: { serverId },
      query: undefined,
      body: {
        operation: { name: "machine.restart", version: 1, parameters: { delaySeconds: 2 } },
        reason: "updates",
      },
    });

  it("srv-18: the customer restarts the machine once the machine says that an update wants it", async () => {
    await expect(restart()).rejects.toMatchObject({ code: "refused", clause: "srv-18" });
    await saySystem(false);
    await expect(restart()).rejects.toMatchObject({ reason: "not-now" });
    await saySystem(true, 0);
    await expect(restart()).rejects.toMatchObject({ reason: "not-now" });
    await saySystem(true);
    expect(await restart()).toMatchObject({ state: "issued", clause: "srv-18" });
  });

  it("srv-18: the contract of one machine answers from that machine's state", async () => {
    const ask = () =>
      openAgreements(platform, contracts).handlers["agreements.ask"]!({
        caller: callerOf("customer"),
        params: { contractId },
        query: undefined,
        body: { kind: "operation", operation: "machine.restart", channel: "portal" },
      });
    await saySystem(true);
    expect(await ask()).toMatchObject({ outcome: "allowed", clause: "srv-18" });
    await saySystem(false);
    expect(await ask()).toMatchObject({ outcome: "refused" });
  });

  it("srv-21: a consent on record is a fact of every decision under its contract", async () => {
    const consents = () =>
      inScope(platform.db, "provider", async (tx) => {
        const contract = await findContractOfServer(tx, serverId);
        return (await findContractFacts(tx, contract!)).consents;
      });
    const set = (given: boolean) =>
      openAgreements(platform, contracts).handlers["agreements.consent"]!({
        caller: callerOf("customer"),
        params: { contractId, consentId: "critical-without-test" },
        query: undefined,
        body: { given },
      });
    expect(await consents()).toEqual([]);
    await set(true);
    expect(await consents()).toEqual(["critical-without-test"]);
    await set(false);
    expect(await consents()).toEqual([]);
  });
});

describe("what is decided from what is on record: silence", () => {
  openSite("msp", "managed");

  const preview = async () => {
    const view = await mandates.handlers["mandates.preview"]!({
      caller: callerOf("technician"),
      params: { serverId },
      query: undefined,
      body: {
        operation: {
          name: "service.restart",
          version: 1,
          parameters: { unit: "mariadb.service" },
        },
        reason: "",
      },
    });
    return [view.outcome, view.clause, view.reason];
  };

  it("msp-11: a killed service may be restarted once the customer has been silent for more than three days", async () => {
    expect((await facts()).events).toEqual([]);
    const killedMs = platform.clock.nowMs();
    await inScope(platform.db, "provider", (tx) =>
      alerting.onAgentEvent(
        tx,
        { id: serverId, customerId, hostname: "m1", epoch: 1 },
        { type: "agent", seq: 7, atMs: killedMs, what: "oom-kill", detail: "mariadbd" },
      ),
    );
    expect(await facts()).toMatchObject({ events: ["oom.killed"], answeredMs: [] });
    expect((await facts()).askedMs).toHaveLength(1);
    expect((await preview())[0]).toBe("needs");
    platform.clock.advance(72 * HOUR_MS + 1000);
    expect(await preview()).toEqual(["allowed", "msp-11", "silent-customer"]);
    platform.clock.advance(5 * 24 * HOUR_MS);
    expect((await facts()).events).toEqual([]);
  });

  it("msp-11, msp-24: the machine's charter carries what may be done as a precaution, for the provider alone", async () => {
    const { charter } = await inScope(platform.db, "provider", (tx) =>
      contracts.compile(tx, serverId),
    );
    const { publicKey } = platform.keys.signing;
    const opened = open("charter", charter, new Map([[keyId(publicKey), publicKey]]));
    const { grants } = charterSchema.parse(opened.ok && opened.value);
    expect(grants.filter(({ clause }) => clause === "msp-24")).toEqual([
      {
        operation: "service.restart",
        clause: "msp-24",
        askers: ["system", "technician"],
        maxPerHour: 20,
      },
    ]);
  });
});

describe("what a contract sells as a technician's work", () => {
  openSite("dk", "service-5");

  it("is ordered, not sent to an agent whose charter does not grant it", async () => {
    const ask = {
      caller: callerOf("customer"),
      params: { serverId },
      query: undefined,
      body: {
        operation: { name: "machine.restart", version: 1, parameters: { delaySeconds: 2 } },
        reason: "updates",
      },
    } as const;
    await expect(mandates.handlers["mandates.issue"]!(ask)).rejects.toMatchObject({
      code: "refused",
      reason: "needs-order",
      clause: "dk-22",
    });
    const issued = await inScope(platform.db, "provider", (tx) =>
      tx.selectFrom("mandate").select("id").where("server_id", "=", serverId).execute(),
    );
    expect(issued).toEqual([]);
  });
});
