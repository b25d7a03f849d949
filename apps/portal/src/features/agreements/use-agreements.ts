import type { AgreementDocument, Agreements } from "@driftvakt/protocol/api";
import type { UseQueryResult } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useApi, type ApiFailure } from "../../api/index.ts";
import { useCan, useIsProvider } from "../../app/session.tsx";

/** What a change of an agreement puts out of date. */
export const AGREEMENT_READS = ["agreements.", "contracts.", "documents."];

/** What was agreed under a contract; every panel that asks shares one answer. */
export function useAgreements(contractId: string): UseQueryResult<Agreements, ApiFailure> {
  return useApi("agreements.get", { params: { contractId } });
}

/**
 * May the reader sign for the customer? The house's own people may not, although the owner has every right:
 * what they would put on record is somebody else's word.
 */
export function useMaySign(): boolean {
  const can = useCan();
  const provider = useIsProvider();
  return can("contracts.accept") && !provider;
}

/** A version is out that the customer has not accepted. */
export function isWaiting(document: AgreementDocument): boolean {
  return document.currentVersion !== null && !document.upToDate;
}

const KINDS = ["specialTerms", "generalTerms", "dataProcessingAgreement", "acceptableUse"] as const;

/** A document by the title of its current version; before the first one, by what kind it is. */
export function useDocumentTitle(): (
  document: Pick<AgreementDocument, "kind" | "title">,
) => string {
  const { t } = useTranslation();
  return ({ kind, title }) => {
    const known = KINDS.find((one) => one === kind);
    return title ?? (known ? t(`agreements.document.${known}`) : kind);
  };
}
