import type { OperationName } from "../../catalogue/index.ts";
import type { Answer } from "./answer.ts";
import { allowed, needing, refused } from "./answer.ts";
import { authorise, opensAt, wishOf } from "./authorise-operation.ts";
import type { Need } from "./decision.ts";
import type { Entitlements } from "./entitlements.ts";
import type { DecisionFacts } from "./facts.ts";
import { fallBack } from "./fall-back.ts";
import type { Asked } from "./judge-conditions.ts";
import { judgeAccess } from "./decide-platform.ts";
import { judgeExclusions, notesBefore } from "./judge-exclusions.ts";
import type { Wish } from "./judge-exclusions.ts";
import {
  judgeCount,
  judgeRequirements,
  judgeSoftware,
  judgeTier,
  topicsOfSoftware,
} from "./judge-limits-of-operation.ts";
import { isCustomerSide, judgeAuthority } from "./order-authority.ts";
import type { OperationRequest } from "./request.ts";

/** Which of a contract's windows an operation must keep (msp-19). */
const WINDOW_OF: Partial<
  Record<OperationName, "updates" | "restarts" | "changes" | "maintenance">
> = {
  "update.install": "updates",
  "upgrade.install": "updates",
  "machine.restart": "restarts",
  "service.restart": "restarts",
  "configuration.change": "changes",
  "service.configure": "changes",
  "network.configure": "changes",
  "firewall.changePorts": "changes",
  "migration.run": "maintenance",
  "disk.replace": "maintenance",
};

/**
 * What the contract says to a typed operation: first what forbids it, then what is not included, then what authorises it;
 * at last what is missing before it can be done.
 */
export function decideOperation(
  entitlements: Entitlements,
  request: OperationRequest,
  facts: DecisionFacts,
  nowMs: number,
): Answer {
  const topics = [...(request.topics ?? []), ...topicsOfSoftware(entitlements, request.software)];
  const asked: Asked = { entitlements, clause: "", request: { ...request, topics }, facts, nowMs };
  const required = judgeRequirements(asked);
  const tier = judgeTier(asked);
  const forbidden =
    judgeSuspension(asked) ??
    judgeAuthority(entitlements, request) ??
    required.refusal ??
    judgeShell(asked) ??
    judgeSoftware(asked) ??
    (tier !== undefined && "refusal" in tier ? tier.refusal : undefined);
  if (forbidden !== undefined) return forbidden;
  const wish = wishOf(asked);
  const answer =
    excluded(asked, wish) ??
    grant(asked, tier !== undefined && "grantedBy" in tier ? tier.grantedBy : undefined);
  const notes = answer.outcome === "refused" ? [] : notesBefore(entitlements, wish);
  const whole = addNeeds(counted(asked, answer), [...required.needs, ...ownNeeds(asked)]);
  return notes.length === 0 ? whole : { ...whole, notes };
}

/** An approval that is missing is worth asking for only by those who may ask for the thing itself. */
function excluded(asked: Asked, wish: Wish): Answer | undefined {
  const answer = judgeExclusions(asked.entitlements, wish, asked.facts);
  if (answer?.needs?.[0]?.kind !== "approval") return answer;
  const authorised = authorise(asked);
  return authorised?.outcome === "refused" ? authorised : answer;
}

/** A tier that contains it is as good as a clause that authorises it. */
function grant(asked: Asked, tierClause: string | undefined): Answer {
  const answer = authorise(asked);
  if (tierClause !== undefined && (answer === undefined || answer.outcome === "refused")) {
    return allowed(tierClause);
  }
  if (answer !== undefined) return answer;
  // A clause that only says what must be so before gives it once that is so (msp-04, ba-34).
  const { request, entitlements } = asked;
  const before = entitlements
    .terms("requirement")
    .find(({ term }) => term.before.operations?.includes(request.operation));
  return before === undefined ? fallBack(asked) : allowed(before.clause.id);
}

function counted(asked: Asked, answer: Answer): Answer {
  if (answer.outcome !== "allowed") return answer;
  return judgeCount(asked) ?? answer;
}

/** Nothing is done for a customer whose service is suspended; what ends the suspension is the provider's. */
function judgeSuspension({ facts, request }: Asked): Answer | undefined {
  return facts.suspendedBy !== undefined && isCustomerSide(request)
    ? refused(facts.suspendedBy, "suspended")
    : undefined;
}

function judgeShell({ entitlements, request, facts }: Asked): Answer | undefined {
  if (request.operation !== "shell.openByCustomer") return undefined;
  return judgeAccess(entitlements, "ssh", facts) ?? undefined;
}

/** Needs that come from the kind of operation: a confirmation of what will change (se-13), a window (msp-19). */
function ownNeeds(asked: Asked): readonly Need[] {
  const { entitlements, request, facts } = asked;
  const needs: Need[] = [];
  const confirmation = entitlements
    .terms("confirmation")
    .find(({ term }) => term.operations.includes(request.operation));
  if (confirmation && facts.confirmed !== true) {
    needs.push({ kind: "confirmation", clause: confirmation.clause.id });
  }
  return [...needs, ...windowNeeds(asked)];
}

function windowNeeds({ entitlements, request, facts, nowMs }: Asked): readonly Need[] {
  const kind = WINDOW_OF[request.operation];
  if (kind === undefined) return [];
  const windows = entitlements.terms("window").filter(({ term }) => term.of === kind);
  const opens = windows.map(({ clause, term }) => ({
    clause: clause.id,
    outside: term.outside,
    fromMs: opensAt(entitlements, term.calendar, request.startMs ?? nowMs),
    isTooLong: (request.minutes ?? 0) > (term.longestMinutes ?? Number.POSITIVE_INFINITY),
  }));
  const [first] = opens;
  // Inside any of several windows is inside, unless it takes longer there than it may.
  const isInside = opens.some(({ fromMs, isTooLong }) => fromMs === undefined && !isTooLong);
  if (first === undefined || isInside) return [];
  const { clause, outside, isTooLong } = first;
  // No opening is long enough for what takes too long: nobody is told to wait for one.
  const fromMs = isTooLong ? undefined : first.fromMs;
  if (outside === "surcharge") return [];
  if (outside === "appointment" && facts.appointmentAgreed === true) return [];
  if (outside === "consent") {
    return facts.approvals?.includes("customer")
      ? []
      : [{ kind: "approval", clause, of: "customer" }];
  }
  const need = outside === "refused" ? "window" : "appointment";
  return [{ kind: need, clause, ...(fromMs !== undefined && { fromMs }) }];
}

function addNeeds(answer: Answer, more: readonly Need[]): Answer {
  if (more.length === 0 || answer.outcome === "refused") return answer;
  const known = new Set((answer.needs ?? []).map(({ kind }) => kind));
  const [first, ...rest] = [
    ...(answer.needs ?? []),
    // The confirmation that a clause asks for twice is one confirmation.
    ...more.filter(({ kind }) => !known.has(kind)),
  ];
  return first === undefined ? answer : needing([first, ...rest], answer.charge);
}
