import type { ClauseTerm } from "../../catalogue/index.ts";
import { scale } from "../../money/index.ts";
import type { Answer } from "./answer.ts";
import { allowed, charged, needing, refused } from "./answer.ts";
import type { Entitlements } from "./entitlements.ts";
import type { DecisionFacts } from "./facts.ts";
import { nearestClause } from "./fall-back.ts";
import { findPrice } from "./price-of.ts";
import type { UseRequest } from "./request.ts";

/** Whether so much may be used: counts (dk-09, se-16), quotas (ba-43), fair use (ba-19), rates (ba-21). The strictest clause speaks. */
export function decideUse(
  entitlements: Entitlements,
  request: UseRequest,
  facts: DecisionFacts,
): Answer {
  const answers = [
    ...entitlements
      .terms("countLimit")
      .filter(({ term }) => term.thing === request.thing)
      .map((found) => byCount(entitlements, found, request, facts)),
    ...entitlements
      .terms("quota")
      .filter(({ term }) => term.metric === request.metric)
      .map((found) => byQuota(entitlements, found, request, facts)),
    ...entitlements
      .terms("rateLimit")
      .filter(({ term }) => term.metric === request.metric)
      .map((found) => byRate(found, request, facts)),
    ...entitlements
      .terms("fairUse")
      .filter(({ term }) => term.metric === request.metric)
      .map((found) => byFairUse(found, request)),
  ];
  return strictest(answers) ?? refused(nearestClause(entitlements), "not-in-contract");
}

const STRICTNESS = { refused: 4, needs: 3, charged: 2, allowed: 1 } as const;

/** Among answers that allow, one that speaks up (a figure that was passed) before one that is content. */
function strictest(answers: readonly Answer[]): Answer | undefined {
  return answers.toSorted((a, b) => weight(b) - weight(a))[0];
}

function weight({ outcome, reason }: Answer): number {
  return STRICTNESS[outcome] + (reason === "limit-contact" ? 0.5 : 0);
}

function byCount(
  entitlements: Entitlements,
  { clause, term }: ClauseTerm<"countLimit">,
  { amount }: UseRequest,
  facts: DecisionFacts,
): Answer {
  const { included, beyond } = term;
  if (typeof included !== "number" || amount <= included) return allowed(clause.id, "within-limit");
  const price = findPrice(entitlements, term.price);
  switch (beyond) {
    case "charged":
      return charged(clause.id, {
        mode: "fixed",
        ...(price && {
          price,
          estimate: scale(price.amount, amount - included, 1, "half-up"),
        }),
      });
    case "agreed":
      return agreed(clause.id, facts);
    case "refused":
      return refused(clause.id, "limit-reached");
    case "unlimited":
      return allowed(clause.id, "within-limit");
  }
}

function byQuota(
  entitlements: Entitlements,
  { clause, term }: ClauseTerm<"quota">,
  { amount }: UseRequest,
  facts: DecisionFacts,
): Answer {
  const limit = term.amount === "agreed" ? (facts.agreedAmounts?.[term.metric] ?? 0) : term.amount;
  if (limit === "unlimited" || amount <= limit) return allowed(clause.id, "within-limit");
  const price = findPrice(entitlements, term.price);
  switch (term.beyond) {
    case "charged":
      return charged(clause.id, {
        mode: "fixed",
        ...(price && {
          price,
          estimate: scale(price.amount, Math.ceil(amount - limit), 1, "half-up"),
        }),
      });
    case "agreed":
      return agreed(clause.id, facts);
    case "contact":
      return allowed(clause.id, "limit-contact");
    case "refused":
      return refused(clause.id, "limit-reached");
  }
}

function byRate(
  { clause, term }: ClauseTerm<"rateLimit">,
  { amount }: UseRequest,
  facts: DecisionFacts,
): Answer {
  if (amount <= term.limit) return allowed(clause.id, "within-limit");
  switch (term.action) {
    case "agreeFirst":
      return facts.approvals?.includes("provider")
        ? allowed(clause.id)
        : needing([{ kind: "approval", clause: clause.id, of: "provider" }]);
    case "flagNewsletter":
      return allowed(clause.id, "limit-contact");
    case "refuse":
    case "defer":
      return refused(clause.id, "limit-reached");
  }
}

function byFairUse({ clause, term }: ClauseTerm<"fairUse">, { amount }: UseRequest): Answer {
  // What is unusual is found among all customers, not in one figure.
  if (term.limit === "unusual" || amount <= term.limit) return allowed(clause.id, "within-limit");
  return term.action === "contact" || term.action === "throttle"
    ? allowed(clause.id, "limit-contact")
    : refused(clause.id, "limit-reached");
}

function agreed(clause: string, facts: DecisionFacts): Answer {
  return facts.agreements?.includes("provider")
    ? allowed(clause)
    : needing([{ kind: "agreement", clause, of: "provider" }]);
}
