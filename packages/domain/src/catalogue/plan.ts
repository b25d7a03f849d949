import { z } from "zod";
import { Defined, Reference } from "./reference.ts";
import { MoneyText, PriceUnit } from "./price.ts";
import { LocalText, Slug } from "./text.ts";
import { MachineKind } from "./vocabulary.ts";

/** A service level that is chosen beside the plan (Bronze, Professional, …). Clauses and terms may apply to some levels only. */
export const Level = z
  .strictObject({
    id: Defined("level"),
    name: LocalText,
    rank: z.int().min(0).meta({ description: "Higher is better; used to compare and to sort." }),
    surcharge: MoneyText.optional().meta({
      description: "Added to the plan’s base fee per billing period.",
    }),
    plans: z
      .array(Reference("plan"))
      .optional()
      .meta({ description: "Plans that it can be chosen with; absent: all." }),
  })
  .meta({ id: "Level" });
export type Level = z.infer<typeof Level>;

/** What must hold before a plan or an option can be ordered. Kept by a clause, which the refusal names. */
export const Prerequisite = z
  .discriminatedUnion("needs", [
    z.strictObject({
      needs: z.literal("plan"),
      anyOf: z.array(Reference("plan")).min(1),
      clause: Reference("clause"),
    }),
    z.strictObject({
      needs: z.literal("option"),
      anyOf: z.array(Reference("option")).min(1),
      clause: Reference("clause"),
    }),
    z.strictObject({
      needs: z.literal("level"),
      anyOf: z.array(Reference("level")).min(1),
      clause: Reference("clause"),
    }),
    z.strictObject({
      needs: z.literal("infrastructureAnalysis"),
      signedOff: z.boolean(),
      clause: Reference("clause"),
    }),
    z.strictObject({
      needs: z.literal("agreement"),
      with: z.enum(["provider", "customer"]),
      clause: Reference("clause"),
    }),
    z.strictObject({
      needs: z.literal("consent"),
      consent: Reference("consent"),
      clause: Reference("clause"),
    }),
    z.strictObject({
      needs: z.literal("acceptedTerms"),
      documents: z.array(Reference("document")).min(1),
      clause: Reference("clause"),
    }),
  ])
  .meta({ id: "Prerequisite" });
export type Prerequisite = z.infer<typeof Prerequisite>;

/** Something a customer can book. Its promises are the clauses whose `plans` name it. */
export const Plan = z
  .strictObject({
    id: Defined("plan"),
    name: LocalText,
    text: LocalText.optional(),
    family: Slug.optional().meta({
      description:
        "Plans of one family are compared side by side and exclude each other on a machine.",
    }),
    rank: z.int().min(0),
    baseFee: MoneyText,
    billingPeriod: z.enum(["month", "quarter", "halfYear", "year"]),
    per: PriceUnit.extract(["machineMonth", "accountMonth", "userMonth", "month", "year"]).meta({
      description: "What one base fee covers.",
    }),
    startingPrice: z.boolean().meta({ description: "True where the price is a “from” price." }),
    machineKinds: z.array(MachineKind).min(1),
    levels: z
      .array(Reference("level"))
      .optional()
      .meta({ description: "Service levels that can be chosen; absent: none is chosen." }),
    prerequisites: z.array(Prerequisite).optional(),
    minimumMonths: z.int().min(0).optional(),
    cancellationNoticeDays: z.int().min(0).optional(),
    hoursPerMonth: z
      .int()
      .min(0)
      .optional()
      .meta({ description: "Hours of work in the base fee." }),
  })
  .meta({ id: "Plan" });
export type Plan = z.infer<typeof Plan>;
