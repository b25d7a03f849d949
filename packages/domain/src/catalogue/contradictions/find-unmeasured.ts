import type { Catalogue } from "../catalogue.ts";
import type { Clause } from "../clause.ts";
import type { Finding } from "../problem.ts";
import { findTermNote } from "../terms/term.ts";
import type { Witness } from "../terms/term.ts";
import type { Check, CheckObserver } from "../terms/watching.ts";
import { observersOfCheck } from "../terms/watching.ts";
import { listLocatedTerms } from "./list-located-terms.ts";

/** What only says that something was agreed or charged does not show that a promise was kept. */
const paperWitnesses: readonly Witness[] = ["contract", "billing"];

/** Promises that no measure can show as kept, and clauses that nothing can observe. */
export function findUnmeasured(catalogue: Catalogue): Finding[] {
  return [
    ...catalogue.clauses.flatMap((clause, i) => judgeClause(clause, i)),
    ...findBlindWatches(catalogue),
    ...findRejectedEvidence(catalogue),
  ];
}

function judgeClause(clause: Clause, index: number): Finding[] {
  const witnesses = clause.terms.flatMap((term) => findTermNote(term.type)?.witnesses ?? []);
  const path = ["clauses", index, "terms"];
  if (witnesses.length === 0)
    return [
      {
        path,
        message: `nothing can observe clause ${clause.id}`,
        suggestion: "add a term that something can measure",
      },
    ];
  const measured = witnesses.some((witness) => !paperWitnesses.includes(witness));
  if (clause.kind !== "promise" || measured) return [];
  return [
    {
      path,
      message: `${clause.id} promises something that no term measures`,
      suggestion:
        "add a term that shows whether it was kept, such as watch, report or responseClock",
    },
  ];
}

function findBlindWatches(catalogue: Catalogue): Finding[] {
  return listLocatedTerms(catalogue, "watch").flatMap(({ clause, term, path }) =>
    term.checks.flatMap((check, k): Finding[] =>
      canObserve(check, term.observedBy)
        ? []
        : [
            {
              path: [...path, "checks", k],
              message: `the ${check.check} check of ${clause.id} cannot be observed by ${term.observedBy}`,
              suggestion: `observed by ${observersOfCheck[check.check].join(" or ")}`,
            },
          ],
    ),
  );
}

function canObserve(check: Check, observer: CheckObserver): boolean {
  return observersOfCheck[check.check].includes(observer);
}

function findRejectedEvidence(catalogue: Catalogue): Finding[] {
  const rejected = listLocatedTerms(catalogue, "evidence").flatMap(({ term }) => term.rejects);
  return listLocatedTerms(catalogue, "availability", "evidence").flatMap(
    ({ clause, term, path }) => {
      const accepted = term.type === "availability" ? term.evidence : term.accepts;
      return accepted.some((source) => !rejected.includes(source))
        ? []
        : [{ path, message: `${clause.id} counts only evidence that is rejected elsewhere` }];
    },
  );
}
