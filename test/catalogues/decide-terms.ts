import { decide } from "../../packages/domain/src/contract/index.ts";
import type {
  Decision,
  DecisionFacts,
  DecisionRequest,
} from "../../packages/domain/src/contract/index.ts";
import { catalogueWith, plan } from "./catalogue-with.ts";
import { shorten, WEDNESDAY_NOON } from "./decision-case.ts";

/** What is asked of a contract made up of a few terms, and what is known. */
export type TermsCase = readonly [
  name: string,
  clauses: readonly (readonly object[])[],
  request: DecisionRequest,
  facts: DecisionFacts & { readonly now?: string; readonly options?: readonly string[] },
  expected: string,
];

/** What a contract says that has these clauses alone: `x-01` with the first terms, `x-02` with the second, …. An hour of work costs 125.00 EUR. */
export function decideTerms([, clauses, request, facts]: TermsCase): Decision {
  const { now = WEDNESDAY_NOON, options = [], ...known } = facts;
  const contract = { catalogue: catalogueWith(...clauses), selection: { ...plan, options } };
  return decide(contract, request, known, Temporal.Instant.from(now));
}

/** The same as `outcome reason clause` with needs and price, as in the decision cases. */
export function sayTerms(row: TermsCase): string {
  return shorten(decideTerms(row));
}
