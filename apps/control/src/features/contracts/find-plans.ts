import type { Tx } from "../../platform/database/index.ts";
import { getCatalogue } from "./load-catalogue.ts";

export type PlanFacts = { readonly contractId: string; readonly planName: string };

/** Under which contract and plan machines are now, for lists of them. */
export async function findPlans(
  tx: Tx,
  serverIds: readonly string[],
): Promise<Map<string, PlanFacts>> {
  if (serverIds.length === 0) return new Map();
  const rows = await tx
    .selectFrom("contract_server")
    .innerJoin("contract", "contract.id", "contract_server.contract_id")
    .select([
      "contract_server.server_id",
      "contract.id",
      "contract.plan_id",
      "contract.catalogue_id",
      "contract.catalogue_version",
    ])
    .where("contract_server.server_id", "in", serverIds)
    .where("contract_server.freed_at", "is", null)
    .where("contract.state", "=", "active")
    .execute();
  const facts = new Map<string, PlanFacts>();
  for (const row of rows) {
    const catalogue = await getCatalogue(tx, row.catalogue_id, row.catalogue_version);
    const plan = catalogue.plans.find(({ id }) => id === row.plan_id);
    const language = catalogue.provider.locale.slice(0, 2) as "en";
    facts.set(row.server_id, {
      contractId: row.id,
      planName: plan?.name[language] ?? plan?.name.en ?? row.plan_id,
    });
  }
  return facts;
}
