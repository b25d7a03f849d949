import { z } from "zod";
import { Defined, Reference } from "./reference.ts";
import { Calendar } from "./calendar.ts";
import { Clause } from "./clause.ts";
import { Option } from "./option.ts";
import { Level, Plan } from "./plan.ts";
import { Price } from "./price.ts";
import { Provider } from "./provider.ts";
import { LocalText, Slug } from "./text.ts";

const surchargeRules = ["highest", "add", "multiply"] as const;

/** A service description as data: the shape that `loadCatalogue` gives back. */
export const Catalogue = z
  .strictObject({
    format: z.literal(1),
    id: Slug,
    version: z.string().regex(/^\d+\.\d+\.\d+$/, "a version in quotes such as '1.0.0'"),
    name: LocalText,
    provider: Provider,
    calendars: z.record(Defined("calendar"), Calendar),
    levels: z.array(Level),
    plans: z.array(Plan).min(1),
    options: z.array(Option),
    prices: z.array(Price),
    surchargesAtOnce: z.enum(surchargeRules).optional().meta({
      description:
        "Several surcharges in the same piece of time: `highest` the highest alone, `add` all added up (50 % and 100 % are 150 %), `multiply` one upon the other (50 % and 100 % are 200 %). Default: `highest`.",
    }),
    starter: z
      .strictObject({
        plan: Reference("plan"),
        level: Reference("level").optional(),
        options: z.array(Reference("option")),
      })
      .optional()
      .meta({ description: "What a first machine is put under when nobody has chosen anything." }),
    clauses: z.array(Clause).min(1),
  })
  .meta({ id: "Catalogue", title: "Catalogue", description: "A service description as data." });
export type Catalogue = z.infer<typeof Catalogue>;
