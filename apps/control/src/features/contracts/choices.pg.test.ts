import type { Contract } from "@driftvakt/protocol/api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  activateShipped,
  addCustomer,
  addServer,
  TECHNICIAN,
} from "../../../../../test/control/contract-fixture.ts";
import { openTestPlatform, type TestPlatform } from "../../../../../test/control/platform.ts";
import { inScope } from "../../platform/database/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { listContractSteps, openContracts } from "./index.ts";

let platform: TestPlatform;
let handlers: ReturnType<typeof openContracts>["handlers"];
let customerId: string;
let serverId: string;
const caller = { scope: "provider", customerId: null, actor: TECHNICIAN } as never;

beforeAll(async () => {
  platform = await openTestPlatform();
  await activateShipped(platform, "se");
  handlers = openContracts(platform, newId()).handlers;
  customerId = await addCustomer(platform);
  serverId = await addServer(platform, customerId, "web-1");
});
afterAll(() => platform.close());

const make = (choices: Contract["choices"], serverIds: string[] = []) =>
  handlers["contracts.create"]!({
    caller,
    params: undefined,
    query: undefined,
    body: { customerId, planId: "managed", serverIds, recipients: [], choices, as: "contract" },
  });
const change = (contractId: string, choices: Contract["choices"]) =>
  handlers["contracts.update"]!({
    caller,
    params: { contractId },
    query: undefined,
    body: { choices },
  });
const get = (contractId: string) =>
  handlers["contracts.get"]!({
    caller,
    params: { contractId },
    query: undefined,
    body: undefined,
  });

describe("service level, options and counts of a contract", () => {
  it("are kept with the contract, and read as they were chosen", async () => {
    const chosen = { level: "sla-plus", "vpn-users": 12, mssql: true };
    const { id, choices } = await make(chosen, [serverId]);
    expect(choices).toEqual(chosen);
    // The level alone says how soon somebody acts.
    const clauses = (await get(id)).clauses.map((clause) => clause.id);
    expect(clauses).toContain("se-03");
    const changed = await change(id, { level: "sla-premium", "vpn-users": 3, mssql: false });
    expect(changed.choices).toEqual({ level: "sla-premium", "vpn-users": 3, mssql: false });
    const steps = await inScope(platform.db, "provider", (tx) => listContractSteps(tx, id));
    expect(steps.at(-1)).toMatchObject({
      what: "changed",
      detail: "level=sla-plus>sla-premium, mssql=true>, vpn-users=12>3",
    });
    // What is read can be written back: nothing is lost on the way.
    expect((await change(id, (await get(id)).contract.choices)).choices).toEqual(changed.choices);
  });

  it.each([
    [{ level: "gold" }, "no service level gold with managed; there are sla-basic, sla-plus"],
    [{ "vpn-user": 2 }, "no option vpn-user with managed"],
    [{ "vpn-users": 1.5 }, "how many of vpn-users"],
    [{ "vpn-users": -1 }, "how many of vpn-users"],
    [{ "vpn-users": "two" }, "how many of vpn-users"],
    [{ mssql: 2 }, "option mssql is taken or not"],
  ])("%j is not in the service description", async (choices, said) => {
    await expect(make(choices as Contract["choices"])).rejects.toThrow(said);
    const { id } = await make({ level: "sla-basic" });
    await expect(change(id, choices as Contract["choices"])).rejects.toThrow(said);
  });

  it("a clause says the price that it points at, in figures", async () => {
    const { id } = await make({ level: "sla-basic" });
    const priced = (await get(id)).clauses.filter(({ prices }) => prices.length > 0);
    const vpn = priced.find(({ prices }) => prices.some(({ name }) => name.en.startsWith("VPN")));
    expect(vpn?.prices[0]).toMatchObject({ amountMinor: 4_500, currency: "SEK", per: "userMonth" });
    expect(vpn?.id).toBe("se-16");
  });

  it("come with their prices, those of the version that the contract is under", async () => {
    const { id } = await make({ level: "sla-basic" });
    const { plan, levels, options } = await get(id);
    expect(plan).toMatchObject({
      id: "managed",
      monthlyMinor: 129_500,
      per: "machineMonth",
      startingPrice: true,
      levels: ["sla-basic", "sla-plus", "sla-premium"],
    });
    expect(levels.map((level) => [level.id, level.surchargeMinor])).toEqual([
      ["sla-basic", null],
      ["sla-plus", 70_000],
      ["sla-premium", 170_000],
    ]);
    expect(options.find((option) => option.id === "vpn-users")).toMatchObject({
      countable: true,
      feeMinor: 4_500,
      per: "userMonth",
    });
    expect(options.find((option) => option.id === "mssql")).toMatchObject({ countable: false });
  });
});
