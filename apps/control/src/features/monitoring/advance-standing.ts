import type { CheckState } from "@driftvakt/domain/monitoring";
import type { CheckEvent } from "@driftvakt/protocol/agent";

/** Where a check stands, with the sequence number that each part of it comes from. */
export type Standing = {
  readonly seq: number;
  readonly state: CheckState;
  readonly attempt: number;
  readonly output: string;
  readonly value: number | null;
  readonly clauses: readonly string[];
  readonly gone: boolean;
  readonly hard: boolean;
  readonly hardState: CheckState;
  readonly hardSinceMs: number;
  readonly hardSeq: number;
  readonly flapping: boolean;
  readonly flappingSeq: number;
};

/**
 * Takes an event into account, in whatever order events come: each part of the standing follows the event with the
 * highest sequence number that speaks of it, so that any order and any repetition end in the same standing (R7).
 */
export function advanceStanding(before: Standing | undefined, event: CheckEvent): Standing {
  return { ...latest(before, event), ...hardness(before, event), ...flapping(before, event) };
}

function latest(before: Standing | undefined, event: CheckEvent) {
  if (before && before.seq >= event.seq) {
    const { seq, state, attempt, output, value, clauses, gone, hard } = before;
    return { seq, state, attempt, output, value, clauses, gone, hard };
  }
  return {
    seq: event.seq,
    state: event.to,
    attempt: event.attempt,
    output: event.output,
    value: event.value,
    clauses: event.clauses,
    gone: event.change === "disappeared",
    hard: event.change === "soft" ? event.to === "ok" : true,
  };
}

function hardness(before: Standing | undefined, event: CheckEvent) {
  const speaks = event.change === "hard" || event.change === "appeared";
  if (before && (!speaks || before.hardSeq >= event.seq)) {
    const { hardState, hardSinceMs, hardSeq } = before;
    return { hardState, hardSinceMs, hardSeq };
  }
  return speaks
    ? { hardState: event.to, hardSinceMs: event.atMs, hardSeq: event.seq }
    : { hardState: "ok" as const, hardSinceMs: 0, hardSeq: 0 };
}

function flapping(before: Standing | undefined, event: CheckEvent) {
  const { change } = event;
  const speaks =
    change === "flapping-started" || change === "flapping-stopped" || change === "appeared";
  if (before && (!speaks || before.flappingSeq >= event.seq)) {
    return { flapping: before.flapping, flappingSeq: before.flappingSeq };
  }
  return speaks
    ? { flapping: change === "flapping-started", flappingSeq: event.seq }
    : { flapping: false, flappingSeq: 0 };
}

/** Which of several hard states a machine is said to be in. */
export const WORST_FIRST: readonly CheckState[] = ["critical", "warning", "unknown", "ok"];
