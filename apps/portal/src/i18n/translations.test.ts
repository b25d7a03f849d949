import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const LANGUAGES = ["en", "sv", "da", "de", "bs"] as const;
type Language = (typeof LANGUAGES)[number];
const SOURCE = join(import.meta.dirname, "..");
const FORM = /_(zero|one|two|few|many|other)$/;

/** A file's texts by their whole key. */
function flatten(tree: object, prefix = ""): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === "string") found.set(prefix + key, value);
    else
      for (const [inner, text] of flatten(value as object, `${prefix}${key}.`))
        found.set(inner, text);
  }
  return found;
}

const texts = new Map<Language, Map<string, string>>(
  LANGUAGES.map((language) => [
    language,
    flatten(
      JSON.parse(readFileSync(join(import.meta.dirname, `${language}.json`), "utf8")) as object,
    ),
  ]),
);
const of = (language: Language) => texts.get(language)!;
const baseKeys = (language: Language) =>
  [...new Set([...of(language).keys()].map((key) => key.replace(FORM, "")))].sort();

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    return /(?<!\.test)\.tsx?$/.test(entry.name) ? [readFileSync(path, "utf8")] : [];
  });
}

describe("translations", () => {
  it.each(LANGUAGES)("%s has every key of English and no other", (language) => {
    expect(baseKeys(language)).toEqual(baseKeys("en"));
  });
  it.each(LANGUAGES)("%s has every form of number that the language needs", (language) => {
    const needed = new Intl.PluralRules(language).resolvedOptions().pluralCategories.toSorted();
    const counted = baseKeys("en").filter((key) => of("en").has(`${key}_other`));
    expect(counted.length).toBeGreaterThan(5);
    const missing = counted.flatMap((key) =>
      needed.map((form) => `${key}_${form}`).filter((form) => !of(language).has(form)),
    );
    expect(missing).toEqual([]);
  });
  it.each(LANGUAGES)("%s leaves no text empty and fills in the same values", (language) => {
    // "One promise" needs no number.
    const values = (text: string) =>
      [...new Set(text.match(/\{\{\w+\}\}/g))].filter((name) => name !== "{{count}}").sort();
    const english = (key: string) =>
      of("en").get(key) ?? of("en").get(key.replace(FORM, "_other")) ?? "";
    const wrong = [...of(language)].filter(
      ([key, text]) => text.trim() === "" || values(text).join() !== values(english(key)).join(),
    );
    expect(wrong).toEqual([]);
  });
  it.each(LANGUAGES.filter((language) => language !== "en"))(
    "%s is translated, not copied",
    (language) => {
      const long = [...of("en")].filter(([, text]) => text.split(" ").length > 3);
      const copied = long
        .filter(([key, text]) => of(language).get(key) === text)
        .map(([key]) => key);
      expect(copied).toEqual(["pager.range"].filter((key) => copied.includes(key)));
    },
  );
  it("none is unused", () => {
    const source = sources(SOURCE).join("\n");
    const plain = new Set(
      [...source.matchAll(/"([a-zA-Z][\w-]*(?:\.[\w-]+)+)"/g)].map(([, key]) => key),
    );
    const patterns = [...source.matchAll(/`([a-zA-Z][\w.-]*\$\{[^`]*)`/g)].map(
      ([, template]) =>
        new RegExp(
          `^${(template ?? "")
            .replace(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, "\0")
            .replace(/[.]/g, "\\.")
            .replaceAll("\0", ".+")}$`,
        ),
    );
    const unused = baseKeys("en").filter(
      (key) => !plain.has(key) && !patterns.some((pattern) => pattern.test(key)),
    );
    expect(unused).toEqual([]);
  });
});
