import { z } from "zod";
import { Reference } from "../reference.ts";
import { Charge } from "../price.ts";
import { Actor, Channel, EventName, OperationName, Topic } from "../vocabulary.ts";
import { term } from "./term.ts";

const family = "Decisions and duties";

/** What must hold for an operation to be allowed. Closed, so that `decide` can judge each. */
export const Condition = z
  .discriminatedUnion("if", [
    z
      .strictObject({ if: z.literal("ordered") })
      .meta({ description: "The customer has ordered it." }),
    z.strictObject({
      if: z.literal("approved"),
      by: z.enum(["provider", "customer", "secondPerson", "lead"]),
    }),
    z
      .strictObject({ if: z.literal("confirmed") })
      .meta({ description: "The asker has seen exactly what will change and confirmed." }),
    z.strictObject({ if: z.literal("consented"), consent: Reference("consent") }),
    z.strictObject({
      if: z.literal("insideCalendar"),
      calendar: Reference("calendar"),
      otherwise: z.enum(["appointment", "refused", "surcharge"]),
    }),
    z.strictObject({ if: z.literal("optionBooked"), anyOf: z.array(Reference("option")).min(1) }),
    z.strictObject({ if: z.literal("alertingActive"), anyOf: z.array(Channel).min(1) }),
    z.strictObject({ if: z.literal("customerSilentDays"), moreThanDays: z.int().min(0) }),
    z.strictObject({ if: z.literal("dangerImminent") }),
    z.strictObject({ if: z.literal("event"), anyOf: z.array(EventName).min(1) }),
    z
      .strictObject({ if: z.literal("providerInstalled") })
      .meta({ description: "The software concerned was installed by the provider." }),
    z.strictObject({ if: z.literal("vendorSupported") }),
    z.strictObject({ if: z.literal("credentialsCurrent") }),
    z.strictObject({ if: z.literal("foundedSuspicion") }),
    z
      .strictObject({ if: z.literal("recorded") })
      .meta({ description: "Carried out only if it is put on record first." }),
    z
      .strictObject({ if: z.literal("feasible") })
      .meta({ description: "A technician has checked that it can be done." }),
    z.strictObject({ if: z.literal("countLeft"), thing: Reference("countedThing") }),
    z.strictObject({ if: z.literal("severity"), is: z.array(Reference("severity")).min(1) }),
  ])
  .meta({ id: "Condition" });
export type Condition = z.infer<typeof Condition>;

export const Operation = term(
  "operation",
  {
    family,
    says: "Operations that this clause authorises: who, when, under which conditions, at what cost.",
    witnesses: ["journal"],
  },
  {
    operations: z.array(OperationName).min(1),
    actors: z
      .array(Actor)
      .min(1)
      .meta({ description: "Who may ask for it (`system`: it happens by itself)." }),
    channels: z.array(Channel).min(1),
    calendar: Reference("calendar", "When it may be asked for; absent: at any time.").optional(),
    allOf: z.array(Condition).optional(),
    anyOf: z
      .array(Condition)
      .optional()
      .meta({ description: "At least one must hold, besides all of `allOf`." }),
    charge: Charge,
  },
);

export const Exclusion = term(
  "exclusion",
  {
    family,
    says: "What is not included, and what happens when it is asked for.",
    witnesses: ["contract", "billing"],
  },
  {
    topics: z.array(Topic).min(1),
    effect: z.enum([
      "refused",
      "chargedByTime",
      "quote",
      "chargedAfterFeasibility",
      "customerKeeps",
      "notPromised",
    ]),
    price: Reference("price").optional(),
    operations: z.array(OperationName).optional(),
    saidBeforeOrder: z
      .boolean()
      .meta({ description: "The customer sees this before the order is accepted." }),
    unless: z
      .strictObject({
        options: z.array(Reference("option")).min(1).optional(),
        approval: z.enum(["provider", "customer"]).optional(),
      })
      .optional(),
  },
);

export const Scope = term(
  "scope",
  { family, says: "What is in scope; anything else is not.", witnesses: ["contract"] },
  {
    includes: z.array(Topic).min(1),
    otherwise: z.enum(["outOfScope", "chargedByTime", "quote"]),
  },
);

export const OrderAuthority = term(
  "orderAuthority",
  {
    family,
    says: "Who may give orders, how, and what happens with anyone else’s.",
    witnesses: ["tickets"],
  },
  {
    channels: z.array(Channel).min(1),
    who: z.enum(["namedPersons", "anyContact", "orderer"]),
    requestIsOrder: z.boolean().meta({
      description: "True: the request is an order by itself, without a separate confirmation.",
    }),
    fromOthers: z.strictObject({
      recorded: z.boolean(),
      answered: z.boolean(),
      carriedOut: z.boolean(),
    }),
  },
);

export const Confirmation = term(
  "confirmation",
  {
    family,
    says: "What will change is shown exactly, confirmed, and kept.",
    witnesses: ["journal"],
  },
  {
    operations: z.array(OperationName).min(1),
    shows: z.array(z.enum(["before", "after", "commands", "risk", "price", "clause"])).min(1),
    by: z.array(Actor).min(1),
    keepMonths: z.int().min(1),
    ambiguous: z.enum(["asksBack", "refused"]),
  },
);

export const Precaution = term(
  "precaution",
  {
    family,
    says: "The provider may act by himself when the customer is silent or danger is near.",
    witnesses: ["journal", "control"],
  },
  {
    silentDays: z.int().min(0).meta({ description: "More than this many days without an answer." }),
    silentTo: z.array(z.enum(["alarm", "enquiry"])).min(1),
    orDangerImminent: z.boolean(),
    onlyWithAlertingBy: z.array(Channel).min(1),
    charge: Charge,
  },
);

export const PrecautionCase = term(
  "precautionCase",
  {
    family,
    says: "A case that the precaution covers, and what is done.",
    witnesses: ["agent", "journal"],
  },
  {
    on: z.array(EventName).min(1),
    detail: z.enum([
      "diskFullFromNormalOperation",
      "oomKillerStopsServices",
      "certificateRenewalBlockedByRewrite",
      "certificateRenewalBlockedByAccess",
    ]),
    operations: z.array(OperationName).min(1),
  },
);
