import type { PromiseFacts } from "./facts.ts";
import type { Measure } from "./promise.ts";

/** What a measure that is judged by records looks at, and whether there are any; undefined for all other measures. */
export function recordSourceOf(
  measure: Measure,
  facts: PromiseFacts,
): { readonly what: string; readonly given: boolean } | undefined {
  switch (measure.kind) {
    case "looks":
      return { what: measure.what, given: facts.looks?.[measure.what] !== undefined };
    case "beats":
      return { what: measure.what, given: facts.coverageOf?.[measure.what] !== undefined };
    case "storage":
      return { what: "backupStorage", given: facts.backupCopies !== undefined };
    case "firewall":
      return { what: "firewallPolicy", given: facts.firewall !== undefined };
    case "provisioning":
      return { what: "provisioning", given: facts.provisioning !== undefined };
    case "intake":
      return { what: "intake", given: facts.requests !== undefined };
    case "filtering":
      return { what: "mailFiltering", given: facts.detection !== undefined };
    case "patching":
      return { what: "patching", given: facts.updates !== undefined };
    default:
      return undefined;
  }
}
