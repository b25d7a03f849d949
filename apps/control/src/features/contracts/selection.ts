import type { Selection } from "@driftvakt/domain/catalogue";
import type { Choices } from "./tables.ts";

/** What a contract has chosen, as the domain asks for it: options are the choices that are neither off nor zero. */
export function selectionOf(contract: {
  plan_id: string;
  level_id: string | null;
  choices: Choices;
}): Selection {
  const options = Object.entries(contract.choices)
    .filter(([, value]) => value !== false && value !== 0 && value !== "")
    .map(([option]) => option);
  return { plan: contract.plan_id, level: contract.level_id ?? undefined, options };
}
