import type { Catalogue } from "../catalogue.ts";
import type { Clause } from "../clause.ts";
import type { ValuePath } from "../problem.ts";
import type { TermOf, TermType } from "../terms/all.ts";

export type LocatedTerm<Type extends TermType> = {
  clause: Clause;
  term: TermOf<Type>;
  path: ValuePath;
};

/** All terms of some types, with their places in the file. */
export function listLocatedTerms<Type extends TermType>(
  catalogue: Catalogue,
  ...types: readonly Type[]
): LocatedTerm<Type>[] {
  return catalogue.clauses.flatMap((clause, i) =>
    clause.terms.flatMap((term, j) =>
      (types as readonly string[]).includes(term.type)
        ? [{ clause, term: term as TermOf<Type>, path: ["clauses", i, "terms", j] }]
        : [],
    ),
  );
}
