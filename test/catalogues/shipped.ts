import { readFileSync } from "node:fs";
import { formatProblem, loadCatalogue, type Catalogue } from "@driftvakt/domain/catalogue";
import { expect } from "vitest";

/** A clause as it was read by hand in the service description: id, kind, type of term, and the figures of that term. */
export type Reading = readonly [id: string, kind: string, type: string, figures: object];

/** The catalogue that is shipped under this name; a problem or a warning in it fails the test that asks. */
export function loadShipped(name: string): Catalogue {
  const file = new URL(`../../catalogues/${name}.yaml`, import.meta.url);
  const loaded = loadCatalogue(readFileSync(file, "utf8"), { fileName: `${name}.yaml` });
  if (!loaded.ok) throw new Error(loaded.problems.map(formatProblem).join("\n"));
  expect(loaded.warnings.map(formatProblem)).toEqual([]);
  return loaded.catalogue;
}

/** The clause says this in fields: of this kind, with a term of this type that carries all of these figures. */
export function expectReading(catalogue: Catalogue, [id, kind, type, figures]: Reading): void {
  const clause = catalogue.clauses.find((candidate) => candidate.id === id);
  expect(clause, id).toBeDefined();
  expect(clause?.kind).toBe(kind);
  const terms = clause?.terms.filter((term) => term.type === type);
  expect(terms).toEqual(expect.arrayContaining([expect.objectContaining(figures)]));
}

/** Ids `se-01` to `se-24` as the service description numbers them. */
export function idsUpTo(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, i) => `${prefix}-${String(i + 1).padStart(2, "0")}`);
}
