import { z } from "zod";
import { languages } from "./vocabulary.ts";
import type { Language } from "./vocabulary.ts";

const sentence = z.string().min(1).max(4000);

/** A text that people read: English always, the provider's own language too (checked on load), others if wanted. */
export const LocalText = z
  .strictObject({
    en: sentence,
    ...(Object.fromEntries(
      languages.filter((l) => l !== "en").map((l) => [l, sentence.optional()]),
    ) as Record<Exclude<Language, "en">, z.ZodOptional<z.ZodString>>),
  })
  .meta({
    id: "LocalText",
    description: "A text in English and in the provider’s language, optionally in others.",
  });
export type LocalText = z.infer<typeof LocalText>;

/** The name by which other places in the catalogue point here. */
export const Slug = z
  .string()
  .regex(
    /^[a-z0-9][a-zA-Z0-9-]{0,62}$/,
    "an id: starts with a small letter or a digit, then letters, digits and dashes",
  )
  .meta({
    description: "An id: starts with a small letter or a digit, then letters, digits and dashes.",
  });

/** Chooses the text for a reader: his language, else English. */
export function textFor(text: LocalText, language: string): string {
  return (text as Record<string, string | undefined>)[language] ?? text.en;
}
