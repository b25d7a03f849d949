import { listTerms } from "../catalogue/index.ts";
import type { Catalogue, Clause, Selection, Term } from "../catalogue/index.ts";
import { periodInterval } from "../availability/index.ts";
import { compileMeasures, surroundingsOf } from "./compile-measures.ts";
import type { Measure, Promised } from "./promise.ts";

type CompiledPromise = Pick<Promised, "clause" | "title" | "measures" | "unobserved">;

/** Answers depend on catalogue and selection alone; remembering them only saves work. */
const remembered = new WeakMap<Catalogue, Map<string, readonly CompiledPromise[]>>();

/**
 * What a contract with this selection has been promised in a period (`2027-04`), clause by clause: what must be true and
 * what would be evidence. Clauses that nothing can observe yet are listed too, and say so.
 */
export function listPromises(
  catalogue: Catalogue,
  selection: Selection,
  period: string,
): readonly Promised[] {
  const { timeZone } = catalogue.provider;
  const interval = periodInterval(timeZone, period);
  return compilePromises(catalogue, selection).map((promise) => ({
    ...promise,
    ...interval,
    period,
    timeZone,
  }));
}

function compilePromises(catalogue: Catalogue, selection: Selection): readonly CompiledPromise[] {
  const bySelection = remembered.get(catalogue) ?? new Map<string, readonly CompiledPromise[]>();
  remembered.set(catalogue, bySelection);
  const key = JSON.stringify([
    selection.plan,
    selection.level ?? "",
    [...(selection.options ?? [])].sort(),
  ]);
  const known = bySelection.get(key);
  if (known !== undefined) return known;
  const compiled = compileAll(catalogue, selection);
  bySelection.set(key, compiled);
  return compiled;
}

function compileAll(catalogue: Catalogue, selection: Selection): readonly CompiledPromise[] {
  const around = surroundingsOf(catalogue, selection);
  const byClause = new Map<Clause, Term[]>();
  for (const { clause, term } of listTerms(catalogue, selection)) {
    if (clause.kind !== "promise") continue;
    const terms = byClause.get(clause);
    if (terms === undefined) byClause.set(clause, [term]);
    else terms.push(term);
  }
  return [...byClause].map(([clause, terms]) => {
    const measures = compileMeasures(clause, terms, around);
    return { clause: clause.id, title: clause.title, measures, unobserved: isUnobserved(measures) };
  });
}

function isUnobserved(measures: readonly Measure[]): boolean {
  return measures.every((measure) => measure.kind === "not-observed");
}
