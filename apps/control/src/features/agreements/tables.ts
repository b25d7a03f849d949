import type { ColumnType } from "kysely";
import type { Instant } from "../../platform/database/index.ts";

type Signatory = ColumnType<{ id: string; name: string }, string, string>;

export type TermsDocumentTable = {
  id: string;
  version: string;
  title: string;
  body: string;
  hash: string;
  published_at: Instant;
};

export type TermsAcceptanceTable = {
  customer_id: string;
  contract_id: string;
  document_id: string;
  version: string;
  accepted_by: Signatory;
  accepted_at: Instant;
};

export type ConsentTable = {
  customer_id: string;
  contract_id: string;
  consent_id: string;
  given_by: Signatory;
  given_at: Instant;
  withdrawn_at: Instant | null;
};

declare module "../../platform/database/schema.ts" {
  interface Database {
    terms_document: TermsDocumentTable;
    terms_acceptance: TermsAcceptanceTable;
    consent: ConsentTable;
  }
}
