import { listClauses } from "../../catalogue/index.ts";
import type { OperationName, Topic } from "../../catalogue/index.ts";
import type { Answer } from "./answer.ts";
import { refused } from "./answer.ts";
import type { Need } from "./decision.ts";
import type { Entitlements } from "./entitlements.ts";
import { afterNeeds, agreedBefore } from "./judge-exclusions.ts";
import type { Asked } from "./judge-conditions.ts";
import { isOrdered } from "./order-authority.ts";
import { hourly } from "./price-of.ts";
import { generalRate } from "../compile-time-rate.ts";
import { sellOnOrder } from "./sell-on-order.ts";
import { wishOf } from "./authorise-operation.ts";

/** Work of any kind that a contract sells on order. */
const ANY_WORK: readonly Topic[] = ["workBeyondUpkeep", "intervention", "optionalService"];

const BACKUPS: readonly OperationName[] = [
  "backup.run",
  "backup.restoreFiles",
  "backup.restoreDatabase",
  "backup.restoreMachine",
  "backup.restoreItem",
];

/** Where no clause speaks of an operation: sold as work on order where the contract does that, else refused. */
export function fallBack(asked: Asked): Answer {
  const { entitlements, request, facts } = asked;
  const backup = entitlements.terms("infrastructureBackup")[0];
  if (backup !== undefined && BACKUPS.includes(request.operation)) {
    const { clause, term } = backup;
    if (term.onRequest === "refused") return refused(clause.id, "not-included");
    return sell(asked, clause.id, term.price, facts.feasible !== true);
  }
  const ordered = entitlements
    .terms("orderedWork")
    .find(({ term }) => term.topics.some((topic) => ANY_WORK.includes(topic)));
  if (ordered) return sellOnOrder(entitlements, ordered, wishOf(asked), facts);
  const rate =
    entitlements
      .terms("priceRate")
      .find(({ term }) => term.operations?.includes(request.operation)) ??
    generalRate(entitlements);
  if (rate) return sell(asked, rate.clause.id, rate.term.price, false);
  return refused(nearestClause(entitlements), "not-in-contract");
}

function sell(
  asked: Asked,
  clause: string,
  price: string | undefined,
  needsCheck: boolean,
): Answer {
  const { entitlements, request, facts } = asked;
  const needs: Need[] = needsCheck ? [{ kind: "feasibility", clause }] : [];
  if (!isOrdered(entitlements, request, facts, agreedBefore(entitlements))) {
    needs.push({ kind: "order", clause });
  }
  return afterNeeds(needs, clause, hourly(entitlements, "byTime", price, wishOf(asked)));
}

/** A refusal names a clause too: the one that draws the line of the contract. */
export function nearestClause({ terms, catalogue, selection }: Entitlements): string {
  const found =
    terms("scope")[0] ??
    terms("orderedWork")[0] ??
    terms("machineBinding")[0] ??
    terms("contractForms")[0];
  return (
    found?.clause.id ?? listClauses(catalogue, selection)[0]?.id ?? catalogue.clauses[0]?.id ?? ""
  );
}
