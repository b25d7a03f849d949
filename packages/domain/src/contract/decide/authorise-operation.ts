import { isOpen, nextOpening } from "../../calendar/index.ts";
import type { Actor, ClauseTerm } from "../../catalogue/index.ts";
import { judgePrecaution } from "../../precaution/index.ts";
import type { Answer } from "./answer.ts";
import { allowed, bestOf, needing, refused } from "./answer.ts";
import type { Need } from "./decision.ts";
import type { Entitlements } from "./entitlements.ts";
import type { Wish } from "./judge-exclusions.ts";
import { afterNeeds } from "./judge-exclusions.ts";
import type { Asked } from "./judge-conditions.ts";
import { judgeConditions } from "./judge-conditions.ts";
import { isCustomerSide } from "./order-authority.ts";
import { chargeOf } from "./price-of.ts";
import type { OperationRequest } from "./request.ts";

const DAY_MS = 86_400_000;

/** The best that any clause says to an operation; undefined where no clause speaks of it at all. */
export function authorise(asked: Asked): Answer | undefined {
  const { entitlements, request } = asked;
  const answers = [
    ...entitlements.operationTerms(request.operation).map((found) => byOperation(asked, found)),
    ...byRestore(asked),
    ...bySelfService(asked),
    ...byPrecaution(asked),
  ];
  return bestOf(answers);
}

function byOperation(asked: Asked, { clause, term }: ClauseTerm<"operation">): Answer {
  const { request, entitlements, nowMs } = asked;
  if (!isActor(term.actors, request)) return refused(clause.id, "asker-not-allowed");
  if (!isChannel(term.channels, request)) return refused(clause.id, "channel-not-allowed");
  const judged = judgeConditions({ ...asked, clause: clause.id }, term.allOf, term.anyOf);
  if (judged.refusal) return refused(clause.id, judged.refusal.reason, judged.refusal.of);
  const needs: Need[] = [...judged.needs];
  const opens = opensAt(entitlements, term.calendar, request.startMs ?? nowMs);
  if (opens !== undefined) needs.push({ kind: "window", clause: clause.id, fromMs: opens });
  const charge = chargeOf(entitlements, term.charge, wishOf(asked));
  if (charge !== undefined) return afterNeeds(needs, clause.id, charge);
  const [first, ...rest] = needs;
  return first === undefined
    ? allowed(clause.id, judged.why ?? "granted")
    : needing([first, ...rest]);
}

/** The operation as a wish for work, where it is charged, sold or excluded like one. */
export function wishOf({ request, nowMs }: Asked): Wish {
  const { by, channel, operation, topics = [], startMs = nowMs, minutes } = request;
  return { by, channel, operation, topics, startMs, ...(minutes !== undefined && { minutes }) };
}

/** When it may be asked for, if not now: the next opening of the calendar. */
export function opensAt(
  entitlements: Entitlements,
  calendarId: string | undefined,
  startMs: number,
): number | undefined {
  if (calendarId === undefined) return undefined;
  const calendar = entitlements.calendar(calendarId);
  const start = Temporal.Instant.fromEpochMilliseconds(startMs);
  if (isOpen(calendar, start)) return undefined;
  return nextOpening(calendar, start)?.epochMilliseconds ?? Number.MAX_SAFE_INTEGER;
}

/** A named orderer may do what any customer may; lead and owner what a technician may. */
export function isActor(actors: readonly Actor[], { by }: Pick<OperationRequest, "by">): boolean {
  if (actors.includes(by)) return true;
  if (by === "orderer") return actors.includes("customer");
  return (by === "lead" || by === "owner") && actors.includes("technician");
}

/** What the product does by itself comes by no channel. */
function isChannel(channels: readonly string[], { by, channel }: OperationRequest): boolean {
  return by === "system" || channels.includes(channel);
}

function byRestore(asked: Asked): readonly Answer[] {
  const { entitlements, request } = asked;
  return entitlements
    .terms("restore")
    .filter(({ term }) => term.operations.includes(request.operation))
    .map(({ clause, term }) => {
      const inPortal = isCustomerSide(request) && request.channel === "portal";
      if (inPortal && term.by === "onRequest") return refused(clause.id, "channel-not-allowed");
      if (!inPortal && isCustomerSide(request) && term.by === "customerInPortal")
        return refused(clause.id, "channel-not-allowed");
      if (!isChannel(term.channels, request)) return refused(clause.id, "channel-not-allowed");
      const charge = chargeOf(entitlements, term.charge, wishOf(asked));
      return charge === undefined ? allowed(clause.id) : afterNeeds([], clause.id, charge);
    });
}

function bySelfService({ entitlements, request }: Asked): readonly Answer[] {
  return entitlements
    .terms("selfService")
    .filter(({ term }) => term.operations.includes(request.operation))
    .map(({ clause, term }) => {
      if (!isCustomerSide(request)) return refused(clause.id, "asker-not-allowed");
      return request.channel === term.where
        ? allowed(clause.id)
        : refused(clause.id, "channel-not-allowed");
    });
}

/** msp-24, msp-25: the provider acts by himself in the cases that the clause names. */
function byPrecaution({ entitlements, request, facts, nowMs }: Asked): readonly Answer[] {
  if (isCustomerSide(request)) return [];
  const cases = entitlements
    .terms("precautionCase")
    .filter(({ term }) => term.operations.includes(request.operation));
  const said = entitlements.terms("precaution")[0];
  if (cases.length === 0 || said === undefined) return [];
  const { clause, term } = said;
  if (!cases.some((one) => one.term.on.some((event) => facts.events?.includes(event)))) {
    return [refused(clause.id, "not-now")];
  }
  const reading = judgePrecaution(
    {
      clause: clause.id,
      silentMoreThanMs: term.silentDays * DAY_MS,
      needsActiveAlerting: true,
      imminentDangerSuffices: term.orDangerImminent,
    },
    {
      askedMs: facts.askedMs ?? [],
      answeredMs: facts.answeredMs ?? [],
      imminentDanger: facts.dangerImminent === true,
      alertingActive: term.onlyWithAlertingBy.some((one) => facts.alertingBy?.includes(one)),
    },
    Temporal.Instant.fromEpochMilliseconds(nowMs),
  );
  if (reading.may) {
    return [
      allowed(clause.id, reading.why === "imminent-danger" ? "danger-imminent" : "silent-customer"),
    ];
  }
  if (reading.why === "alerting-inactive") return [refused(clause.id, "alerting-inactive")];
  return reading.mayFromMs === undefined
    ? [refused(clause.id, "not-now")]
    : [needing([{ kind: "waiting", clause: clause.id, fromMs: reading.mayFromMs }])];
}
