import type { Catalogue, Selection } from "@driftvakt/domain/catalogue";
import { compileAvailability, type AvailabilityPromise } from "@driftvakt/domain/contract";

/** Answers depend on catalogue and selection alone; remembering them only saves work. */
const byContent = new WeakMap<Catalogue, Map<string, AvailabilityPromise | undefined>>();
/** The same by the selection itself, which all machines of a contract share. */
const bySelection = new WeakMap<Selection, AvailabilityPromise | undefined>();

/** The availability that a contract has been promised first; undefined where none is. */
export function findPromise(
  catalogue: Catalogue,
  selection: Selection,
): AvailabilityPromise | undefined {
  if (bySelection.has(selection)) return bySelection.get(selection);
  const known = byContent.get(catalogue) ?? new Map<string, AvailabilityPromise | undefined>();
  byContent.set(catalogue, known);
  const key = JSON.stringify([selection.plan, selection.level ?? "", selection.options ?? []]);
  if (!known.has(key)) known.set(key, compileAvailability(catalogue, selection)[0]);
  const promise = known.get(key);
  bySelection.set(selection, promise);
  return promise;
}

/** How a machine is measured that nobody promised any availability: everything is shown, nothing is excused. */
export function plainRules(timeZone: string): AvailabilityPromise["rules"] {
  return {
    clause: "",
    timeZone,
    services: "union",
    unknownTime: "excluded",
    excludedTime: "up",
    starts: "began",
    stops: "recovery-detected",
    exclusions: [],
    decimals: 3,
    rounding: "down",
    targetPoints: 0,
  };
}

/** What the promise is measured by: the machine seen from outside, and its services where their agents' word counts. */
export function measuredBy(promise: AvailabilityPromise | undefined): {
  readonly host: boolean;
  readonly services: boolean;
} {
  if (!promise) return { host: true, services: false };
  const { sources } = promise.evidence;
  // We ask machines over the network, from outside: that is the provider's own monitoring over WAN (ba-09).
  const host = sources.includes("provider-wan") || sources.includes("central");
  return { host, services: promise.of === "service" && sources.includes("agent") };
}
