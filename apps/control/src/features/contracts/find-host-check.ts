import { compileChecks } from "@driftvakt/domain/contract";
import type { HostCheck } from "@driftvakt/domain/monitoring";
import type { Tx } from "../../platform/database/index.ts";
import { getCatalogue } from "./load-catalogue.ts";
import { findContractOfServer } from "./repository.ts";
import { selectionOf } from "./selection.ts";

/** How a machine's contract wants it judged down; undefined where no clause promises to notice. */
export async function findHostCheck(tx: Tx, serverId: string): Promise<HostCheck | undefined> {
  const contract = await findContractOfServer(tx, serverId);
  if (!contract) return undefined;
  const catalogue = await getCatalogue(tx, contract.catalogue_id, contract.catalogue_version);
  return compileChecks(catalogue, selectionOf(contract)).checks.find(
    (check) => check.type === "host",
  );
}
