import type { Happening, Line, Simulation } from "@driftvakt/domain/simulation";
import type { Shape, Tone } from "../../ui/state-mark.tsx";
import type { Lane } from "./lay-out.ts";

/** One thing on the timeline, from the scenario or from the contract, as picture and list show it. */
export type Entry = {
  readonly id: string;
  readonly lane: Lane;
  readonly fromMs: number;
  /** The same as `fromMs` for a moment. */
  readonly toMs: number;
  readonly tone: Tone;
  readonly shape: Shape;
  /** A stretch that is only allowed or expected, such as the time until a deadline: drawn as an outline. */
  readonly outlined: boolean;
} & (
  | { readonly of: "line"; readonly line: Line }
  | { readonly of: "happening"; readonly happening: Happening }
);

type Look = Pick<Entry, "lane" | "tone" | "shape">;
const look = (lane: Lane, tone: Tone, shape: Shape): Look => ({ lane, tone, shape });

/** What happens, as far as no line of the contract stands for it already. */
const HAPPENINGS: Partial<Record<Happening["event"], Look>> = {
  outage: look("state", "bad", "cross"),
  silence: look("state", "bad", "question"),
  gap: look("state", "odd", "question"),
  alarm: look("state", "warn", "triangle"),
  happens: look("state", "warn", "shield"),
  update: look("state", "idle", "dots"),
  report: look("state", "idle", "dots"),
  backup: look("state", "good", "tick"),
  ticket: look("tickets", "idle", "dots"),
  step: look("tickets", "idle", "ring"),
  announcement: look("work", "odd", "clock"),
  asked: look("word", "idle", "question"),
  answered: look("word", "idle", "ring"),
  record: look("word", "idle", "ring"),
  claim: look("money", "odd", "shield"),
};

const DECISIONS: Readonly<Record<string, Look>> = {
  allowed: look("word", "good", "tick"),
  charged: look("word", "warn", "triangle"),
  needs: look("word", "odd", "question"),
  refused: look("word", "bad", "cross"),
};

const PROMISES: Readonly<Record<string, Look>> = {
  broken: look("promises", "bad", "cross"),
  "at-risk": look("promises", "warn", "triangle"),
  kept: look("promises", "good", "tick"),
  pending: look("promises", "idle", "ring"),
  waived: look("promises", "odd", "slash"),
};

const LINES: Readonly<Record<Line["code"], Look>> = {
  decided: look("word", "idle", "ring"),
  "suspends-unless-stopped": look("word", "warn", "clock"),
  "claimable-until": look("money", "idle", "clock"),
  "clock-runs": look("tickets", "idle", "clock"),
  "clock-warning": look("tickets", "warn", "triangle"),
  "clock-missed": look("tickets", "bad", "cross"),
  "clock-met": look("tickets", "good", "tick"),
  escalated: look("tickets", "odd", "shield"),
  "not-told": look("word", "bad", "cross"),
  "told-in-time": look("word", "good", "tick"),
  "told-late": look("word", "bad", "cross"),
  "not-suspended": look("word", "good", "tick"),
  suspended: look("word", "bad", "slash"),
  restored: look("word", "good", "tick"),
  "may-be-restored": look("word", "idle", "ring"),
  prohibited: look("word", "bad", "slash"),
  restarted: look("word", "warn", "dots"),
  "lives-again": look("word", "good", "tick"),
  "people-must-look": look("word", "bad", "shield"),
  "availability-kept": look("money", "good", "tick"),
  "availability-missed": look("money", "bad", "cross"),
  promise: look("promises", "idle", "ring"),
  "credit-granted": look("money", "bad", "triangle"),
  "credit-claimable": look("money", "warn", "triangle"),
  "credit-lapsed": look("money", "idle", "dash"),
  charged: look("money", "good", "dots"),
  "quota-warning": look("word", "warn", "triangle"),
  "drawn-from-block": look("money", "idle", "dash"),
  "block-renewed": look("money", "good", "dots"),
  invoiced: look("money", "idle", "dots"),
};

function lookOf(line: Line): Look {
  const { code, facts } = line;
  const special =
    code === "decided"
      ? DECISIONS[String(facts["outcome"])]
      : code === "promise"
        ? PROMISES[String(facts["state"])]
        : undefined;
  return special ?? LINES[code];
}

/** Everything of a played scenario in the order of time; what happens comes before what the contract says to it. */
export function listEntries(
  { lines }: Pick<Simulation, "lines">,
  happenings: readonly Happening[],
): readonly Entry[] {
  const happened = happenings.flatMap((happening): Entry[] => {
    const seen = HAPPENINGS[happening.event];
    if (!seen) return [];
    const failed = happening.event === "backup" && happening.word === "failed";
    const { fromMs, toMs, index } = happening;
    const own = failed ? look("state", "bad", "cross") : seen;
    const id = `h${index}`;
    return [{ id, of: "happening", happening, fromMs, toMs, outlined: false, ...own }];
  });
  const said = lines.map((line, index): Entry => {
    const toMs = line.untilMs ?? line.atMs;
    const id = `l${index}`;
    const outlined = line.untilMs !== undefined;
    return { id, of: "line", line, fromMs: line.atMs, toMs, outlined, ...lookOf(line) };
  });
  return [...happened, ...said].toSorted((a, b) => a.fromMs - b.fromMs);
}

/** By which clause, where one says it. */
export const clauseOf = (entry: Entry): string | undefined =>
  entry.of === "line" ? entry.line.clause : undefined;

export const machineOf = (entry: Entry): number | undefined =>
  entry.of === "line" ? entry.line.machine : entry.happening.machine;
