import type { HostCheck } from "./check.ts";

/** `up` its agent speaks; `unreachable` the agent is silent but the machine answers, or nobody can tell; `down` neither. */
export type Reachability = "up" | "unreachable" | "down";

/** What asking the machine itself, from outside, gave: it answered, did not, or there is no address to ask. */
export type Probe = "answers" | "no-answer" | "not-askable";

export type ReachabilityFacts = Readonly<{
  before: Reachability;
  /** How long the agent has said nothing, in milliseconds; counted from our own start at the earliest. */
  silentMs: number;
  probe: Probe;
  /** How long every probe has gone without an answer, in milliseconds. */
  unansweredMs: number;
}>;

/**
 * Tells a dead machine from a silent agent: a machine counts as down only once its agent was silent for
 * `silentSeconds` and nothing on it answered for `confirmSeconds` more. A machine that nobody can ask from outside
 * is never called down on its agent's silence alone.
 */
export function judgeReachability(
  facts: ReachabilityFacts,
  check: Pick<HostCheck, "silentSeconds" | "confirmSeconds">,
): Reachability {
  if (facts.silentMs < check.silentSeconds * 1000) return "up";
  if (facts.probe === "answers") return "unreachable";
  if (facts.probe === "not-askable") return facts.before === "down" ? "down" : "unreachable";
  if (facts.before === "down") return "down";
  return facts.unansweredMs >= check.confirmSeconds * 1000 ? "down" : facts.before;
}
