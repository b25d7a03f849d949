import { useState } from "react";
import type { DrawnYear } from "@driftvakt/domain/simulation";
import { Cancelled, type Player } from "./player.ts";
import type { Played, PlayedYears, Source, YearsWish } from "./worker-messages.ts";

export type Outcome =
  | { readonly kind: "once"; readonly played: Played }
  | { readonly kind: "years"; readonly played: PlayedYears };

/** How the playing stands. `key` says what was played, so that a change since can be told. */
export type Run =
  | { readonly state: "idle" }
  | { readonly state: "running"; readonly total: number; readonly drawn: readonly DrawnYear[] }
  | { readonly state: "failed"; readonly error: Error; readonly key: string }
  | { readonly state: "done"; readonly outcome: Outcome; readonly key: string };

export type Sources = { readonly catalogue: Source; readonly scenario: Source };

/** Plays, tells how far it is, and stops at once when asked. */
export function useRun(player: Player) {
  const [run, setRun] = useState<Run>({ state: "idle" });
  const finish = async (key: string, total: number, work: () => Promise<Outcome>) => {
    setRun({ state: "running", total, drawn: [] });
    try {
      setRun({ state: "done", outcome: await work(), key });
    } catch (error) {
      setRun(
        error instanceof Cancelled
          ? { state: "idle" }
          : { state: "failed", error: error as Error, key },
      );
    }
  };
  const more = (drawn: readonly DrawnYear[]) =>
    setRun((before) =>
      before.state === "running" ? { ...before, drawn: [...before.drawn, ...drawn] } : before,
    );
  return {
    run,
    playOnce: (sources: Sources, key: string) =>
      finish(key, 0, async () => ({ kind: "once", played: await player.ask("play", sources) })),
    playYears: (sources: Sources, wish: YearsWish, key: string) =>
      finish(key, wish.years, async () => ({
        kind: "years",
        played: await player.ask("years", { ...sources, wish }, more),
      })),
    cancel: () => player.cancel(),
  };
}
