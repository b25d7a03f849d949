import type { Catalogue, Selection } from "../../catalogue/index.ts";
import type { Answer } from "./answer.ts";
import { speak } from "./answer.ts";
import { decideAct, decideWatchdog } from "./decide-act.ts";
import { decideMail } from "./decide-mail.ts";
import { decideOperation } from "./decide-operation.ts";
import { decideOrder } from "./decide-order.ts";
import { decideAccess, decideCredential, decidePhp, decideRun } from "./decide-platform.ts";
import { decideSoftware } from "./decide-software.ts";
import { decideUse } from "./decide-use.ts";
import { decideWork } from "./decide-work.ts";
import type { Decision } from "./decision.ts";
import type { Entitlements } from "./entitlements.ts";
import { entitlementsOf } from "./entitlements.ts";
import type { DecisionFacts } from "./facts.ts";
import type { DecisionRequest, OrderRequest } from "./request.ts";

/** A contract as far as decisions go: what was chosen from which catalogue. */
export type DecidedContract = { readonly catalogue: Catalogue; readonly selection: Selection };

/**
 * What a contract says to a request: allowed, allowed at a price, something is missing first, or refused; always with
 * the clause and a sentence for the customer. What is not on record counts as not being so.
 */
export function decide(
  contract: DecidedContract,
  request: DecisionRequest,
  facts: DecisionFacts,
  now: Temporal.Instant,
): Decision {
  const { catalogue, selection } = contract;
  if (request.kind === "order") {
    const { entitlements, answer } = decideOrder(catalogue, request, facts);
    return speak(entitlements, answer);
  }
  const entitlements = entitlementsOf(catalogue, selection);
  return speak(entitlements, answer(entitlements, request, facts, now.epochMilliseconds));
}

function answer(
  entitlements: Entitlements,
  request: Exclude<DecisionRequest, OrderRequest>,
  facts: DecisionFacts,
  nowMs: number,
): Answer {
  switch (request.kind) {
    case "operation":
      return decideOperation(entitlements, request, facts, nowMs);
    case "work":
      return decideWork(entitlements, request, facts, nowMs);
    case "use":
      return decideUse(entitlements, request, facts);
    case "mail":
      return decideMail(entitlements, request, facts);
    case "act":
      return decideAct(entitlements, request, nowMs);
    case "watchdog":
      return decideWatchdog(entitlements, request.facts, nowMs);
    case "access":
      return decideAccess(entitlements, request.way, facts);
    case "php":
      return decidePhp(entitlements, request.function);
    case "run":
      return decideRun(entitlements, request.process);
    case "software":
      return decideSoftware(entitlements, request.found, nowMs);
    case "credential":
      return decideCredential(entitlements, request.credentials, request.by);
  }
}
