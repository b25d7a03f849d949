import type { ScenarioEvent } from "./scenario-event.ts";
import type { Scenario } from "./scenario.ts";

/** A contract of 2027 and what happens to it, for tests that say the rest themselves. */
export function smallScenario(
  contract: Scenario["contract"],
  events: readonly ScenarioEvent[],
  { from = "2027-01-01", to = "2028-01-01" }: { readonly from?: string; readonly to?: string } = {},
): Scenario {
  return { format: 1, name: "small", catalogue: "any", from, to, contract, events: [...events] };
}
