import type { Catalogue } from "../catalogue.ts";
import type { Clause } from "../clause.ts";
import type { Finding } from "../problem.ts";

/** Terms that no contract can ever have, and plans without a promise. */
export function findUnreachable(catalogue: Catalogue): Finding[] {
  return [
    ...catalogue.clauses.flatMap((clause, i) =>
      clause.terms.flatMap((_, j) => judgeTerm(catalogue, clause, i, j)),
    ),
    ...findEmptyPlans(catalogue),
    ...findUnofferedLevels(catalogue),
  ];
}

function judgeTerm(catalogue: Catalogue, clause: Clause, i: number, j: number): Finding[] {
  const when = clause.terms[j]?.when;
  const path = ["clauses", i, "terms", j, "when"];
  const plans = clause.plans === "all" ? catalogue.plans.map((plan) => plan.id) : clause.plans;
  const narrowed =
    when?.plans === undefined ? plans : plans.filter((plan) => when.plans?.includes(plan));
  if (narrowed.length === 0)
    return [
      {
        path: [...path, "plans"],
        message: `${clause.id} does not apply to any of these plans, so the term never does`,
      },
    ];
  const levels = narrowed.flatMap(
    (id) => catalogue.plans.find((plan) => plan.id === id)?.levels ?? [],
  );
  const wanted = when?.levels;
  if (wanted !== undefined && !wanted.some((level) => levels.includes(level)))
    return [
      {
        path: [...path, "levels"],
        message:
          "none of these service levels can be chosen with these plans, so the term never applies",
      },
    ];
  return [];
}

function findEmptyPlans(catalogue: Catalogue): Finding[] {
  return catalogue.plans.flatMap((plan, i) =>
    catalogue.clauses.some((clause) => clause.plans === "all" || clause.plans.includes(plan.id))
      ? []
      : [{ path: ["plans", i, "id"], message: `the plan ${plan.id} has no clause` }],
  );
}

function findUnofferedLevels(catalogue: Catalogue): Finding[] {
  return catalogue.levels.flatMap((level, i) =>
    catalogue.plans.some((plan) => plan.levels?.includes(level.id))
      ? []
      : [{ path: ["levels", i, "id"], message: `no plan offers the service level ${level.id}` }],
  );
}
