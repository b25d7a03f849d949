/** A catalogue's text without the languages that it lacks. */
export function textsOf(text: Readonly<Record<string, string | undefined>>): {
  en: string;
  [language: string]: string;
} {
  const known = Object.entries(text).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return { en: text["en"] ?? "", ...Object.fromEntries(known) };
}
