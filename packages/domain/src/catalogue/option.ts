import { z } from "zod";
import { Defined, Reference } from "./reference.ts";
import { Prerequisite } from "./plan.ts";
import { MoneyText, PriceUnit } from "./price.ts";
import { LocalText } from "./text.ts";

/** An extra beside the plan. `countable` ones are booked in numbers. */
export const Option = z
  .strictObject({
    id: Defined("option"),
    name: LocalText,
    text: LocalText.optional(),
    plans: z.union([z.literal("all"), z.array(Reference("plan")).min(1)]),
    countable: z.boolean(),
    fee: MoneyText.optional().meta({
      description: "Absent: the price is agreed or found elsewhere.",
    }),
    per: PriceUnit.optional(),
    prerequisites: z.array(Prerequisite).optional(),
  })
  .meta({ id: "Option" });
export type Option = z.infer<typeof Option>;
