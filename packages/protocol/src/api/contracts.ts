import { z } from "zod";
import { routes } from "./route.ts";
import { idSchema, instantSchema, localeSchema, pageOf, pageQuery, textsSchema } from "./shared.ts";

export const recipientSchema = z.strictObject({
  name: z.string().min(1).max(200),
  email: z.email().max(254),
  locale: localeSchema,
});
export type Recipient = z.infer<typeof recipientSchema>;

export const CONTRACT_STATES = ["offered", "ordered", "active", "ended"] as const;

export const contractSchema = z.object({
  id: idSchema,
  number: z.string(),
  customerId: idSchema,
  customerName: z.string(),
  planId: z.string(),
  planName: textsSchema,
  catalogue: z.object({ id: z.string(), version: z.string() }),
  state: z.enum(CONTRACT_STATES),
  startsAtMs: instantSchema,
  endsAtMs: instantSchema.nullable(),
  /** The machines under it; of an offer or order, those that it is for. */
  serverIds: z.array(idSchema),
  recipients: z.array(recipientSchema),
  /** What the customer chose: the service level under `level`, options by their id with yes, no, or how many. */
  choices: z.record(z.string(), z.union([z.boolean(), z.number(), z.string()])),
});
export type Contract = z.infer<typeof contractSchema>;

export const clauseViewSchema = z.object({
  id: z.string(),
  kind: z.enum(["promise", "authority", "limit", "exclusion", "price", "duty"]),
  capability: z.array(z.string()),
  title: textsSchema,
  text: textsSchema,
  /** The lines of the price list that it points at. */
  prices: z.array(
    z.object({
      name: textsSchema,
      amountMinor: z.number().int(),
      currency: z.string(),
      per: z.string(),
    }),
  ),
});
export type ClauseView = z.infer<typeof clauseViewSchema>;

export const planViewSchema = z.object({
  id: z.string(),
  name: textsSchema,
  clauses: z.array(z.string()),
  monthlyMinor: z.number().int().nullable(),
  currency: z.string(),
  text: textsSchema.nullable(),
  /** Plans of one family are compared with each other. */
  family: z.string().nullable(),
  /** What one base fee covers, such as `machineMonth`. */
  per: z.string(),
  /** The fee is a "from" price. */
  startingPrice: z.boolean(),
  /** Hours of work in the base fee. */
  hoursPerMonth: z.number().int().nullable(),
  /** Service levels and options that it can be booked with, by id. */
  levels: z.array(z.string()),
  options: z.array(z.string()),
});
export type PlanView = z.infer<typeof planViewSchema>;

/** What is chosen beside a plan, with prices in minor units of its currency; null: agreed or found elsewhere. */
const extrasSchema = {
  /** The lowest first. What a level adds to the base fee. */
  levels: z.array(
    z.object({
      id: z.string(),
      name: textsSchema,
      surchargeMinor: z.number().int().nullable(),
    }),
  ),
  options: z.array(
    z.object({
      id: z.string(),
      name: textsSchema,
      text: textsSchema.nullable(),
      /** Booked in numbers, not just yes or no. */
      countable: z.boolean(),
      feeMinor: z.number().int().nullable(),
      per: z.string().nullable(),
    }),
  ),
};
const extras = z.object(extrasSchema);
export type Extras = z.infer<typeof extras>;

const one = {
  params: z.object({ contractId: idSchema }),
  objects: { contractId: "contract" },
} as const;

export const contractRoutes = routes({
  "catalogue.get": {
    method: "GET",
    path: "/catalogue",
    summary: "The provider's service description: plans and clauses",
    permission: "signed-in",
    response: z.object({
      id: z.string(),
      version: z.string(),
      name: z.string(),
      locale: localeSchema,
      plans: z.array(planViewSchema),
      ...extrasSchema,
      clauses: z.array(clauseViewSchema),
    }),
  },
  "contracts.list": {
    method: "GET",
    path: "/contracts",
    summary: "Contracts",
    permission: "contracts.read",
    query: z.strictObject({
      ...pageQuery,
      customerId: idSchema.optional(),
      state: z.enum(CONTRACT_STATES).optional(),
    }),
    response: pageOf(contractSchema),
  },
  "contracts.get": {
    method: "GET",
    path: "/contracts/:contractId",
    summary: "One contract with the clauses that hold in it",
    permission: "contracts.read",
    ...one,
    response: z.object({
      contract: contractSchema,
      clauses: z.array(clauseViewSchema),
      /** By the version of the service description that the contract is under. */
      plan: planViewSchema.nullable(),
      ...extrasSchema,
    }),
  },
  "contracts.create": {
    method: "POST",
    path: "/contracts",
    summary: "Bring a customer under contract; takes effect at once for its machines",
    permission: "contracts.write",
    body: z.strictObject({
      customerId: idSchema,
      planId: z.string().max(64),
      serverIds: z.array(idSchema).max(200),
      recipients: z.array(recipientSchema).max(50),
      choices: z
        .record(z.string().max(64), z.union([z.boolean(), z.number(), z.string().max(500)]))
        .default({}),
      /** An offer waits for the customer; anything else takes effect at once. */
      as: z.enum(["offer", "contract"]).default("contract"),
      startsAtMs: instantSchema.optional(),
    }),
    response: contractSchema,
  },
  "contracts.update": {
    method: "PATCH",
    path: "/contracts/:contractId",
    summary: "Change machines, recipients or choices; target state follows",
    permission: "contracts.write",
    ...one,
    body: z
      .strictObject({
        serverIds: z.array(idSchema).max(200),
        recipients: z.array(recipientSchema).max(50),
        choices: z.record(
          z.string().max(64),
          z.union([z.boolean(), z.number(), z.string().max(500)]),
        ),
      })
      .partial(),
    response: contractSchema,
  },
  "contracts.end": {
    method: "POST",
    path: "/contracts/:contractId/end",
    summary: "End a contract",
    permission: "contracts.write",
    ...one,
    body: z.strictObject({ endsAtMs: instantSchema.optional(), reason: z.string().max(2000) }),
    response: contractSchema,
  },
});
