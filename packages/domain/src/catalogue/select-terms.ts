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

/** The clauses that a contract with this selection has, in the catalogue's order. */
export function listClauses(catalogue: Catalogue, selection: Selection): Clause[] {
  return catalogue.clauses.filter(
    (clause) =>
      (clause.plans === "all" || clause.plans.includes(selection.plan)) &&
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
  return listClauses(catalogue, selection).flatMap((clause) =>
    clause.terms
      .filter((term) => (type === undefined || term.type === type) && fits(term, selection))
      .map((term) => ({ clause, term: term as TermOf<Type> })),
  );
}

function fits(term: Term, selection: Selection): boolean {
  const when: When | undefined = term.when;
  if (when === undefined) return true;
  return (
    (when.plans === undefined || when.plans.includes(selection.plan)) &&
    (when.levels === undefined || when.levels.includes(selection.level ?? "")) &&
    hasAnyOption(when.options, selection) &&
    !when.withoutOptions?.some((option) => selection.options?.includes(option))
  );
}

function hasAnyOption(wanted: readonly string[] | undefined, selection: Selection): boolean {
  return wanted === undefined || wanted.some((option) => selection.options?.includes(option));
}
