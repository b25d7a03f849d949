import { listTerms, type Catalogue, type Selection } from "../catalogue/index.ts";

/** What one clause lets be done on a machine, and who may ask; the agent's charter is made of these. */
export type Grant = Readonly<{
  operation: string;
  clause: string;
  askers: readonly ("customer" | "technician" | "system")[];
  maxPerHour: number;
  /** Ways in which it may be asked for; none for what the provider does by himself. */
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

/** By himself the provider acts as a technician, or the product does. */
const PROVIDER: Grant["askers"] = ["system", "technician"];

/**
 * Which of the operations that agents know this contract authorises, and under which clause: those that may be asked for,
 * and those that the provider may do as a precaution (msp-11, msp-24, msp-25). An operation that no clause names is not
 * granted: nothing is done without a clause.
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
  return [...grants, ...compilePrecautions(catalogue, selection, known)];
}

/**
 * What is done in the cases of a precaution, under the clause that lets the provider act by himself, since that is the one
 * that `decide` names. Whether the case holds, and the customer is silent or danger near, is judged before each mandate.
 */
function compilePrecautions(
  catalogue: Catalogue,
  selection: Selection,
  known: readonly string[],
): readonly Grant[] {
  const said = listTerms(catalogue, selection, "precaution")[0];
  if (said === undefined) return [];
  const operations = new Set(
    listTerms(catalogue, selection, "precautionCase").flatMap(({ term }) => term.operations),
  );
  return [...operations]
    .filter((operation) => known.includes(operation))
    .map((operation) => ({
      operation,
      clause: said.clause.id,
      askers: PROVIDER,
      maxPerHour: MAX_PER_HOUR,
      channels: [],
      conditional: true,
    }));
}
