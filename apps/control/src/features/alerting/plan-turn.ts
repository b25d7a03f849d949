import type { CheckEvent } from "@driftvakt/protocol/agent";
import type { Selectable } from "kysely";
import type { AlertTable } from "./tables.ts";

/** Word that is older than this when it arrives is late: it is told as history, not as news. */
export const LATE_AFTER_MS = 2 * 60 * 1000;

export type OpenAlert = Selectable<AlertTable>;

/** What is known when an event arrives. */
export type TurnFacts = {
  readonly event: CheckEvent;
  readonly open: OpenAlert | undefined;
  /** The check is flapping: its changes are on record, nobody is told of each. */
  readonly flapping: boolean;
  /** A later hard state of this check is known already. */
  readonly superseded: boolean;
  readonly nowMs: number;
};

export type Step = { readonly atMs: number; readonly what: string; readonly detail: string };

/** What becomes of the incident; `tell` says whether and how people hear of it. */
export type TurnPlan = {
  readonly incident: "none" | "open" | "change" | "close" | "end-watch" | "flap" | "settle";
  readonly steps: readonly Step[];
  readonly tell: "problem" | "recovery" | "flapping" | null;
  readonly late: boolean;
};

/**
 * Decides what a change of a check does to its incident: opens, changes or closes it, and who hears of it.
 * A late problem that is over already is told once, with its end. Pure.
 */
export function planTurn(facts: TurnFacts): TurnPlan {
  const { event, open } = facts;
  const late = facts.nowMs - event.atMs > LATE_AFTER_MS;
  switch (event.change) {
    case "soft":
      return { incident: "none", steps: [], tell: null, late };
    case "disappeared":
      return planVanished(facts, late);
    case "flapping-started":
    case "flapping-stopped":
      return planFlapping(facts, late);
    case "appeared":
    case "hard":
      if (event.to === "ok") return planRecovery(facts, late);
      return open ? planChange(facts, open, late) : planProblem(facts, late);
  }
}

function planProblem({ event, flapping, superseded }: TurnFacts, late: boolean): TurnPlan {
  const what = late ? "opened late" : "opened";
  const detail = `${event.from} → ${event.to}: ${event.output}`;
  const over = late && superseded;
  const tell = flapping ? "flapping" : "problem";
  return {
    incident: "open",
    steps: [{ atMs: event.atMs, what, detail }],
    tell: over ? null : tell,
    late,
  };
}

function planChange(facts: TurnFacts, open: OpenAlert, late: boolean): TurnPlan {
  const { event, superseded } = facts;
  if (open.state === event.to) return { incident: "none", steps: [], tell: null, late };
  const detail = `${open.state} → ${event.to}: ${event.output}`;
  const held = open.acknowledgement_sticky && open.acknowledged_at !== null;
  return {
    incident: "change",
    steps: [{ atMs: event.atMs, what: "changed", detail }],
    tell: open.flapping || held || (late && superseded) ? null : "problem",
    late,
  };
}

/** While a check flaps its incident stays open: one incident and one mail, not one a turn. */
function planRecovery(facts: TurnFacts, late: boolean): TurnPlan {
  const { event, open } = facts;
  if (!open) return { incident: "none", steps: [], tell: null, late };
  if (open.flapping) return planChange(facts, open, late);
  const step = { atMs: event.atMs, what: "recovered", detail: event.output };
  return { incident: "close", steps: [step], tell: "recovery", late };
}

/** What is no longer watched is no longer wrong; nobody is told of a recovery that nobody saw. */
function planVanished({ event, open }: TurnFacts, late: boolean): TurnPlan {
  if (!open) return { incident: "none", steps: [], tell: null, late };
  const step = { atMs: event.atMs, what: "no longer watched", detail: event.output };
  return { incident: "end-watch", steps: [step], tell: null, late };
}

/** People hear that it goes back and forth, and where it settled. */
function planFlapping(facts: TurnFacts, late: boolean): TurnPlan {
  const { event, open } = facts;
  if (!open) return { incident: "none", steps: [], tell: null, late };
  const { atMs, output: detail } = event;
  if (event.change === "flapping-started") {
    const steps = [{ atMs, what: "flapping", detail }];
    return { incident: "flap", steps, tell: "flapping", late };
  }
  const steps = [{ atMs, what: "settled", detail }];
  return open.state === "ok"
    ? { incident: "close", steps, tell: "recovery", late }
    : { incident: "settle", steps, tell: "problem", late };
}
