import type { ClauseTerm } from "../../catalogue/index.ts";
import type { Answer } from "./answer.ts";
import type { Need } from "./decision.ts";
import type { Entitlements } from "./entitlements.ts";
import type { DecisionFacts } from "./facts.ts";
import type { Wish } from "./judge-exclusions.ts";
import { afterNeeds } from "./judge-exclusions.ts";
import { isOrdered } from "./order-authority.ts";
import { chargeOf } from "./price-of.ts";

/**
 * Work that is sold (dk-22, ba-39), asked for as such or as an operation that no clause speaks of: on an order, on an
 * accepted offer, or after a check and an order. The wish alone is no order, for the price has not been said yet, unless
 * the contract takes requests as orders (msp-13).
 */
export function sellOnOrder(
  entitlements: Entitlements,
  { clause, term }: ClauseTerm<"orderedWork">,
  wish: Wish,
  facts: DecisionFacts,
): Answer {
  const needs: Need[] = [];
  if (term.needs === "acceptedQuote") {
    if (facts.quoteAccepted !== true) needs.push({ kind: "quote", clause: clause.id });
  } else {
    if (term.needs === "feasibilityAndOrder" && facts.feasible !== true) {
      needs.push({ kind: "feasibility", clause: clause.id });
    }
    if (!isOrdered(entitlements, wish, facts, true))
      needs.push({ kind: "order", clause: clause.id });
  }
  const charge = chargeOf(entitlements, term.charge, wish) ?? {
    mode: term.needs === "acceptedQuote" ? "quote" : "byTime",
  };
  return afterNeeds(needs, clause.id, charge);
}
