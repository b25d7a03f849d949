import type { Catalogue } from "./catalogue.ts";
import type { Clause } from "./clause.ts";
import type { Term, TermOf, TermType } from "./terms/all.ts";
import type { When } from "./terms/term.ts";

/** What a contract has chosen from a catalogue. */
export type Selection = {
  plan: string;
  level?: string | undefined;
  options?: readonly string[] | undefined;
};

/** A term together with the clause that says it: a decision always names the clause. */
export type ClauseTerm<Type extends TermType = TermType> = { clause: Clause; term: TermOf<Type> };

/** The plan and all plans that it includes, itself first. Survives plans that include each other. */
export function listPlansOf(catalogue: Catalogue, plan: string): string[] {
  const found: string[] = [];
  const waiting = [plan];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    if (found.includes(next)) continue;
    found.push(next);
    waiting.push(...(catalogue.plans.find((p) => p.id === next)?.includes ?? []));
  }
  return found;
}

/** The clauses that a contract with this selection has, in the catalogue's order. */
export function listClauses(catalogue: Catalogue, selection: Selection): Clause[] {
  const plans = listPlansOf(catalogue, selection.plan);
  return catalogue.clauses.filter(
    (clause) =>
      (clause.plans === "all" || clause.plans.some((p) => plans.includes(p))) &&
      (clause.levels === undefined || clause.levels.includes(selection.level ?? "")) &&
      hasAnyOption(clause.options, selection),
  );
}

/** The terms that a contract with this selection has, each with its clause; of one type where a type is given. */
export function listTerms<Type extends TermType = TermType>(
  catalogue: Catalogue,
  selection: Selection,
  type?: Type,
): ClauseTerm<Type>[] {
  const plans = listPlansOf(catalogue, selection.plan);
  return listClauses(catalogue, selection).flatMap((clause) =>
    clause.terms
      .filter((term) => (type === undefined || term.type === type) && fits(term, plans, selection))
      .map((term) => ({ clause, term: term as TermOf<Type> })),
  );
}

function fits(term: Term, plans: readonly string[], selection: Selection): boolean {
  const when: When | undefined = term.when;
  if (when === undefined) return true;
  return (
    (when.plans === undefined || when.plans.some((p) => plans.includes(p))) &&
    (when.levels === undefined || when.levels.includes(selection.level ?? "")) &&
    hasAnyOption(when.options, selection) &&
    !when.withoutOptions?.some((option) => selection.options?.includes(option))
  );
}

function hasAnyOption(wanted: readonly string[] | undefined, selection: Selection): boolean {
  return wanted === undefined || wanted.some((option) => selection.options?.includes(option));
}
