import { listTerms } from "@driftvakt/domain/catalogue";
import { recordAudit, type AuditActor } from "../../platform/audit/index.ts";
import type { Tx } from "../../platform/database/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import { appendContractStep, getCatalogue, lockContract, selectionOf } from "../contracts/index.ts";
import { listCurrentDocuments } from "./publish-document.ts";
import "./tables.ts";

/**
 * Accepts the current version of a document of the contract (srv-39): who, which, when.
 * @throws AppError `not-found`, `conflict` for a version that is not the current one.
 */
export async function acceptDocument(
  tx: Tx,
  contractId: string,
  document: { documentId: string; version: string },
  actor: AuditActor,
  nowMs: number,
): Promise<void> {
  const { contract, catalogue, selection } = await lockParts(tx, contractId);
  const wanted = listTerms(catalogue, selection, "termsAcceptance").flatMap(
    ({ term }) => term.documents,
  );
  if (!wanted.some(({ id }) => id === document.documentId))
    throw new AppError("not-found", "this document is not part of the contract");
  const [current] = await listCurrentDocuments(tx, [document.documentId]);
  if (current?.version !== document.version) {
    throw new AppError(
      "conflict",
      current
        ? `the current version is ${current.version}; read and accept that one`
        : "no version of this document is out",
    );
  }
  const now = new Date(nowMs);
  const accepted = await tx
    .insertInto("terms_acceptance")
    .values({
      customer_id: contract.customer_id,
      contract_id: contractId,
      document_id: document.documentId,
      version: document.version,
      accepted_by: JSON.stringify({ id: actor.id, name: actor.name }),
      accepted_at: now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning("version")
    .executeTakeFirst();
  if (!accepted) return;
  await record(tx, contract, actor, "accepted", `${document.documentId} ${document.version}`, now);
}

/**
 * Gives a consent or withdraws it (srv-21). Doing either twice changes nothing.
 * @throws AppError `not-found`, `conflict` for one that cannot be withdrawn.
 */
export async function setConsent(
  tx: Tx,
  contractId: string,
  consent: { id: string; given: boolean },
  actor: AuditActor,
  nowMs: number,
): Promise<void> {
  const { contract, catalogue, selection } = await lockParts(tx, contractId);
  const term = listTerms(catalogue, selection, "consent").find(
    (one) => one.term.consent === consent.id,
  )?.term;
  if (!term) throw new AppError("not-found", "the contract asks for no such consent");
  const standing = await tx
    .selectFrom("consent")
    .select("given_at")
    .where("contract_id", "=", contractId)
    .where("consent_id", "=", consent.id)
    .where("withdrawn_at", "is", null)
    .executeTakeFirst();
  if ((standing !== undefined) === consent.given) return;
  if (!consent.given && !term.withdrawable)
    throw new AppError("conflict", "this consent cannot be withdrawn while the contract runs");
  const now = new Date(nowMs);
  if (consent.given) {
    const givenBy = JSON.stringify({ id: actor.id, name: actor.name });
    await tx
      .insertInto("consent")
      .values({
        customer_id: contract.customer_id,
        contract_id: contractId,
        consent_id: consent.id,
        given_by: givenBy,
        given_at: now,
        withdrawn_at: null,
      })
      .execute();
  } else {
    await tx
      .updateTable("consent")
      .set({ withdrawn_at: now })
      .where("contract_id", "=", contractId)
      .where("consent_id", "=", consent.id)
      .where("withdrawn_at", "is", null)
      .execute();
  }
  await record(tx, contract, actor, consent.given ? "consented" : "withdrawn", consent.id, now);
}

async function lockParts(tx: Tx, contractId: string) {
  const contract = await lockContract(tx, contractId);
  if (!contract) throw new AppError("not-found", "no such contract");
  if (contract.state === "ended") throw new AppError("conflict", "this contract has ended");
  const catalogue = await getCatalogue(tx, contract.catalogue_id, contract.catalogue_version);
  return { contract, catalogue, selection: selectionOf(contract) };
}

async function record(
  tx: Tx,
  contract: { id: string; customer_id: string },
  actor: AuditActor,
  what: "accepted" | "consented" | "withdrawn",
  detail: string,
  at: Date,
): Promise<void> {
  await appendContractStep(tx, contract, { what, actor, detail, at });
  await recordAudit(
    tx,
    {
      actor,
      customerId: contract.customer_id,
      action: `agreement.${what}`,
      object: `contract:${contract.id}`,
      detail: { what: detail },
    },
    at,
  );
}
