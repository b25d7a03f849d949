import { isOpen, nextOpening } from "../../calendar/index.ts";
import type { Condition } from "../../catalogue/index.ts";
import { judgePrecaution } from "../../precaution/index.ts";
import type { DecisionReason } from "./decision-reason.ts";
import type { Need } from "./decision.ts";
import type { Entitlements } from "./entitlements.ts";
import type { DecisionFacts } from "./facts.ts";
import { isOrdered } from "./order-authority.ts";
import type { OperationRequest } from "./request.ts";

/** What a condition says: it holds (perhaps for a reason worth telling), something is missing, or it cannot be. */
export type Held =
  | { readonly is: "held"; readonly why?: DecisionReason }
  | { readonly is: "missing"; readonly need: Need }
  | { readonly is: "refused"; readonly reason: DecisionReason; readonly of?: string };

export type Asked = {
  readonly entitlements: Entitlements;
  readonly clause: string;
  readonly request: OperationRequest;
  readonly facts: DecisionFacts;
  readonly nowMs: number;
};

const HELD: Held = { is: "held" };
const DAY_MS = 86_400_000;

/** All of `allOf` and one of `anyOf`, as one answer: what refuses wins over what is missing. */
export function judgeConditions(
  asked: Asked,
  allOf: readonly Condition[] | undefined,
  anyOf: readonly Condition[] | undefined,
): {
  readonly needs: readonly Need[];
  readonly refusal?: Held & { is: "refused" };
  readonly why?: DecisionReason;
} {
  const judged = (allOf ?? []).map((condition) => judgeCondition(asked, condition));
  const one =
    anyOf === undefined ? undefined : bestOfAny(anyOf.map((c) => judgeCondition(asked, c)));
  const all = one === undefined ? judged : [...judged, one];
  const refusal = all.find((held) => held.is === "refused");
  const needs = all.flatMap((held) => (held.is === "missing" ? [held.need] : []));
  const why = all.flatMap((held) => (held.is === "held" && held.why ? [held.why] : []))[0];
  return { needs, ...(refusal && { refusal }), ...(why && { why }) };
}

function bestOfAny(judged: readonly Held[]): Held | undefined {
  return (
    judged.find((held) => held.is === "held") ??
    judged.find((held) => held.is === "missing" && held.need.kind !== "waiting") ??
    judged.find((held) => held.is === "missing") ??
    judged[0]
  );
}

function judgeCondition(asked: Asked, condition: Condition): Held {
  const { facts, clause, entitlements, request } = asked;
  switch (condition.if) {
    case "ordered":
      return isOrdered(entitlements, request, facts, false)
        ? HELD
        : missing({ kind: "order", clause });
    case "approved":
      return judgeApproval(asked, condition.by);
    case "confirmed":
      return facts.confirmed === true ? HELD : missing({ kind: "confirmation", clause });
    case "consented":
      return facts.consents?.includes(condition.consent)
        ? HELD
        : missing({ kind: "consent", clause, of: condition.consent });
    case "insideCalendar":
      return judgeCalendar(asked, condition);
    case "optionBooked":
      return condition.anyOf.some((option) => entitlements.selection.options?.includes(option))
        ? HELD
        : refusal("prerequisite-missing", condition.anyOf.join(", "));
    case "feasible":
      return facts.feasible === true ? HELD : missing({ kind: "feasibility", clause });
    case "credentialsCurrent":
      return facts.credentialsCurrent === true ? HELD : missing({ kind: "credentials", clause });
    // Everything that goes through the product is put on record before it is done.
    case "recorded":
      return HELD;
    default:
      return judgeCircumstance(asked, condition);
  }
}

type Circumstance = Exclude<
  Condition,
  {
    if:
      | "ordered"
      | "approved"
      | "confirmed"
      | "consented"
      | "insideCalendar"
      | "optionBooked"
      | "feasible"
      | "credentialsCurrent"
      | "recorded";
  }
>;

/** Conditions that nobody can fulfil by doing something: they are so, or they are not. */
function judgeCircumstance(asked: Asked, condition: Circumstance): Held {
  const { facts, request } = asked;
  switch (condition.if) {
    case "alertingActive":
      return condition.anyOf.some((channel) => facts.alertingBy?.includes(channel))
        ? HELD
        : refusal("alerting-inactive");
    case "customerSilentDays":
      return judgeSilence(asked, condition.moreThanDays);
    case "dangerImminent":
      return facts.dangerImminent === true
        ? { is: "held", why: "danger-imminent" }
        : refusal("not-now");
    case "event":
      return holds(
        condition.anyOf.some((event) => facts.events?.includes(event)),
        "not-now",
      );
    case "providerInstalled":
      return holds(request.software?.installedBy === "provider", "customer-keeps");
    case "vendorSupported":
      return holds(request.software?.vendorSupported !== false, "vendor-unsupported");
    case "foundedSuspicion":
      return holds(facts.foundedSuspicion === true, "no-suspicion");
    case "severity":
      return holds(
        facts.severity !== undefined && condition.is.includes(facts.severity),
        "not-now",
      );
    case "countLeft":
      return holds(countLeft(asked, condition.thing), "limit-reached");
  }
}

function countLeft({ entitlements, facts }: Asked, thing: string): boolean {
  const limit = entitlements.terms("countLimit").find(({ term }) => term.thing === thing)?.term;
  if (limit === undefined || typeof limit.included !== "number") return true;
  return (facts.counts?.[thing] ?? 0) < limit.included;
}

function judgeApproval(
  { facts, clause, request }: Asked,
  by: "provider" | "customer" | "secondPerson" | "lead",
): Held {
  if (facts.approvals?.includes(by)) return HELD;
  if (by === "lead" && (request.by === "lead" || request.by === "owner")) return HELD;
  return missing({ kind: by === "secondPerson" ? "second-person" : "approval", clause, of: by });
}

function judgeCalendar(
  { entitlements, clause, request, facts, nowMs }: Asked,
  condition: Extract<Condition, { if: "insideCalendar" }>,
): Held {
  const calendar = entitlements.calendar(condition.calendar);
  const start = Temporal.Instant.fromEpochMilliseconds(request.startMs ?? nowMs);
  if (isOpen(calendar, start) || condition.otherwise === "surcharge") return HELD;
  if (condition.otherwise === "refused") return refusal("not-now");
  if (facts.appointmentAgreed === true) return HELD;
  const opens = nextOpening(calendar, start)?.epochMilliseconds;
  return missing({ kind: "appointment", clause, ...(opens !== undefined && { fromMs: opens }) });
}

/** msp-24: the customer has left an alarm or enquiry unanswered for more than so many days. */
function judgeSilence({ facts, clause, nowMs }: Asked, days: number): Held {
  const reading = judgePrecaution(
    {
      clause,
      silentMoreThanMs: days * DAY_MS,
      needsActiveAlerting: false,
      imminentDangerSuffices: false,
    },
    {
      askedMs: facts.askedMs ?? [],
      answeredMs: facts.answeredMs ?? [],
      imminentDanger: false,
      alertingActive: true,
    },
    Temporal.Instant.fromEpochMilliseconds(nowMs),
  );
  if (reading.may) return { is: "held", why: "silent-customer" };
  return reading.mayFromMs === undefined
    ? refusal("not-now")
    : missing({ kind: "waiting", clause, fromMs: reading.mayFromMs });
}

function missing(need: Need): Held {
  return { is: "missing", need };
}

function refusal(reason: DecisionReason, of?: string): Held {
  return { is: "refused", reason, ...(of !== undefined && { of }) };
}

function holds(does: boolean, reason: DecisionReason): Held {
  return does ? HELD : refusal(reason);
}
