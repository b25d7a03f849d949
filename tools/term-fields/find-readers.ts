import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseSync, Visitor } from "oxc-parser";
import { root } from "../terminal/run-command.ts";
import type { TermField } from "./list-fields.ts";

/** What a source file names in text, and what it reads of objects: `term.hours`, `const { hours } = term`. */
export type Reads = Readonly<{
  path: string;
  words: ReadonlySet<string>;
  names: ReadonlySet<string>;
}>;

/** @throws when the file does not parse. */
export function readsOf(path: string, source: string): Reads {
  const { program, errors } = parseSync(path, source);
  const [problem] = errors;
  if (problem !== undefined) throw new Error(`${path}: ${problem.message}`);
  const words = new Set<string>();
  const names = new Set<string>();
  new Visitor({
    Literal: ({ value }) => {
      if (typeof value === "string") words.add(value);
    },
    MemberExpression: (node) => {
      if (!node.computed && node.property.type === "Identifier") names.add(node.property.name);
    },
    ObjectPattern: ({ properties }) => {
      for (const one of properties) {
        if (one.type === "Property" && one.key.type === "Identifier") names.add(one.key.name);
      }
    },
  }).visit(program);
  return { path, words, names };
}

/**
 * The code that may obey a catalogue: everything that ships, but what only reads and checks the file itself. That a
 * contradiction is warned of does not mean that somebody keeps the clause.
 */
export function readSources(): readonly Reads[] {
  return globSync("{packages,apps}/*/src/**/*.{ts,tsx}", { cwd: root })
    .filter((path) => !/\.test\.tsx?$/u.test(path))
    .filter((path) => !path.startsWith("packages/domain/src/catalogue/"))
    .sort()
    .map((path) => readsOf(path, readFileSync(join(root, path), "utf8")));
}

/**
 * Files that read a field: they name its term (or the variant that it belongs to) and read something of its name. Told by
 * names alone, so a field may pass for another of the same name in a file that speaks of its term for another reason; one
 * that is read nowhere never passes.
 */
export function findReaders(
  { name, anchor }: TermField,
  sources: readonly Reads[],
): readonly string[] {
  return sources
    .filter(({ words, names }) => names.has(name) && (anchor === undefined || words.has(anchor)))
    .map(({ path }) => path);
}
