import type { Catalogue, Plan, Prerequisite, Selection } from "../../catalogue/index.ts";
import { add, money } from "../../money/index.ts";
import type { Answer } from "./answer.ts";
import { charged, needing, refused } from "./answer.ts";
import type { DecisionCharge, Need } from "./decision.ts";
import type { Entitlements } from "./entitlements.ts";
import { entitlementsOf } from "./entitlements.ts";
import type { DecisionFacts } from "./facts.ts";
import { nearestClause } from "./fall-back.ts";
import { feeClause } from "./fee-clause.ts";
import { isAgreedInstead, isFulfilled, namesOf, needOf } from "./judge-limits-of-operation.ts";
import { judgeAuthority } from "./order-authority.ts";
import type { OrderRequest } from "./request.ts";

/**
 * Whether a plan, a level and options can be booked as they are wished for, and what they cost a period: the machine
 * fits (se-01), what must be booked with it is (msp-02, ba-34), the analysis is signed off (srv-40), the documents are
 * accepted (srv-39), and the contract comes about in a form that counts (ba-01).
 */
export function decideOrder(
  catalogue: Catalogue,
  request: OrderRequest,
  facts: DecisionFacts,
): { readonly entitlements: Entitlements; readonly answer: Answer } {
  const selection: Selection = {
    plan: request.plan,
    level: request.level,
    options: request.options ?? [],
  };
  const entitlements = entitlementsOf(catalogue, selection);
  return { entitlements, answer: answerOrder(entitlements, request, facts) };
}

function answerOrder(
  entitlements: Entitlements,
  request: OrderRequest,
  facts: DecisionFacts,
): Answer {
  const { catalogue } = entitlements;
  const plan = catalogue.plans.find((one) => one.id === request.plan);
  if (plan === undefined) return refused(nearestClause(entitlements), "not-in-contract");
  const forbidden =
    judgeAuthority(entitlements, request) ??
    judgeChoice(entitlements, plan, request) ??
    judgeMachine(entitlements, plan, request, facts);
  if (forbidden) return forbidden;
  const needs: Need[] = [];
  const refusal =
    judgeBefore(entitlements, request, facts, needs) ??
    judgePrerequisites(entitlements, plan, request, facts, needs);
  if (refusal) return refusal;
  needs.push(...acceptanceNeeds(entitlements, facts));
  const form = judgeForm(entitlements, facts);
  if (form) return form;
  const [first, ...rest] = needs;
  const price = priceOf(catalogue, plan, request);
  return first === undefined
    ? charged(feeClause(entitlements), price)
    : needing([first, ...rest], price);
}

function judgeChoice(
  entitlements: Entitlements,
  plan: Plan,
  { level, options }: OrderRequest,
): Answer | undefined {
  const { catalogue } = entitlements;
  if (level !== undefined) {
    const known = catalogue.levels.find(({ id }) => id === level);
    const fits = known?.plans === undefined || known.plans.includes(plan.id);
    if (!known || !fits || plan.levels?.includes(level) !== true) {
      return refused(nearestClause(entitlements), "not-in-contract");
    }
  }
  const unfit = (options ?? []).some((option) => {
    const known = catalogue.options.find(({ id }) => id === option);
    return !known || (known.plans !== "all" && !known.plans.includes(plan.id));
  });
  return unfit ? refused(nearestClause(entitlements), "not-in-contract") : undefined;
}

function judgeMachine(
  entitlements: Entitlements,
  plan: Plan,
  { machineKind }: OrderRequest,
  facts: DecisionFacts,
): Answer | undefined {
  const binding = entitlements.terms("machineBinding")[0];
  const clause = binding?.clause.id ?? nearestClause(entitlements);
  const kinds: readonly string[] = binding?.term.machineKinds ?? plan.machineKinds;
  if (machineKind !== undefined && !kinds.includes(machineKind)) {
    return refused(clause, "wrong-machine");
  }
  const isOnePerMachine = binding?.term.onePerMachine === true;
  return isOnePerMachine && facts.otherPlans?.includes(plan.id) === true
    ? refused(clause, "already-booked")
    : undefined;
}

/** Requirement clauses that speak of this plan, level or option (msp-02, ba-34, srv-40). */
function judgeBefore(
  entitlements: Entitlements,
  request: OrderRequest,
  facts: DecisionFacts,
  needs: Need[],
): Answer | undefined {
  for (const { clause, term } of entitlements.terms("requirement")) {
    const { plans, levels, options } = term.before;
    if (plans === undefined && levels === undefined && options === undefined) continue;
    if (plans !== undefined && !plans.includes(request.plan)) continue;
    if (levels !== undefined && !levels.includes(request.level ?? "")) continue;
    if (options !== undefined && !options.some((one) => request.options?.includes(one))) continue;
    if (term.anyOf.some((one) => isFulfilled(one, entitlements, facts))) continue;
    if (isAgreedInstead(term, facts)) continue;
    const need = needOf(term, clause.id);
    if (need === undefined) {
      return refused(clause.id, "prerequisite-missing", namesOf(term.anyOf));
    }
    needs.push(need);
  }
  return undefined;
}

function judgePrerequisites(
  entitlements: Entitlements,
  plan: Plan,
  request: OrderRequest,
  facts: DecisionFacts,
  needs: Need[],
): Answer | undefined {
  const options = entitlements.catalogue.options.filter(({ id }) => request.options?.includes(id));
  const all = [plan, ...options].flatMap((one) => one.prerequisites ?? []);
  for (const one of all) {
    if (holds(one, entitlements, facts)) continue;
    const need = needOfPrerequisite(one);
    if (need === undefined) return refused(one.clause, "prerequisite-missing", missingNames(one));
    if (!needs.some(({ kind, clause }) => kind === need.kind && clause === need.clause)) {
      needs.push(need);
    }
  }
  return undefined;
}

function holds(one: Prerequisite, { selection }: Entitlements, facts: DecisionFacts): boolean {
  switch (one.needs) {
    case "plan":
      return one.anyOf.some((id) => id === selection.plan || facts.otherPlans?.includes(id));
    case "option":
      return one.anyOf.some((id) => selection.options?.includes(id));
    case "level":
      return one.anyOf.includes(selection.level ?? "");
    case "infrastructureAnalysis":
      return facts.analysis?.taken === true && (!one.signedOff || facts.analysis.signedOff);
    case "agreement":
      return facts.agreements?.includes(one.with) === true;
    case "consent":
      return facts.consents?.includes(one.consent) === true;
    case "acceptedTerms":
      return one.documents.every((id) => facts.acceptedDocuments?.includes(id));
  }
}

function needOfPrerequisite(one: Prerequisite): Need | undefined {
  const { clause } = one;
  switch (one.needs) {
    case "infrastructureAnalysis":
      return { kind: "analysis", clause };
    case "agreement":
      return { kind: "agreement", clause, of: one.with };
    case "consent":
      return { kind: "consent", clause, of: one.consent };
    case "acceptedTerms":
      return { kind: "acceptance", clause, of: one.documents.join(", ") };
    default:
      return undefined;
  }
}

function missingNames(one: Prerequisite): string {
  return "anyOf" in one ? one.anyOf.join(", ") : "";
}

/** srv-39: documents whose current version is part of the contract and not accepted yet. */
function acceptanceNeeds({ terms }: Entitlements, facts: DecisionFacts): readonly Need[] {
  return terms("termsAcceptance").flatMap(({ clause, term }): readonly Need[] => {
    if (term.newVersionNeeds !== "acceptance") return [];
    const open = term.documents.filter(({ id }) => !facts.acceptedDocuments?.includes(id));
    const of = open.map(({ id }) => id).join(", ");
    return open.length === 0 ? [] : [{ kind: "acceptance", clause: clause.id, of }];
  });
}

/** ba-01: a form that is on record must be one that makes a contract. */
function judgeForm({ terms }: Entitlements, { contractForm }: DecisionFacts): Answer | undefined {
  const found = terms("contractForms")[0];
  if (found === undefined) return undefined;
  const forms: readonly string[] = found.term.forms;
  if (contractForm !== undefined && forms.includes(contractForm)) return undefined;
  return refused(found.clause.id, "wrong-form");
}

/** The plan with its level, and one of each option that has a fee of its own (se-19). */
function priceOf(catalogue: Catalogue, plan: Plan, request: OrderRequest): DecisionCharge {
  const base = money(plan.baseFee.amountMinor, plan.baseFee.currency);
  const surcharge = catalogue.levels.find(({ id }) => id === request.level)?.surcharge;
  const options = catalogue.options
    .filter(({ id }) => request.options?.includes(id))
    .flatMap(({ fee }) => (fee === undefined ? [] : [fee]));
  const extras = [...(surcharge === undefined ? [] : [surcharge]), ...options];
  const amount = extras.reduce((all, one) => add(all, money(one.amountMinor, one.currency)), base);
  return { mode: "fixed", price: { id: plan.id, amount, per: plan.per } };
}
