import { compileTelling } from "../contract/index.ts";
import { judgeTelling } from "../software/index.ts";
import { toldAtMs } from "./play-suspensions.ts";
import type { Line } from "./timeline.ts";
import { eventsOf } from "./world.ts";
import type { World } from "./world.ts";

/**
 * Whether the customer was told in time of what clauses tell him besides the promises, which the ledger judges (ba-10:
 * outdated software is the customer's duty, but he is told of it).
 */
export function playTellings(world: World): readonly Line[] {
  const { catalogue, selection, span } = world;
  const promised = new Set(
    catalogue.clauses.filter(({ kind }) => kind === "promise").map(({ id }) => id),
  );
  return eventsOf(world, "happens").flatMap((event) => {
    const toldMs = toldAtMs(event);
    return compileTelling(catalogue, selection, event.on)
      .filter(({ clause }) => !promised.has(clause))
      .flatMap((rules): readonly Line[] => {
        const told =
          toldMs === undefined ? [] : rules.channels.map((channel) => ({ channel, atMs: toldMs }));
        const end = Temporal.Instant.fromEpochMilliseconds(span.toMs);
        const reading = judgeTelling(rules, event.atMs, told, end);
        if (reading.state === "due") return [];
        const isLate = reading.state === "late";
        return [
          {
            atMs: isLate ? reading.dueMs : (reading.toldMs ?? reading.dueMs),
            kind: "act",
            clause: rules.clause,
            what: `${event.on} ${isLate ? "not told in time" : "told in time"}`,
            code: isLate ? "told-late" : "told-in-time",
            facts: { event: event.on },
          },
        ];
      });
  });
}
