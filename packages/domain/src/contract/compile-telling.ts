import type { Catalogue, EventName, Selection } from "../catalogue/index.ts";
import { listTerms } from "../catalogue/index.ts";
import type { TellingRules } from "../software/index.ts";

const HOUR_MS = 3_600_000;

/** Clauses that promise to tell the customer of an event, such as `software.outdated` (ba-10). */
export function compileTelling(
  catalogue: Catalogue,
  selection: Selection,
  event: EventName,
): readonly TellingRules[] {
  return listTerms(catalogue, selection, "notifyCustomer")
    .filter(({ term }) => term.on.includes(event))
    .map(({ clause, term }) => ({
      clause: clause.id,
      withinMs: term.withinHours * HOUR_MS,
      channels: term.channels,
    }));
}
