import type { DecisionFacts } from "@driftvakt/domain/contract";
import type { ContractForm } from "@driftvakt/protocol/api";
import type { Tx } from "../../platform/database/index.ts";
import { getAgreements } from "./get-agreements.ts";

const FORMS: Readonly<Record<ContractForm, string>> = {
  "signed-contract": "signedContract",
  "confirmed-order": "confirmedOrder",
  "accepted-offer": "acceptedOffer",
  "order-by-mail": "orderByMail",
};

/**
 * What is on record about a contract when something is decided under it: by which channels alarms reach the customer, what
 * he consented to (srv-21), which documents he accepted (srv-39), how it came about (ba-01). What is not known counts as
 * not being so; hours worked are not on record (docs/decisions/0025).
 */
export async function findContractFacts(
  tx: Tx,
  contract: { readonly id: string; readonly recipients: readonly unknown[] },
): Promise<DecisionFacts> {
  const { consents, documents, form } = await getAgreements(tx, contract.id);
  return {
    alertingBy: contract.recipients.length > 0 ? ["mail"] : [],
    consents: consents.filter(({ given }) => given !== null).map(({ id }) => id),
    acceptedDocuments: documents.filter(({ upToDate }) => upToDate).map(({ id }) => id),
    ...(form ? { contractForm: FORMS[form] } : {}),
  };
}
