import { listTerms, type Catalogue, type Selection } from "../catalogue/index.ts";

/** What one clause lets be done on a machine, and who may ask; the agent's charter is made of these. */
export type Grant = Readonly<{
  operation: string;
  clause: string;
  askers: readonly ("customer" | "technician" | "system")[];
  maxPerHour: number;
  /** Ways in which it may be asked for. */
  channels: readonly string[];
  /** True where calendars or conditions have to be judged before it is allowed. */
  conditional: boolean;
}>;

/** A machine that is told to do the same thing more often than this in an hour is being misused. */
const MAX_PER_HOUR = 20;

const ASKERS: Readonly<Record<string, Grant["askers"][number] | undefined>> = {
  customer: "customer",
  orderer: "customer",
  technician: "technician",
  lead: "technician",
  owner: "technician",
  provider: "technician",
  system: "system",
};

/**
 * Which of the operations that agents know this contract authorises, and under which clause.
 * An operation that no clause names is not granted: nothing is done without a clause.
 */
export function compileGrants(
  catalogue: Catalogue,
  selection: Selection,
  known: readonly string[],
): readonly Grant[] {
  const grants: Grant[] = [];
  for (const { clause, term } of listTerms(catalogue, selection, "operation")) {
    const askers = [...new Set(term.actors.flatMap((actor) => ASKERS[actor] ?? []))].sort();
    if (askers.length === 0) continue;
    const { channels } = term;
    const conditional =
      term.calendar !== undefined || term.allOf !== undefined || term.anyOf !== undefined;
    for (const operation of term.operations) {
      if (!known.includes(operation)) continue;
      grants.push({
        operation,
        clause: clause.id,
        askers,
        maxPerHour: MAX_PER_HOUR,
        channels,
        conditional,
      });
    }
  }
  return grants;
}
