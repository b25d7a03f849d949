import { z } from "zod";
import { Reference } from "../reference.ts";
import { Slug } from "../text.ts";

/** Narrows a term to some plans, levels, options or operating systems; all given ones must fit. */
export const When = z
  .strictObject({
    plans: z.array(Reference("plan")).min(1).optional(),
    levels: z.array(Reference("level")).min(1).optional(),
    options: z
      .array(Reference("option"))
      .min(1)
      .optional()
      .meta({ description: "At least one of these options is booked." }),
    withoutOptions: z
      .array(Reference("option"))
      .min(1)
      .optional()
      .meta({ description: "None of these options is booked." }),
  })
  .meta({ id: "When" });
export type When = z.infer<typeof When>;

/** What could bear witness that a term was kept. Empty: nothing can, by its nature. */
export type Witness =
  | "agent"
  | "control"
  | "hypervisor"
  | "probe"
  | "tickets"
  | "journal"
  | "contract"
  | "billing"
  | "mailServer"
  | "backup";

/** What the product knows about a type of term besides its fields. */
export type TermNote = { family: string; says: string; witnesses: readonly Witness[] };

const notes = new Map<string, TermNote>();

/** Declares one type of term: its name, what it says (one sentence for the reference), who can observe it, its fields. */
export function term<Type extends string, Shape extends z.ZodRawShape>(
  type: Type,
  note: TermNote,
  shape: Shape,
) {
  notes.set(type, note);
  return z
    .strictObject({
      type: z.literal(type),
      id: Slug.optional().meta({
        description: "Names the term within its clause, where other places point at it.",
      }),
      when: When.optional(),
      ...shape,
    })
    .meta({ id: `Term_${type}`, title: type, description: note.says });
}

/** What is known about a type of term; undefined for a type that does not exist. */
export function findTermNote(type: string): TermNote | undefined {
  return notes.get(type);
}
