import type { PriorityRules, Severity } from "./clock-rules.ts";

type SeverityRule = NonNullable<PriorityRules["severity"]>[number];

/**
 * The priority of a fault: the first severity rule that holds (srv-28: more than ten persons or
 * everyone cannot work, or a key process is impaired), else impact × urgency, else the rest.
 */
export function judgePriority(
  rules: PriorityRules,
  severity: Severity,
): { readonly priority: string; readonly clause: string } {
  const rule = rules.severity?.find((one) => holds(one, severity));
  if (rule !== undefined) return { priority: rule.priority, clause: rule.clause };
  const { impact, urgency } = severity;
  if (rules.matrix === undefined || impact === undefined || urgency === undefined) {
    return { priority: rules.otherwise, clause: rules.clause };
  }
  return { priority: rules.matrix[impact][urgency], clause: rules.clause };
}

/** One criterion is enough; what is not known does not hold. */
function holds(rule: SeverityRule, severity: Severity): boolean {
  const isMany =
    rule.personsMoreThan !== undefined && (severity.affectedPersons ?? 0) > rule.personsMoreThan;
  const isEveryone = rule.everyone === true && severity.everyoneAffected === true;
  const isKeyProcess = rule.keyProcess === true && severity.keyProcessImpaired === true;
  return isMany || isEveryone || isKeyProcess;
}
