import { decide } from "../../packages/domain/src/contract/index.ts";
import type {
  Decision,
  DecisionFacts,
  DecisionRequest,
} from "../../packages/domain/src/contract/index.ts";
import type { Selection } from "../../packages/domain/src/catalogue/index.ts";
import { readCatalogue } from "./read-catalogue.ts";

/** A hand-computed case: its name carries the clause, then who has which contract, what is asked, what is known, what is said. */
export type DecisionCase = readonly [
  name: string,
  selection: Selection,
  request: DecisionRequest,
  facts: DecisionFacts & { readonly now?: string },
  expected: string,
];

/** A Wednesday at noon in the middle of Europe, inside everybody's office hours. */
export const WEDNESDAY_NOON = "2027-04-14T10:00:00Z";

/** The decision of a case; shortened it reads `outcome reason clause` and, where there are, the needs. */
export function decideCase(
  catalogue: string,
  [, selection, request, facts]: DecisionCase,
): Decision {
  const { now = WEDNESDAY_NOON, ...known } = facts;
  return decide(
    { catalogue: readCatalogue(catalogue), selection },
    request,
    known,
    Temporal.Instant.from(now),
  );
}

/** `allowed granted se-08` · `charged se-16 45.00 SEK` · `needs se-13 confirmation` · `refused not-named msp-14`. */
export function shorten({ outcome, reason, clause, needs, charge }: Decision): string {
  const price = charge?.estimate ?? charge?.price?.amount;
  const money = price === undefined ? "" : ` ${price.amountMinor} ${price.currency}`;
  if (outcome === "needs") {
    const missing = (needs ?? []).map((need) => `${need.clause} ${need.kind}`).join(", ");
    return `needs ${missing}${money}`;
  }
  return outcome === "charged" ? `charged ${clause}${money}` : `${outcome} ${reason} ${clause}`;
}
