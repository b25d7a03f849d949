import type { Catalogue } from "../catalogue.ts";
import type { Finding, ValuePath } from "../problem.ts";
import type { Charge } from "../price.ts";
import { listLocatedTerms } from "./list-located-terms.ts";

/** What is charged without a price, and hours that the plan and its clause count differently. */
export function findUnpriced(catalogue: Catalogue): Finding[] {
  return [
    ...findChargesWithoutPrice(catalogue),
    ...findCountsWithoutPrice(catalogue),
    ...findHourMismatch(catalogue),
  ];
}

function findChargesWithoutPrice(catalogue: Catalogue): Finding[] {
  const terms = listLocatedTerms(
    catalogue,
    "operation",
    "supportScope",
    "orderedWork",
    "restore",
    "selfService",
    "precaution",
    "onCall",
    "suspension",
  );
  return terms.flatMap(({ term, path }) => judgeCharge(term.charge, [...path, "charge"]));
}

function judgeCharge(charge: Charge, path: ValuePath): Finding[] {
  const needsPrice = charge.mode === "byTime" || charge.mode === "fixed";
  return needsPrice && charge.price === undefined
    ? [
        {
          path,
          message: `charged ${charge.mode} without a price`,
          suggestion: "name a line of the price list",
        },
      ]
    : [];
}

function findCountsWithoutPrice(catalogue: Catalogue): Finding[] {
  return listLocatedTerms(catalogue, "countLimit", "quota", "exclusion").flatMap(
    ({ term, path }): Finding[] => {
      const charged =
        term.type === "exclusion"
          ? term.effect === "chargedByTime" || term.effect === "chargedAfterFeasibility"
          : term.beyond === "charged";
      return charged && term.price === undefined
        ? [
            {
              path,
              message: "more is charged, but no price is named",
              suggestion: "name a line of the price list",
            },
          ]
        : [];
    },
  );
}

function findHourMismatch(catalogue: Catalogue): Finding[] {
  return listLocatedTerms(catalogue, "hourQuota").flatMap(({ clause, term, path }) => {
    const plans =
      term.when?.plans ??
      (clause.plans === "all" ? catalogue.plans.map((plan) => plan.id) : clause.plans);
    return catalogue.plans
      .filter(
        (plan) =>
          plans.includes(plan.id) &&
          plan.hoursPerMonth !== undefined &&
          term.period === "month" &&
          plan.hoursPerMonth !== term.hours,
      )
      .map((plan) => ({
        path: [...path, "hours"],
        message: `${clause.id} gives ${term.hours} hours, the plan ${plan.id} says ${plan.hoursPerMonth}`,
      }));
  });
}
