import type { CountedPart } from "./availability.ts";

/**
 * Ids of outages that belong to one interruption: downtime that overlaps or touches, and parts of one outage that
 * something excluded lies between. In the order in which the interruptions began.
 */
export function interruptionsOf(counted: readonly CountedPart[]): readonly (readonly string[])[] {
  const groups: { ids: Set<string>; toMs: number }[] = [];
  for (const part of counted.toSorted((a, b) => a.fromMs - b.fromMs)) {
    const joined = groups.filter(
      ({ ids, toMs }) => part.fromMs <= toMs || part.outageIds.some((id) => ids.has(id)),
    );
    const [first, ...rest] = joined;
    const into = first ?? { ids: new Set<string>(), toMs: part.toMs };
    if (first === undefined) groups.push(into);
    for (const other of rest) {
      for (const id of other.ids) into.ids.add(id);
      into.toMs = Math.max(into.toMs, other.toMs);
      groups.splice(groups.indexOf(other), 1);
    }
    for (const id of part.outageIds) into.ids.add(id);
    into.toMs = Math.max(into.toMs, part.toMs);
  }
  return groups.map(({ ids }) => [...ids].toSorted());
}
