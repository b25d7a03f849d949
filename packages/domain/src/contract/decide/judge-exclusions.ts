import type { ClauseTerm, TermOf, Topic } from "../../catalogue/index.ts";
import type { Answer } from "./answer.ts";
import { charged, needing, refused } from "./answer.ts";
import type { DecisionCharge, Need } from "./decision.ts";
import type { Entitlements } from "./entitlements.ts";
import type { DecisionFacts } from "./facts.ts";
import { isOrdered } from "./order-authority.ts";
import { hourly } from "./price-of.ts";
import type { Asker, OperationRequest } from "./request.ts";

/** Topics that are known from the software alone: an operation by itself is not yet about them. */
const TOLD_BY_SOFTWARE: readonly Topic[] = ["customerInstalledSoftware", "otherSoftware"];

export type Wish = Asker & {
  readonly topics: readonly Topic[];
  readonly operation?: OperationRequest["operation"];
  readonly startMs: number;
  readonly minutes?: number;
};

/** What is not included and so refused, offered or charged (se-06, msp-26, srv-38, ba-35); undefined where nothing is excluded. */
export function judgeExclusions(
  entitlements: Entitlements,
  wish: Wish,
  facts: DecisionFacts,
): Answer | undefined {
  for (const found of entitlements.terms("exclusion")) {
    if (found.term.effect === "notPromised" || !concerns(found.term, wish)) continue;
    if (isExcepted(found.term, entitlements, facts)) continue;
    return answerOf(found, entitlements, wish, facts);
  }
  return undefined;
}

/** The clause of an exclusion that was lifted by an approval or an option: what it excluded is included then (se-21). */
export function liftedExclusion(
  entitlements: Entitlements,
  wish: Wish,
  facts: DecisionFacts,
): string | undefined {
  return entitlements
    .terms("exclusion")
    .find(({ term }) => concerns(term, wish) && isExcepted(term, entitlements, facts))?.clause.id;
}

/** Clauses that the customer must be told of before he orders (msp-21). */
export function notesBefore(entitlements: Entitlements, wish: Wish): readonly string[] {
  return entitlements
    .terms("exclusion")
    .filter(
      ({ term }) =>
        term.effect === "notPromised" && term.saidBeforeOrder && concernsAtAll(term, wish),
    )
    .map(({ clause }) => clause.id);
}

type ExclusionTerm = TermOf<"exclusion">;

function concernsAtAll(term: ExclusionTerm, { operation, topics }: Wish): boolean {
  return (
    (operation !== undefined && term.operations?.includes(operation) === true) ||
    term.topics.some((topic) => topics.includes(topic))
  );
}

function concerns(term: ExclusionTerm, wish: Wish): boolean {
  const { operation, topics } = wish;
  if (term.topics.some((topic) => topics.includes(topic))) {
    return operation === undefined || (term.operations?.includes(operation) ?? true);
  }
  if (operation === undefined || !term.operations?.includes(operation)) return false;
  return !term.topics.every((topic) => TOLD_BY_SOFTWARE.includes(topic));
}

function isExcepted(
  { unless }: ExclusionTerm,
  { selection }: Entitlements,
  facts: DecisionFacts,
): boolean {
  if (unless === undefined) return false;
  if (unless.options?.some((option) => selection.options?.includes(option))) return true;
  return unless.approval !== undefined && facts.approvals?.includes(unless.approval) === true;
}

function answerOf(
  { clause, term }: ClauseTerm<"exclusion">,
  entitlements: Entitlements,
  wish: Wish,
  facts: DecisionFacts,
): Answer {
  const { id } = clause;
  switch (term.effect) {
    case "refused":
    case "notPromised":
      return refused(id, "not-included");
    case "customerKeeps":
      return term.unless?.approval === undefined
        ? refused(id, "customer-keeps")
        : needing([{ kind: "approval", clause: id, of: term.unless.approval }]);
    case "quote":
      return afterNeeds(facts.quoteAccepted === true ? [] : [{ kind: "quote", clause: id }], id, {
        mode: "quote",
      });
    case "chargedByTime":
    case "chargedAfterFeasibility": {
      const charge = hourly(entitlements, "byTime", term.price, wish);
      const checked = term.effect === "chargedByTime" || facts.feasible === true;
      const needs: Need[] = checked ? [] : [{ kind: "feasibility", clause: id }];
      if (!isOrdered(entitlements, wish, facts, agreedBefore(entitlements))) {
        needs.push({ kind: "order", clause: id });
      }
      return afterNeeds(needs, id, charge);
    }
  }
}

/** Whether prices must be agreed before the work begins (ba-39). */
export function agreedBefore({ terms }: Entitlements): boolean {
  return terms("timeUnits").some(({ term }) => term.agreedBefore);
}

/** Charged once nothing is missing any more; the price is said in any case. */
export function afterNeeds(needs: readonly Need[], clause: string, charge: DecisionCharge): Answer {
  const [first, ...rest] = needs;
  return first === undefined ? charged(clause, charge) : needing([first, ...rest], charge);
}
