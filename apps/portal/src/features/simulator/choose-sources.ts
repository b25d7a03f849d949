import type { SimulatorCatalogue, SimulatorScenario } from "@driftvakt/protocol/api";
import type { ApiAnswer } from "../../api/index.ts";
import type { Source } from "./worker-messages.ts";

export type Offered = ApiAnswer<"simulator.get">;
export type Search = Partial<
  Record<"catalogue" | "scenario" | "mode" | "years" | "seed" | "machines" | "play", string>
>;

/** Files of one's own, and changes to listed ones; they live as long as the page. */
export type Own = {
  readonly catalogue?: Source;
  readonly scenario?: Source;
  /** A listed scenario that was changed here. */
  readonly edited?: Source & { readonly of: string };
};

/** Named by files: what is chosen for a file name of one's own. */
export const OWN = "own";

export const sourceOf = ({ name, source }: SimulatorCatalogue | SimulatorScenario): Source => ({
  text: source,
  fileName: `${name}.yaml`,
});

/** The service description that is chosen: a file of one's own, the one in the address, else the one in use. */
export function chooseCatalogue(
  { catalogues }: Offered,
  search: Search,
  own: Own,
): { readonly name: string; readonly source: Source; readonly id?: string } {
  if (search.catalogue === OWN && own.catalogue) return { name: OWN, source: own.catalogue };
  const listed = catalogues.find(({ name }) => name === search.catalogue) ?? catalogues[0];
  if (!listed) return { name: OWN, source: own.catalogue ?? { text: "", fileName: "new.yaml" } };
  return { name: listed.name, source: sourceOf(listed), id: listed.id };
}

/** Scenarios that were written for a service description; for one that none was written for, a first one to begin with. */
export function scenariosFor(
  { scenarios }: Offered,
  catalogueId: string | undefined,
  planId: string | undefined,
): readonly SimulatorScenario[] {
  // Nothing is known of one that cannot be read: any will do until it can.
  if (catalogueId === undefined) return scenarios;
  const fitting = scenarios.filter(({ catalogue }) => catalogue === catalogueId);
  if (fitting.length > 0) return fitting;
  return [firstScenario(catalogueId, planId ?? "")];
}

function firstScenario(catalogue: string, plan: string): SimulatorScenario {
  const source = `format: 1
name: First steps
catalogue: ${catalogue}
from: '2027-04-01'
to: '2027-07-01'
contract: {plan: ${plan}}
events:
  - {at: '2027-04-10T12:00', event: outage, cause: hardwareFault, minutes: 87}
  - {at: '2027-04-12T09:00', event: claim}
`;
  const title = {
    en: "First steps",
    sv: "Första stegen",
    da: "De første skridt",
    de: "Erste Schritte",
    bs: "Prvi koraci",
  };
  return { name: "first-steps", title, catalogue, random: false, source };
}

/** The scenario that is chosen; `changed` where a listed one was edited. */
export function chooseScenario(
  listed: readonly SimulatorScenario[],
  search: Search,
  own: Own,
): { readonly name: string; readonly source: Source; readonly changed: boolean } {
  if (search.scenario === OWN && own.scenario)
    return { name: OWN, source: own.scenario, changed: false };
  const found = listed.find(({ name }) => name === search.scenario) ?? listed[0];
  if (!found)
    return {
      name: OWN,
      source: own.scenario ?? { text: "", fileName: "new.yaml" },
      changed: false,
    };
  if (own.edited?.of === found.name) return { name: found.name, source: own.edited, changed: true };
  return { name: found.name, source: sourceOf(found), changed: false };
}
