import { z } from "zod";
import { routes } from "./route.ts";
import { idSchema, instantSchema, okSchema, textsSchema } from "./shared.ts";

/** What makes it a contract (ba-01). */
export const CONTRACT_FORMS = [
  "signed-contract",
  "confirmed-order",
  "accepted-offer",
  "order-by-mail",
] as const;
export type ContractForm = (typeof CONTRACT_FORMS)[number];

const documentId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, "a document such as special-terms");
const version = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9.-]{0,31}$/, "a version such as 2026-11");

const signature = z.object({ byName: z.string(), atMs: instantSchema });

/** A document that is part of a contract in its current version (srv-39). */
export const agreementDocumentSchema = z.object({
  id: documentId,
  kind: z.string(),
  clause: z.string(),
  title: z.string().nullable(),
  currentVersion: version.nullable(),
  accepted: signature.extend({ version }).nullable(),
  /** The current version has been accepted. */
  upToDate: z.boolean(),
});
export type AgreementDocument = z.infer<typeof agreementDocumentSchema>;

/** Something that the customer allows, on record (srv-21). */
export const agreementConsentSchema = z.object({
  id: z.string(),
  clause: z.string(),
  text: textsSchema,
  withdrawable: z.boolean(),
  given: signature.nullable(),
});
export type AgreementConsent = z.infer<typeof agreementConsentSchema>;

export const agreementsSchema = z.object({
  form: z.enum(CONTRACT_FORMS).nullable(),
  history: z.array(
    z.object({ atMs: instantSchema, what: z.string(), byName: z.string(), detail: z.string() }),
  ),
  documents: z.array(agreementDocumentSchema),
  consents: z.array(agreementConsentSchema),
});
export type Agreements = z.infer<typeof agreementsSchema>;

const contract = {
  params: z.object({ contractId: idSchema }),
  objects: { contractId: "contract" },
} as const;

export const agreementRoutes = routes({
  "agreements.get": {
    method: "GET",
    path: "/contracts/:contractId/agreements",
    summary:
      "How a contract came about, which terms were accepted by whom, and what was consented to",
    permission: "contracts.read",
    ...contract,
    response: agreementsSchema,
  },
  "agreements.order": {
    method: "POST",
    path: "/contracts/:contractId/order",
    summary: "Accept an offer: it becomes an order",
    permission: "contracts.accept",
    ...contract,
    response: agreementsSchema,
  },
  "agreements.confirm": {
    method: "POST",
    path: "/contracts/:contractId/confirm",
    summary: "Confirm an offer or order: the contract is active from now on",
    permission: "contracts.write",
    ...contract,
    body: z.strictObject({
      form: z.enum(CONTRACT_FORMS),
      reference: z.string().max(500).default(""),
    }),
    response: agreementsSchema,
  },
  "agreements.accept": {
    method: "POST",
    path: "/contracts/:contractId/acceptances",
    summary: "Accept the current version of a document",
    permission: "contracts.accept",
    ...contract,
    body: z.strictObject({ documentId, version }),
    response: agreementsSchema,
  },
  "agreements.consent": {
    method: "PUT",
    path: "/contracts/:contractId/consents/:consentId",
    summary: "Give a consent, or withdraw one that can be withdrawn",
    permission: "contracts.accept",
    params: z.object({ contractId: idSchema, consentId: documentId }),
    objects: { contractId: "contract" },
    body: z.strictObject({ given: z.boolean() }),
    response: agreementsSchema,
  },
  "documents.publish": {
    method: "POST",
    path: "/documents",
    summary: "Publish a version of terms; it is the current one from now on",
    permission: "contracts.write",
    body: z.strictObject({
      id: documentId,
      version,
      title: z.string().min(1).max(200),
      text: z.string().min(1).max(500_000),
    }),
    response: okSchema,
  },
  "documents.get": {
    method: "GET",
    path: "/documents/:documentId/versions/:version",
    summary: "The text of a version, as it was published",
    permission: "contracts.read",
    params: z.object({ documentId, version }),
    response: z.object({
      id: documentId,
      version,
      title: z.string(),
      text: z.string(),
      publishedAtMs: instantSchema,
      hash: z.string(),
    }),
  },
});
