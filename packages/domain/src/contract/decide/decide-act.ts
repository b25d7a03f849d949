import type { ClauseTerm } from "../../catalogue/index.ts";
import { judgeWatchdog } from "../../watchdog/index.ts";
import type { WatchdogFacts } from "../../watchdog/index.ts";
import type { Answer } from "./answer.ts";
import { allowed, needing, refused } from "./answer.ts";
import type { Entitlements } from "./entitlements.ts";
import { nearestClause } from "./fall-back.ts";
import { chargeOf } from "./price-of.ts";
import type { ActRequest } from "./request.ts";

const HOUR_MS = 3_600_000;

/**
 * Whether the provider may, now, do what a clause lets him do by himself after an event: suspend at once (ba-15, ba-42), or
 * when a time is up that nobody stopped (ba-41); switch off what is forbidden (ba-11).
 */
export function decideAct(entitlements: Entitlements, request: ActRequest, nowMs: number): Answer {
  const suspension = entitlements
    .terms("suspension")
    .find(({ term }) => term.on.includes(request.on));
  if (suspension) return bySuspension(entitlements, suspension, request, nowMs);
  const prohibition = entitlements
    .terms("prohibition")
    .find(({ term }) => term.recognisedBy.includes(request.on));
  if (prohibition) return allowed(prohibition.clause.id, "act-now");
  return refused(nearestClause(entitlements), "not-in-contract");
}

function bySuspension(
  entitlements: Entitlements,
  { clause, term }: ClauseTerm<"suspension">,
  request: ActRequest,
  nowMs: number,
): Answer {
  const startMs = term.timerStarts === "event" ? request.atMs : request.toldAtMs;
  if (startMs === undefined || (term.tellCustomer.before && request.toldAtMs === undefined)) {
    return refused(clause.id, "customer-not-told");
  }
  const dueMs = startMs + term.afterHours * HOUR_MS;
  const stopped = (request.cancelled ?? []).some(
    ({ event, atMs }) =>
      atMs >= request.atMs && atMs <= Math.min(dueMs, nowMs) && term.cancelledBy.includes(event),
  );
  const solved = (request.cancelled ?? []).some(
    ({ event, atMs }) => atMs >= request.atMs && atMs <= nowMs && term.until.includes(event),
  );
  if (stopped || solved) return refused(clause.id, "timer-stopped");
  if (nowMs < dueMs) return needing([{ kind: "waiting", clause: clause.id, fromMs: dueMs }]);
  const charge = chargeOf(entitlements, term.charge, { topics: ["abuseCase"], startMs: nowMs });
  return { ...allowed(clause.id, "act-now"), ...(charge && { charge }) };
}

/** msp-23: whether a machine that has stopped living is restarted now. */
export function decideWatchdog(
  entitlements: Entitlements,
  facts: WatchdogFacts,
  nowMs: number,
): Answer {
  const found = entitlements.terms("watchdog")[0];
  if (found === undefined) return refused(nearestClause(entitlements), "not-in-contract");
  const { clause, term } = found;
  const decision = judgeWatchdog(
    {
      clause: clause.id,
      silenceMs: term.idleSeconds * 1000,
      restartsAtMost: term.maximumInARow,
      heartbeatLostAfterMs: term.heartbeatLostSeconds * 1000,
      resetAfterMs: term.resetAfterSeconds * 1000,
      bootGraceMs: term.bootGraceSeconds * 1000,
    },
    facts,
    Temporal.Instant.fromEpochMilliseconds(nowMs),
  );
  if (decision.act === "restart") return allowed(clause.id, "act-now");
  if (decision.act === "give-up") return refused(clause.id, "restarts-used-up");
  return decision.lookAgainMs === undefined
    ? refused(clause.id, "not-now")
    : needing([{ kind: "waiting", clause: clause.id, fromMs: decision.lookAgainMs }]);
}
