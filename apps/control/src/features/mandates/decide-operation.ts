import { decide, type Decision } from "@driftvakt/domain/contract";
import type { DecisionView } from "@driftvakt/protocol/api";
import { OPERATIONS, type OperationName } from "@driftvakt/protocol/mandate";
import type { Tx } from "../../platform/database/index.ts";
import { findContractFacts } from "../agreements/index.ts";
import { findMachineFacts } from "../alerting/index.ts";
import { findContractOfServer, getCatalogue, selectionOf } from "../contracts/index.ts";

export type OperationDecision = {
  view: DecisionView;
  /** Whether it may be carried out now: allowed, or ordered at its price. */
  may: boolean;
  contractId: string | null;
  catalogue: { id: string; version: string } | null;
};

/**
 * What the contract says to an operation that somebody asks for in the portal or the API (se-08), from what is on
 * record about its contract and the machine (srv-18, srv-21).
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
    {
      ...(await findContractFacts(tx, contract)),
      ...(await findMachineFacts(tx, serverId, nowMs)),
    },
    Temporal.Instant.fromEpochMilliseconds(nowMs),
  );
  return {
    view: viewOf(decision, danger),
    may: decision.outcome === "allowed" || decision.outcome === "charged",
    contractId: contract.id,
    catalogue: { id: catalogue.id, version: catalogue.version },
  };
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
