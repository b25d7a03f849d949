import { readFileSync } from "node:fs";
import {
  activateCatalogue,
  getActiveCatalogue,
  type Contracts,
} from "@driftvakt/control/features/contracts";
import { inScope } from "@driftvakt/control/platform/database";
import { newId } from "@driftvakt/control/platform/ids";
import type { AuditActor } from "@driftvakt/control/platform/audit";
import type { TestPlatform } from "./platform.ts";

export const TECHNICIAN: AuditActor = { kind: "technician", id: "t1", name: "Test technician" };

/** Loads one of the shipped catalogues as the active one. */
export async function activateShipped(
  platform: TestPlatform,
  id: "se" | "msp" | "dk" | "srv" | "ba",
): Promise<void> {
  const file = new URL(`../../catalogues/${id}.yaml`, import.meta.url);
  await inScope(platform.db, "provider", (tx) =>
    activateCatalogue(tx, readFileSync(file, "utf8"), `${id}.yaml`),
  );
}

export async function addCustomer(platform: TestPlatform, name = "Customer"): Promise<string> {
  const id = newId();
  await inScope(platform.db, "provider", (tx) =>
    tx
      .insertInto("customer")
      .values({ id, name, locale: "sv", time_zone: "Europe/Stockholm" })
      .execute(),
  );
  return id;
}

/** A machine whose agent has enrolled. */
export async function addServer(
  platform: TestPlatform,
  customerId: string,
  hostname: string,
): Promise<string> {
  const id = newId();
  await inScope(platform.db, "provider", (tx) =>
    tx
      .insertInto("server")
      .values({
        id,
        customer_id: customerId,
        hostname,
        state: "up",
        epoch: 1,
        last_seen_at: new Date(),
        enrolled_at: new Date(),
      })
      .execute(),
  );
  return id;
}

/** Puts machines under the active catalogue's starter contract. */
export function makeStarterContract(
  platform: TestPlatform,
  contracts: Contracts,
  order: Pick<Parameters<Contracts["make"]>[1], "customerId" | "serverIds" | "recipients">,
): Promise<string> {
  return inScope(platform.db, "provider", async (tx) => {
    const { starter } = await getActiveCatalogue(tx);
    if (!starter) throw new Error("this catalogue has no starter");
    const options = Object.fromEntries(starter.options.map((option) => [option, true]));
    const choices = {
      ...options,
      ...(starter.level === undefined ? {} : { level: starter.level }),
    };
    return contracts.make(tx, { ...order, planId: starter.plan, choices, actor: TECHNICIAN });
  });
}
