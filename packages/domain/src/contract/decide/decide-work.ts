import type { ClauseTerm, TermOf, Topic } from "../../catalogue/index.ts";
import type { Answer } from "./answer.ts";
import { allowed, bestOf, needing, refused } from "./answer.ts";
import { opensAt } from "./authorise-operation.ts";
import type { Need } from "./decision.ts";
import { fromBlock, fromQuota } from "./draw-hours.ts";
import type { Entitlements } from "./entitlements.ts";
import type { DecisionFacts } from "./facts.ts";
import { nearestClause } from "./fall-back.ts";
import type { Wish } from "./judge-exclusions.ts";
import {
  afterNeeds,
  agreedBefore,
  judgeExclusions,
  liftedExclusion,
  notesBefore,
} from "./judge-exclusions.ts";
import { isOrdered, judgeAuthority } from "./order-authority.ts";
import { chargeOf, hourly } from "./price-of.ts";
import type { WorkRequest } from "./request.ts";
import { sellOnOrder } from "./sell-on-order.ts";

/**
 * What the contract says to help or work, by what it is about: paid for by something else (srv-31), not included (srv-38),
 * flat (srv-22), out of the month's hours (dk-23), part of the support (ba-36), or sold on order (dk-22).
 */
export function decideWork(
  entitlements: Entitlements,
  request: WorkRequest,
  facts: DecisionFacts,
  nowMs: number,
): Answer {
  const { by, channel, topics, minutes } = request;
  const wish: Wish = {
    by,
    channel,
    topics,
    startMs: request.startMs ?? nowMs,
    ...(minutes !== undefined && { minutes }),
  };
  const authority = judgeAuthority(entitlements, request);
  if (authority) return authority;
  const answer =
    coveredByOther(entitlements, topics) ??
    judgeExclusions(entitlements, wish, facts) ??
    atNight(entitlements, wish) ??
    flat(entitlements, wish, facts) ??
    fromQuota(entitlements, wish, facts) ??
    fromBlock(entitlements, wish, facts) ??
    supported(entitlements, wish) ??
    onOrder(entitlements, wish, facts) ??
    lifted(entitlements, wish, facts) ??
    elsewhere(entitlements, wish, facts);
  const notes = notesBefore(entitlements, wish);
  return notes.length === 0 ? answer : { ...answer, notes };
}

function meets(topics: readonly Topic[], wanted: readonly Topic[]): boolean {
  return topics.some((topic) => wanted.includes(topic));
}

function coveredByOther(
  { terms, selection }: Entitlements,
  topics: readonly Topic[],
): Answer | undefined {
  const found = terms("coveredBy").find(
    ({ term }) => selection.options?.includes(term.option) === true && meets(term.topics, topics),
  );
  return found && allowed(found.clause.id, "included");
}

/** srv-35: by the emergency number outside service time, with what it costs then. */
function atNight(entitlements: Entitlements, wish: Wish): Answer | undefined {
  const found = entitlements.terms("onCall").find(({ term }) => term.channel === wish.channel);
  if (found === undefined) return undefined;
  const { clause, term } = found;
  const isOpenNow = opensAt(entitlements, term.calendar, wish.startMs) === undefined;
  if (isOpenNow === term.outsideCalendar) return undefined;
  const charge = chargeOf(entitlements, term.charge, wish);
  return charge === undefined ? allowed(clause.id) : afterNeeds([], clause.id, charge);
}

/** srv-22: covered however much it is; after months of excessive use an adjustment is proposed, or it costs. */
function flat(entitlements: Entitlements, wish: Wish, facts: DecisionFacts): Answer | undefined {
  const found = entitlements.terms("flatRate").find(({ term }) => meets(term.covers, wish.topics));
  if (found === undefined) return undefined;
  const { clause, term } = found;
  if (!isExcessive(term.excessive, facts.flatHoursByMonth ?? [])) {
    return allowed(clause.id, "included");
  }
  if (term.excessive?.outcome !== "charge") return allowed(clause.id, "limit-contact");
  return afterNeeds([], clause.id, hourly(entitlements, "byTime", undefined, wish));
}

/** Each of the last months was above the figure; fewer months than that prove nothing. */
function isExcessive(
  excessive: TermOf<"flatRate">["excessive"],
  hoursByMonth: readonly number[],
): boolean {
  if (excessive === undefined || hoursByMonth.length < excessive.months) return false;
  const last = hoursByMonth.slice(-excessive.months);
  return last.every((hours) => hours > excessive.aboveHoursPerMonth);
}

/** Support clauses, best first: included before charged, by this channel before another. */
function supported(entitlements: Entitlements, wish: Wish): Answer | undefined {
  return bestOf(
    entitlements
      .terms("supportScope")
      .filter(({ term }) => meets(term.topics, wish.topics))
      .map((found) => bySupport(entitlements, wish, found)),
  );
}

function bySupport(
  entitlements: Entitlements,
  wish: Wish,
  { clause, term }: ClauseTerm<"supportScope">,
): Answer {
  if (!term.channels.includes(wish.channel)) return refused(clause.id, "channel-not-allowed");
  const fromMs = opensAt(entitlements, term.calendar, wish.startMs);
  const needs: Need[] = fromMs === undefined ? [] : [{ kind: "window", clause: clause.id, fromMs }];
  const charge = chargeOf(entitlements, term.charge, wish);
  if (charge !== undefined) return afterNeeds(needs, clause.id, charge);
  const [first] = needs;
  return first === undefined ? allowed(clause.id, "included") : needing([first]);
}

function onOrder(entitlements: Entitlements, wish: Wish, facts: DecisionFacts): Answer | undefined {
  const found = entitlements
    .terms("orderedWork")
    .find(({ term }) => meets(term.topics, wish.topics));
  return found && sellOnOrder(entitlements, found, wish, facts);
}

function lifted(entitlements: Entitlements, wish: Wish, facts: DecisionFacts): Answer | undefined {
  const clause = liftedExclusion(entitlements, wish, facts);
  return clause === undefined ? undefined : allowed(clause);
}

/** What no clause names: in scope, sold by the hour, or neither. */
function elsewhere(entitlements: Entitlements, wish: Wish, facts: DecisionFacts): Answer {
  const scope = entitlements.terms("scope")[0];
  if (scope !== undefined) {
    const { clause, term } = scope;
    if (meets(term.includes, wish.topics)) return allowed(clause.id, "included");
    if (term.otherwise === "outOfScope") return refused(clause.id, "out-of-scope");
    if (term.otherwise === "quote") {
      const needs: Need[] =
        facts.quoteAccepted === true ? [] : [{ kind: "quote", clause: clause.id }];
      return afterNeeds(needs, clause.id, { mode: "quote" });
    }
    return afterNeeds([], clause.id, hourly(entitlements, "byTime", undefined, wish));
  }
  const rate = entitlements
    .terms("priceRate")
    .find(({ term }) => term.topics === "everythingOptional" || meets(term.topics, wish.topics));
  if (rate === undefined) return refused(nearestClause(entitlements), "not-in-contract");
  const isGiven = isOrdered(entitlements, wish, facts, agreedBefore(entitlements));
  const needs: Need[] = isGiven ? [] : [{ kind: "order", clause: rate.clause.id }];
  return afterNeeds(needs, rate.clause.id, hourly(entitlements, "byTime", rate.term.price, wish));
}
