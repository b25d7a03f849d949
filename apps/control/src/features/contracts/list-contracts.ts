import type { Contract } from "@driftvakt/protocol/api";
import type { Tx } from "../../platform/database/index.ts";
import { pageOf, readCursor, type Page, type PageAsk } from "../../platform/paging/index.ts";
import { getCatalogue } from "./load-catalogue.ts";
import type { ContractTable } from "./tables.ts";
import { viewContract } from "./views.ts";

export type ContractFilter = PageAsk & {
  readonly customerId?: string | undefined;
  readonly state?: ContractTable["state"] | undefined;
};

/** Contracts, newest first. */
export async function listContracts(tx: Tx, filter: ContractFilter): Promise<Page<Contract>> {
  const after = readCursor(filter.cursor, "string");
  let query = selectContracts(tx)
    .orderBy("contract.number", "desc")
    .limit(filter.limit + 1);
  if (filter.customerId) query = query.where("contract.customer_id", "=", filter.customerId);
  if (filter.state) query = query.where("contract.state", "=", filter.state);
  if (after) query = query.where("contract.number", "<", after[0]);
  const rows = await query.execute();
  const page = pageOf(
    rows,
    filter,
    (row) => [row.number],
    (row) => row,
  );
  return { ...page, items: await viewAll(tx, page.items) };
}

export async function findContractView(tx: Tx, contractId: string): Promise<Contract | undefined> {
  const rows = await selectContracts(tx).where("contract.id", "=", contractId).execute();
  return (await viewAll(tx, rows))[0];
}

function selectContracts(tx: Tx) {
  return tx
    .selectFrom("contract")
    .innerJoin("customer", "customer.id", "contract.customer_id")
    .selectAll("contract")
    .select("customer.name as customer_name");
}

async function viewAll(
  tx: Tx,
  rows: Awaited<ReturnType<ReturnType<typeof selectContracts>["execute"]>>,
): Promise<Contract[]> {
  if (rows.length === 0) return [];
  const bound = await tx
    .selectFrom("contract_server")
    .select(["contract_id", "server_id"])
    .where(
      "contract_id",
      "in",
      rows.map((row) => row.id),
    )
    .where("freed_at", "is", null)
    .execute();
  return Promise.all(
    rows.map(async (row) => {
      const serverIds = bound
        .filter((one) => one.contract_id === row.id)
        .map((one) => one.server_id);
      return viewContract(
        row,
        await getCatalogue(tx, row.catalogue_id, row.catalogue_version),
        serverIds,
      );
    }),
  );
}
