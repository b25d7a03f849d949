import type { Catalogue, Priority, Selection, TermOf } from "../catalogue/index.ts";
import { listTerms } from "../catalogue/index.ts";

type Level = "high" | "medium" | "low";

/** What is known about a fault when it is judged. */
export type FaultFacts = {
  readonly persons?: number | undefined;
  readonly everyone?: boolean | undefined;
  readonly keyProcess?: boolean | undefined;
  readonly serviceDown?: boolean | undefined;
  readonly serviceDegraded?: boolean | undefined;
  readonly impact?: Level | undefined;
  readonly urgency?: Level | undefined;
};

export type JudgedSeverity = {
  readonly clause: string;
  /** Absent where the priority comes from impact and urgency. */
  readonly severity?: string;
  readonly priority: Priority;
};

/**
 * How grave a fault is by the contract's own words (srv-28: more than ten persons, everyone, or a key process): the first
 * severity that fits, else impact and urgency. Undefined where the contract says nothing about it.
 */
export function judgeSeverity(
  catalogue: Catalogue,
  selection: Selection,
  fault: FaultFacts,
): JudgedSeverity | undefined {
  for (const { clause, term } of listTerms(catalogue, selection, "severityRule")) {
    const fitting = term.severities.find((one) => one.anyOf.some((rule) => fits(rule, fault)));
    const isFirm = fitting?.anyOf.some(({ if: word }) => word === "otherwise") === false;
    const byMatrix = matrixPriority(term, fault);
    if (byMatrix !== undefined && !isFirm) return { clause: clause.id, priority: byMatrix };
    if (fitting) return { clause: clause.id, severity: fitting.id, priority: fitting.priority };
  }
  return undefined;
}

type Rule = TermOf<"severityRule">["severities"][number]["anyOf"][number];

function fits(rule: Rule, fault: FaultFacts): boolean {
  switch (rule.if) {
    case "personsMoreThan":
      return (fault.persons ?? 0) > rule.persons;
    case "everyoneAffected":
      return fault.everyone === true;
    case "keyProcessImpaired":
      return fault.keyProcess === true;
    case "serviceDown":
      return fault.serviceDown === true;
    case "serviceDegraded":
      return fault.serviceDegraded === true;
    case "otherwise":
      return true;
  }
}

function matrixPriority(
  { matrix }: TermOf<"severityRule">,
  { impact, urgency }: FaultFacts,
): Priority | undefined {
  if (matrix === undefined || impact === undefined || urgency === undefined) return undefined;
  return matrix[impact][urgency];
}
