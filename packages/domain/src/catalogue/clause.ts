import { z } from "zod";
import { Defined, Reference } from "./reference.ts";
import { Term } from "./terms/all.ts";
import { LocalText } from "./text.ts";
import { Capability, ClauseKind } from "./vocabulary.ts";

/** One sentence of the service description: what customers read, and what software keeps. */
export const Clause = z
  .strictObject({
    id: Defined("clause", "Never changes and is never used again."),
    kind: ClauseKind,
    capability: z
      .array(Capability)
      .min(1)
      .meta({ description: "Parts of the product that keep it, the chief one first." }),
    plans: z.union([z.literal("all"), z.array(Reference("plan")).min(1)]),
    levels: z
      .array(Reference("level"))
      .min(1)
      .optional()
      .meta({ description: "Only with these service levels." }),
    options: z
      .array(Reference("option"))
      .min(1)
      .optional()
      .meta({ description: "Only where one of these options is booked." }),
    title: LocalText,
    text: LocalText,
    terms: z.array(Term).min(1),
  })
  .meta({ id: "Clause" });
export type Clause = z.infer<typeof Clause>;
