import type { TermOf } from "../../catalogue/index.ts";
import type { Answer } from "./answer.ts";
import { refused } from "./answer.ts";
import type { Entitlements } from "./entitlements.ts";
import type { DecisionFacts } from "./facts.ts";
import type { Asker } from "./request.ts";

const CUSTOMER_SIDE: readonly string[] = ["customer", "orderer", "endUser"];

export function isCustomerSide({ by }: Pick<Asker, "by">): boolean {
  return CUSTOMER_SIDE.includes(by);
}

/** Anyone else's wish is recorded and answered, but not carried out (msp-14). */
export function judgeAuthority(entitlements: Entitlements, asker: Asker): Answer | undefined {
  if (!isCustomerSide(asker)) return undefined;
  const said = entitlements
    .terms("orderAuthority")
    .filter(({ term }) => term.channels.includes(asker.channel));
  if (said.length === 0 || said.some(({ term }) => mayOrder(term, asker))) return undefined;
  // The clause that asks the customer to name persons says it best.
  const told = said.find(({ clause }) => clause.kind === "duty") ?? said[0];
  return told === undefined || told.term.fromOthers.carriedOut
    ? undefined
    : refused(told.clause.id, "not-named");
}

/**
 * Whether there is an order: one on record, or the request itself where the contract takes it as one (msp-13). Contracts
 * that say nothing about orders take the customer's wish as his order, but not as his word on a price.
 */
export function isOrdered(
  entitlements: Entitlements,
  asker: Asker,
  facts: DecisionFacts,
  pricesAgreedBefore: boolean,
): boolean {
  if (facts.ordered !== undefined) return facts.ordered;
  if (!isCustomerSide(asker)) return false;
  const said = entitlements.terms("orderAuthority");
  if (said.length === 0) return !pricesAgreedBefore && asker.by !== "endUser";
  return said.some(
    ({ term }) =>
      term.requestIsOrder && term.channels.includes(asker.channel) && mayOrder(term, asker),
  );
}

function mayOrder(term: TermOf<"orderAuthority">, asker: Asker): boolean {
  return term.who === "anyContact" ? asker.by !== "endUser" : asker.by === "orderer";
}
