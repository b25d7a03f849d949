import { softwareKinds } from "@driftvakt/domain/software";
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

/** A word of the catalogue's closed lists; which ones there are the control plane says, so that pages need not carry them. */
const word = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9.]{0,63}$/, "a word of the catalogue such as service.restart");

/** Software as it was found on a machine or a site (ba-10); what is left out is not known. */
const foundSoftwareSchema = z.strictObject({
  kind: z.enum(softwareKinds),
  name: z.string().min(1).max(200),
  version: z.string().min(1).max(100),
  /** The newest version that its makers have published for general use. */
  newestVersion: z.string().min(1).max(100).optional(),
  /** Whether it has a licence key; left out where it wants none. */
  licensed: z.boolean().optional(),
  installedBy: z.enum(["provider", "customer", "distribution"]).optional(),
});

/** A question to the contract: may this be done, and what does it cost? (`decide` of the domain answers.) */
export const contractQuestionSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("operation"),
    operation: word,
    channel: word.default("portal"),
    startMs: instantSchema.optional(),
    minutes: z.number().int().min(1).max(10_000).optional(),
  }),
  z.strictObject({
    kind: z.literal("work"),
    topics: z.array(word).min(1).max(5),
    channel: word.default("portal"),
    startMs: instantSchema.optional(),
    minutes: z.number().int().min(1).max(10_000).optional(),
  }),
  z.strictObject({
    kind: z.literal("use"),
    metric: word.optional(),
    thing: z.string().max(64).optional(),
    amount: z.number().min(0).max(1e12),
  }),
  z.strictObject({
    kind: z.literal("access"),
    way: z.enum([
      "rdp",
      "ssh",
      "remoteDatabase",
      "operatingSystem",
      "systemLogs",
      "administratorPassword",
      "vpn",
    ]),
  }),
  z.strictObject({ kind: z.literal("run"), process: z.string().min(1).max(200) }),
  z.strictObject({ kind: z.literal("software"), found: foundSoftwareSchema }),
]);
export type ContractQuestion = z.infer<typeof contractQuestionSchema>;

const moneySchema = z.object({ amountMinor: z.number().int(), currency: z.string() });

export const contractAnswerSchema = z.object({
  outcome: z.enum(["allowed", "charged", "needs", "refused"]),
  reason: z.string(),
  clause: z.string(),
  sentence: textsSchema,
  needs: z.array(
    z.object({
      kind: z.string(),
      clause: z.string(),
      /** Whose approval, which consent, which documents. */
      of: z.string().nullable(),
      fromMs: instantSchema.nullable(),
    }),
  ),
  charge: z
    .object({
      mode: z.string(),
      amount: moneySchema.nullable(),
      per: z.string().nullable(),
      /** Work is billed in steps of so many minutes. */
      unitMinutes: z.number().nullable(),
      surchargePercent: z.number().nullable(),
      /** Prepaid hours pay for the work; only the surcharge costs. */
      surchargeOnly: z.boolean(),
      estimate: moneySchema.nullable(),
    })
    .nullable(),
  /** Clauses to be told of before ordering. */
  notes: z.array(z.string()),
  /** How the hours in the fee stand before work that draws on them (dk-23); null where there are none or no use is on record. */
  quota: z
    .object({
      clause: z.string(),
      grantedMinutes: z.number(),
      usedMinutes: z.number(),
      /** What the work takes of them. */
      drawnMinutes: z.number(),
      /** A warning point of the contract that is reached, and whether it is this work that reaches it. */
      warning: z.object({ percent: z.number(), by: z.enum(["before", "thisWork"]) }).nullable(),
      sentence: textsSchema,
    })
    .nullable(),
});
export type ContractAnswer = z.infer<typeof contractAnswerSchema>;

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
    customersWord: {
      clause: "ba-01",
      sentence:
        "Only the customer accepts an offer. An order that came signed or by mail is put on record by confirming it, with its form and reference.",
    },
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
    customersWord: {
      clause: "srv-39",
      sentence:
        "Only the customer accepts terms; who accepted which version and when is on record.",
    },
    ...contract,
    body: z.strictObject({ documentId, version }),
    response: agreementsSchema,
  },
  "agreements.consent": {
    method: "PUT",
    path: "/contracts/:contractId/consents/:consentId",
    summary: "Give a consent, or withdraw one that can be withdrawn",
    permission: "contracts.accept",
    customersWord: {
      clause: "srv-21",
      sentence:
        "Only the customer gives a consent or withdraws it; it is on record under his name.",
    },
    params: z.object({ contractId: idSchema, consentId: documentId }),
    objects: { contractId: "contract" },
    body: z.strictObject({ given: z.boolean() }),
    response: agreementsSchema,
  },
  "agreements.ask": {
    method: "POST",
    path: "/contracts/:contractId/decisions",
    summary: "Ask what the contract says to something, changing nothing",
    permission: "contracts.read",
    ...contract,
    body: contractQuestionSchema,
    response: contractAnswerSchema,
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
