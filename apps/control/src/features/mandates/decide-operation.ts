import { compileGrants, decide, type Decision } from "@driftvakt/domain/contract";
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
  const selection = selectionOf(contract);
  const decision = decide(
    { catalogue, selection },
    { kind: "operation", operation, by: asker, channel: "portal" },
    {
      ...(await findContractFacts(tx, contract)),
      ...(await findMachineFacts(tx, serverId, nowMs)),
    },
    Temporal.Instant.fromEpochMilliseconds(nowMs),
  );
  const may = decision.outcome === "allowed" || decision.outcome === "charged";
  const isGranted = compileGrants(catalogue, selection, [operation]).some(
    (grant) => grant.clause === decision.clause && grant.askers.includes(asker),
  );
  return {
    view: may && !isGranted ? asWork(decision, danger) : viewOf(decision, danger),
    may: may && isGranted,
    contractId: contract.id,
    catalogue: { id: catalogue.id, version: catalogue.version },
  };
}

/**
 * What the contract sells as a technician's work (dk-22) is no operation that it authorises: the machine's charter does not
 * grant it, and its agent would refuse.
 */
function asWork(decision: Decision, danger: DecisionView["danger"]): DecisionView {
  return {
    outcome: "needs",
    reason: "needs-order",
    clause: decision.clause,
    sentence: {
      en: "The contract has this done as work on order: order it, and a technician does it.",
      sv: "Enligt avtalet görs detta som beställt arbete: beställ det, så utför en tekniker det.",
      da: "Efter kontrakten udføres dette som bestilt arbejde: bestil det, så gør en tekniker det.",
      de: "Nach dem Vertrag ist das Arbeit auf Bestellung: Bestellen Sie sie, dann führt sie ein Techniker aus.",
      bs: "Po ugovoru se ovo radi kao naručen posao: naručite ga i tehničar će ga obaviti.",
    },
    danger,
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
