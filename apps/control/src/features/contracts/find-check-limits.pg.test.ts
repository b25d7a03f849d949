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
import { findCheckLimits, openContracts } from "./index.ts";

let platform: TestPlatform;
beforeAll(async () => {
  platform = await openTestPlatform();
  await activateShipped(platform, "msp");
});
afterAll(() => platform.close());

describe("limits of checks", () => {
  it("msp-06, msp-07: are those of the target state that was sent to the machine", async () => {
    const customerId = await addCustomer(platform);
    const serverId = await addServer(platform, customerId, "web1");
    const contracts = openContracts(platform, newId());
    await makeStarterContract(platform, contracts, {
      customerId,
      serverIds: [serverId],
      recipients: [],
    });
    const limitsOf = await inScope(platform.db, "provider", (tx) => findCheckLimits(tx, serverId));
    expect(limitsOf("cpu")).toMatchObject({ metric: "cpu.busy", comparison: "above" });
    expect(limitsOf("filesystem:/var")?.metric).toBe("filesystem.used:/var");
    expect(limitsOf("service:nginx.service")).toBeNull();
    expect(limitsOf("host")).toBeNull();
  });
  it("a machine under no contract has none", async () => {
    const serverId = await addServer(platform, await addCustomer(platform), "web2");
    const limitsOf = await inScope(platform.db, "provider", (tx) => findCheckLimits(tx, serverId));
    expect(limitsOf("cpu")).toBeNull();
  });
});
