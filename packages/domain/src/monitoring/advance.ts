import type { CheckState } from "./state.ts";

/** Where a check instance stands: Icinga's soft and hard states and its flapping detection. */
export type CheckStanding = Readonly<{
  state: CheckState;
  /** False while a problem has not been seen `maxAttempts` times in a row. */
  hard: boolean;
  /** Results in a row with the problem; 1 in ok. */
  attempt: number;
  /** When the hard state last changed; epoch milliseconds. */
  hardSinceMs: number;
  /** The last hard state: what people were told. */
  hardState: CheckState;
  flapping: boolean;
  /** The last 20 results, newest last, `1` where the state differed from the one before. */
  changes: string;
}>;

export type StandingChange = Readonly<{
  kind: "soft" | "hard" | "flapping-started" | "flapping-stopped";
  from: CheckState;
  to: CheckState;
}>;

const HISTORY = 20;
/** Icinga's defaults: flapping starts above 30 % and stops below 25 % of weighted state changes. */
const FLAPPING_ABOVE_PERCENT = 30;
const FLAPPING_BELOW_PERCENT = 25;

/** A check that has not been judged yet stands at ok and hard, so that a first problem is a change. */
export function initialStanding(atMs: number): CheckStanding {
  return {
    state: "ok",
    hard: true,
    attempt: 1,
    hardSinceMs: atMs,
    hardState: "ok",
    flapping: false,
    changes: "",
  };
}

/** Weighted share of state changes over the last results, newer ones counting more (0.8 … 1.2), in percent. */
export function flappingPercent(changes: string): number {
  if (changes.length < HISTORY) return 0;
  let sum = 0;
  for (let i = 0; i < HISTORY; i++) if (changes[i] === "1") sum += 0.8 + (0.4 * i) / (HISTORY - 1);
  return (sum * 100) / HISTORY;
}

/**
 * Takes one result into account.
 * @returns the new standing and what changed (empty where nothing did), in the order it happened.
 */
export function advance(
  before: CheckStanding,
  result: CheckState,
  atMs: number,
  maxAttempts: number,
): Readonly<{ standing: CheckStanding; changes: readonly StandingChange[] }> {
  const history = (before.changes + (result === before.state ? "0" : "1")).slice(-HISTORY);
  const percent = flappingPercent(history);
  const flapping = before.flapping
    ? percent >= FLAPPING_BELOW_PERCENT
    : percent > FLAPPING_ABOVE_PERCENT;
  const attempt = nextAttempt(before, result, maxAttempts);
  const hard = result === "ok" || attempt >= maxAttempts;
  const hardChanged = hard && result !== before.hardState;
  const standing: CheckStanding = {
    state: result,
    hard,
    attempt,
    hardSinceMs: hardChanged ? atMs : before.hardSinceMs,
    hardState: hard ? result : before.hardState,
    flapping,
    changes: history,
  };
  const changes: StandingChange[] = [];
  if (hardChanged) changes.push({ kind: "hard", from: before.hardState, to: result });
  else if (result !== before.state) changes.push({ kind: "soft", from: before.state, to: result });
  if (flapping !== before.flapping)
    changes.push({
      kind: flapping ? "flapping-started" : "flapping-stopped",
      from: before.state,
      to: result,
    });
  return { standing, changes };
}

function nextAttempt(before: CheckStanding, result: CheckState, maxAttempts: number): number {
  if (result === "ok" || before.state === "ok") return 1;
  return Math.min(before.attempt + 1, maxAttempts);
}
