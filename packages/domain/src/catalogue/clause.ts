import { z } from "zod";
import { Term } from "./terms/all.ts";
import { LocalText, Slug } from "./text.ts";
import { Capability, ClauseKind } from "./vocabulary.ts";

/** One sentence of the service description: what customers read, and what software keeps. */
export const Clause = z
  .strictObject({
    id: Slug.meta({ description: "Never changes and is never used again." }),
    kind: ClauseKind,
    capability: z
      .array(Capability)
      .min(1)
      .meta({ description: "Parts of the product that keep it, the chief one first." }),
    plans: z.union([z.literal("all"), z.array(Slug).min(1)]),
    levels: z
      .array(Slug)
      .min(1)
      .optional()
      .meta({ description: "Only with these service levels." }),
    options: z
      .array(Slug)
      .min(1)
      .optional()
      .meta({ description: "Only where one of these options is booked." }),
    title: LocalText,
    text: LocalText,
    terms: z.array(Term).min(1),
  })
  .meta({ id: "Clause" });
export type Clause = z.infer<typeof Clause>;
