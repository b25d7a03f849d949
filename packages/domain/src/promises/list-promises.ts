import { listTerms } from "../catalogue/index.ts";
import type { Catalogue, Clause, Selection, Term } from "../catalogue/index.ts";
import { periodInterval } from "../availability/index.ts";
import { compileMeasures, surroundingsOf } from "./compile-measures.ts";
import type { Measure, Promised } from "./promise.ts";
import { recordSourceOf } from "./record-source.ts";

type CompiledPromise = Pick<Promised, "clause" | "title" | "measures" | "unobserved">;

type Remembered = {
  readonly compiled: readonly CompiledPromise[];
  readonly periods: Map<string, readonly Promised[]>;
};

/** Answers depend on catalogue and selection alone; remembering them only saves work. */
const remembered = new WeakMap<Catalogue, Map<string, Remembered>>();

/** Periods kept for each selection; a ledger asks for the running month and a few before it. */
const PERIODS_KEPT = 24;

/**
 * What a contract with this selection has been promised in a period (`2027-04`), clause by clause: what must be true and
 * what would be evidence. Clauses that nothing can observe yet are listed too, and say so.
 */
export function listPromises(
  catalogue: Catalogue,
  selection: Selection,
  period: string,
): readonly Promised[] {
  const { compiled, periods } = compilePromises(catalogue, selection);
  const known = periods.get(period);
  if (known !== undefined) return known;
  const { timeZone } = catalogue.provider;
  const interval = periodInterval(timeZone, period);
  const listed = compiled.map((promise) => ({ ...promise, ...interval, period, timeZone }));
  if (periods.size >= PERIODS_KEPT) periods.clear();
  periods.set(period, listed);
  return listed;
}

function compilePromises(catalogue: Catalogue, selection: Selection): Remembered {
  const bySelection = remembered.get(catalogue) ?? new Map<string, Remembered>();
  remembered.set(catalogue, bySelection);
  const options = [...(selection.options ?? [])].sort();
  const key = [selection.plan, selection.level ?? "", ...options].join(" ");
  const known = bySelection.get(key);
  if (known !== undefined) return known;
  const made = { compiled: compileAll(catalogue, selection), periods: new Map() };
  bySelection.set(key, made);
  return made;
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
  return measures.every(
    (measure) => measure.kind === "not-observed" || recordSourceOf(measure, {}) !== undefined,
  );
}
