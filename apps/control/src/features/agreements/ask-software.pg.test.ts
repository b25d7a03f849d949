import type { ContractQuestion } from "@driftvakt/protocol/api";
import { contractQuestionSchema } from "@driftvakt/protocol/api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  activateShipped,
  addCustomer,
  TECHNICIAN,
} from "../../../../../test/control/contract-fixture.ts";
import { openTestPlatform, type TestPlatform } from "../../../../../test/control/platform.ts";
import { inScope } from "../../platform/database/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { getActiveCatalogue, openContracts } from "../contracts/index.ts";
import { openAgreements } from "./index.ts";

type Found = Extract<ContractQuestion, { kind: "software" }>["found"];

let platform: TestPlatform;
let handlers: ReturnType<typeof openAgreements>["handlers"];
let contractId: string;
beforeAll(async () => {
  platform = await openTestPlatform();
  await activateShipped(platform, "ba");
  const contracts = openContracts(platform, newId());
  handlers = openAgreements(platform, contracts).handlers;
  const customerId = await addCustomer(platform);
  contractId = await inScope(platform.db, "provider", async (tx) => {
    const { starter } = await getActiveCatalogue(tx);
    return contracts.make(tx, {
      customerId,
      planId: starter!.plan,
      serverIds: [],
      recipients: [],
      choices: {},
      actor: TECHNICIAN,
    });
  });
});
afterAll(() => platform.close());

const ask = async (found: Found) => {
  const { outcome, reason, clause } = await handlers["agreements.ask"]!({
    caller: { scope: "provider", customerId: null } as never,
    params: { contractId },
    query: undefined,
    body: contractQuestionSchema.parse({ kind: "software", found }),
  });
  return [outcome, reason, clause];
};

describe("software that was found, asked about through the API", () => {
  it("outdated, it is the customer's to bring up to date; current, it is allowed", async () => {
    const found = { kind: "cmsPlugin", name: "gallery", version: "6.9", newestVersion: "6.10" };
    expect(await ask(found as Found)).toEqual(["allowed", "keep-current", "ba-10"]);
    const current = { ...found, version: "6.10" } as Found;
    expect((await ask(current))[1]).not.toBe("keep-current");
    // What its makers published is not known: nothing is said against it.
    const { newestVersion: unknown, ...bare } = { ...found } as Found;
    expect(unknown).toBe("6.10");
    expect((await ask(bare))[1]).not.toBe("keep-current");
  });

  it("what is forbidden is refused by its name, whatever its version", async () => {
    expect(await ask({ kind: "package", name: "xmrig", version: "6.21.0" })).toEqual([
      "refused",
      "forbidden",
      "ba-12",
    ]);
  });

  it.each([
    { kind: "toy", name: "x", version: "1" },
    { kind: "package", name: "", version: "1" },
    { kind: "package", name: "x" },
    { kind: "package", name: "x", version: "1", licensed: "yes" },
    { kind: "package", name: "x", version: "1", source: "elsewhere" },
    { kind: "package", name: "x".repeat(201), version: "1" },
  ])("%j is no question", (found) => {
    expect(contractQuestionSchema.safeParse({ kind: "software", found }).success).toBe(false);
  });
});
