import type { CountedPart, MonthAvailability, Outage } from "@driftvakt/domain/availability";
import type { AdjustedOutage } from "@driftvakt/protocol/api";

/**
 * The outages of a month as they counted in its report beside how they count now: found since, taken back, longer, shorter,
 * excluded, or the same. Time that several share counts for the first of them. Pure; oldest first.
 */
export function compareOutages(
  reported: MonthAvailability,
  corrected: MonthAvailability,
  outages: readonly Outage[],
): AdjustedOutage[] {
  const before = countedByOutage(reported.counted);
  const after = countedByOutage(corrected.counted);
  const excluded = new Map(corrected.excluded.map((part) => [part.outageId, part.clause]));
  const known = new Map(outages.map((outage) => [outage.id, outage]));
  const ids = new Set([...before.keys(), ...after.keys(), ...excluded.keys()]);
  return [...ids]
    .flatMap((id) => {
      const parts = before.get(id) ?? after.get(id);
      const outage = known.get(id);
      const span = outage
        ? { fromMs: outage.beganMs, toMs: outage.endedMs ?? null }
        : parts && { fromMs: parts.fromMs, toMs: parts.toMs };
      if (!span) return [];
      return [
        {
          ...span,
          cause: outage?.cause ?? null,
          reportedSeconds: seconds(before.get(id)?.countedMs),
          correctedSeconds: seconds(after.get(id)?.countedMs),
          excludedByClause: excluded.get(id) ?? null,
        },
      ];
    })
    .toSorted((a, b) => a.fromMs - b.fromMs);
}

type Counted = { readonly fromMs: number; readonly toMs: number; readonly countedMs: number };

function countedByOutage(parts: readonly CountedPart[]): ReadonlyMap<string, Counted> {
  const found = new Map<string, Counted>();
  for (const { fromMs, toMs, outageIds } of parts) {
    const [id] = outageIds;
    if (id === undefined) continue;
    const known = found.get(id) ?? { fromMs, toMs, countedMs: 0 };
    found.set(id, {
      fromMs: Math.min(known.fromMs, fromMs),
      toMs: Math.max(known.toMs, toMs),
      countedMs: known.countedMs + toMs - fromMs,
    });
  }
  return found;
}

function seconds(ms = 0): number {
  return Math.round(ms / 1000);
}
