import { compileGrants } from "@driftvakt/domain/contract";
import type { DecisionView } from "@driftvakt/protocol/api";
import { OPERATIONS, operationNames, type OperationName } from "@driftvakt/protocol/mandate";
import type { Tx } from "../../platform/database/index.ts";
import { findContractOfServer, getCatalogue, selectionOf, textsOf } from "../contracts/index.ts";

export type OperationDecision = {
  view: DecisionView;
  contractId: string | null;
  catalogue: { id: string; version: string } | null;
};

/**
 * What the contract says to an operation that somebody asks for (se-08).
 * Refused where the machine is under no contract or no clause of it lets this kind of person ask.
 */
export async function decideOperation(
  tx: Tx,
  serverId: string,
  operation: OperationName,
  asker: "customer" | "technician" | "system",
): Promise<OperationDecision> {
  const { danger } = OPERATIONS[operation];
  const contract = await findContractOfServer(tx, serverId);
  if (!contract)
    return refuse(
      "no-contract",
      "",
      danger,
      "This machine is under no contract, so nothing may be done on it.",
    );
  const catalogue = await getCatalogue(tx, contract.catalogue_id, contract.catalogue_version);
  const grants = compileGrants(catalogue, selectionOf(contract), operationNames).filter(
    (grant) => grant.operation === operation,
  );
  const grant = grants.find(
    ({ askers, channels, conditional }) =>
      askers.includes(asker) && channels.includes("portal") && !conditional,
  );
  if (!grant) {
    const clause = grants[0]?.clause ?? "";
    return refuse(
      grants.length > 0 ? "asker-not-allowed" : "not-in-contract",
      clause,
      danger,
      "No clause of the contract lets you ask for this.",
    );
  }
  const clause = catalogue.clauses.find(({ id }) => id === grant.clause);
  return {
    view: {
      outcome: "allowed",
      reason: "granted",
      clause: grant.clause,
      sentence: textsOf(clause?.text ?? {}),
      danger,
    },
    contractId: contract.id,
    catalogue: { id: catalogue.id, version: catalogue.version },
  };
}

function refuse(
  reason: string,
  clause: string,
  danger: DecisionView["danger"],
  sentence: string,
): OperationDecision {
  return {
    view: { outcome: "refused", reason, clause, sentence: { en: sentence }, danger },
    contractId: null,
    catalogue: null,
  };
}
