import type { Kind } from "../testing/kinds.ts";

export const stages = ["typed", "decided", "kept"] as const;
/** typed: in a catalogue · decided: the engine answers for it · kept: the running product was seen to keep it. */
export type Stage = (typeof stages)[number];
export type ClauseTest = Readonly<{ path: string; name: string; kind: Kind }>;

/**
 * How far a clause is built, from the tests that carry its id. A rule of the domain decides it; it is kept only when a
 * test that runs the real thing (a database, a machine, the whole system, a browser) says so.
 */
export function judgeStage(tests: readonly ClauseTest[]): Stage {
  if (tests.some(({ kind }) => kind !== "pure")) return "kept";
  return tests.some(({ path }) => path.startsWith("packages/domain/")) ? "decided" : "typed";
}
