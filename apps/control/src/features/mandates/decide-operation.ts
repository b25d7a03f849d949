import { decide, type Decision, type DecisionFacts } from "@driftvakt/domain/contract";
import type { DecisionView } from "@driftvakt/protocol/api";
import { OPERATIONS, type OperationName } from "@driftvakt/protocol/mandate";
import type { Tx } from "../../platform/database/index.ts";
import { findContractOfServer, getCatalogue, selectionOf } from "../contracts/index.ts";

export type OperationDecision = {
  view: DecisionView;
  /** Whether it may be carried out now: allowed, or ordered at its price. */
  may: boolean;
  contractId: string | null;
  catalogue: { id: string; version: string } | null;
};

/**
 * What the contract says to an operation that somebody asks for in the portal or the API (se-08).
 * Refused where the machine is under no contract.
 */
export async function decideOperation(
  tx: Tx,
  serverId: string,
  operation: OperationName,
  asker: "customer" | "technician" | "system",
  nowMs: number,
): Promise<OperationDecision> {
  const { danger } = OPERATIONS[operation];
  const contract = await findContractOfServer(tx, serverId);
  if (!contract) return withoutContract(danger);
  const catalogue = await getCatalogue(tx, contract.catalogue_id, contract.catalogue_version);
  const decision = decide(
    { catalogue, selection: selectionOf(contract) },
    { kind: "operation", operation, by: asker, channel: "portal" },
    factsOf(contract.recipients),
    Temporal.Instant.fromEpochMilliseconds(nowMs),
  );
  return {
    view: viewOf(decision, danger),
    may: decision.outcome === "allowed" || decision.outcome === "charged",
    contractId: contract.id,
    catalogue: { id: catalogue.id, version: catalogue.version },
  };
}

/** What is on record about the contract; what is not known counts as not being so. */
function factsOf(recipients: readonly unknown[]): DecisionFacts {
  return { alertingBy: recipients.length > 0 ? ["mail"] : [] };
}

function viewOf(
  { outcome, reason, clause, sentence }: Decision,
  danger: DecisionView["danger"],
): DecisionView {
  return { outcome, reason, clause, sentence, danger };
}

function withoutContract(danger: DecisionView["danger"]): OperationDecision {
  return {
    view: {
      outcome: "refused",
      reason: "no-contract",
      clause: "",
      sentence: { en: "This machine is under no contract, so nothing may be done on it." },
      danger,
    },
    may: false,
    contractId: null,
    catalogue: null,
  };
}
