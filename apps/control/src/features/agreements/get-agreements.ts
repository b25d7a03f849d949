import { listTerms } from "@driftvakt/domain/catalogue";
import type { AgreementConsent, AgreementDocument, Agreements } from "@driftvakt/protocol/api";
import type { Tx } from "../../platform/database/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import {
  findContract,
  getCatalogue,
  listContractSteps,
  selectionOf,
  textsOf,
} from "../contracts/index.ts";
import { listCurrentDocuments } from "./publish-document.ts";
import "./tables.ts";

type Parts = {
  catalogue: Awaited<ReturnType<typeof getCatalogue>>;
  selection: ReturnType<typeof selectionOf>;
};

/** How a contract came about (ba-01), whose terms were accepted (srv-39) and what was consented to (srv-21). */
export async function getAgreements(tx: Tx, contractId: string): Promise<Agreements> {
  const contract = await findContract(tx, contractId);
  if (!contract) throw new AppError("not-found", "no such contract");
  const catalogue = await getCatalogue(tx, contract.catalogue_id, contract.catalogue_version);
  const parts = { catalogue, selection: selectionOf(contract) };
  const steps = await listContractSteps(tx, contractId);
  return {
    form: contract.form,
    history: steps.map((step) => ({
      atMs: step.at.getTime(),
      what: step.what,
      byName: step.actor.name,
      detail: step.detail,
    })),
    documents: await listDocuments(tx, contractId, parts),
    consents: await listConsents(tx, contractId, parts),
  };
}

async function listDocuments(
  tx: Tx,
  contractId: string,
  { catalogue, selection }: Parts,
): Promise<AgreementDocument[]> {
  const wanted = listTerms(catalogue, selection, "termsAcceptance").flatMap(({ clause, term }) =>
    term.documents.map((document) => ({ ...document, clause: clause.id })),
  );
  if (wanted.length === 0) return [];
  const current = await listCurrentDocuments(
    tx,
    wanted.map(({ id }) => id),
  );
  const acceptances = await tx
    .selectFrom("terms_acceptance")
    .selectAll()
    .where("contract_id", "=", contractId)
    .orderBy("accepted_at", "desc")
    .execute();
  return wanted.map(({ id, kind, clause }) => {
    const out = current.find((one) => one.id === id);
    const last = acceptances.find((one) => one.document_id === id);
    return {
      id,
      kind,
      clause,
      title: out?.title ?? null,
      currentVersion: out?.version ?? null,
      accepted: last
        ? { version: last.version, byName: last.accepted_by.name, atMs: last.accepted_at.getTime() }
        : null,
      upToDate: out !== undefined && last?.version === out.version,
    };
  });
}

async function listConsents(
  tx: Tx,
  contractId: string,
  { catalogue, selection }: Parts,
): Promise<AgreementConsent[]> {
  const standing = await tx
    .selectFrom("consent")
    .selectAll()
    .where("contract_id", "=", contractId)
    .where("withdrawn_at", "is", null)
    .execute();
  return listTerms(catalogue, selection, "consent").map(({ clause, term }) => {
    const given = standing.find((one) => one.consent_id === term.consent);
    return {
      id: term.consent,
      clause: clause.id,
      text: textsOf(clause.text),
      withdrawable: term.withdrawable,
      given: given ? { byName: given.given_by.name, atMs: given.given_at.getTime() } : null,
    };
  });
}
