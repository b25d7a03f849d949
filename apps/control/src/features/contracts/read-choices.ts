import type { Catalogue } from "@driftvakt/domain/catalogue";
import { AppError } from "../../platform/errors/index.ts";
import type { Choices } from "./tables.ts";

type Plan = Catalogue["plans"][number];

/** The service levels that a plan can be booked with, the lowest first. */
export function levelsOf({ levels }: Catalogue, plan: Plan): Catalogue["levels"] {
  return levels
    .filter(({ id, plans }) => plan.levels?.includes(id) && (plans?.includes(plan.id) ?? true))
    .toSorted((a, b) => a.rank - b.rank);
}

/** The options that a plan can be booked with. */
export function optionsOf({ options }: Catalogue, plan: Plan): Catalogue["options"] {
  return options.filter(({ plans }) => plans === "all" || plans.includes(plan.id));
}

/**
 * What was chosen beside the plan: the service level comes under the name `level`, options under their own with yes, no, or
 * how many where they are counted.
 * @throws AppError `invalid` for what the catalogue does not have, the plan cannot be booked with, or cannot be counted.
 */
export function readChoices(
  all: Choices,
  catalogue: Catalogue,
  planId: string,
): { level: string | null; choices: Choices } {
  const plan = catalogue.plans.find(({ id }) => id === planId);
  if (!plan)
    throw new AppError("invalid", `no plan ${planId}; there are ${listIds(catalogue.plans)}`);
  const { level, ...choices } = all;
  const levels = levelsOf(catalogue, plan);
  if (level !== undefined && !levels.some(({ id }) => id === level))
    throw new AppError(
      "invalid",
      `no service level ${String(level)} with ${planId}; there are ${listIds(levels)}`,
    );
  const options = optionsOf(catalogue, plan);
  for (const [choice, value] of Object.entries(choices)) {
    const option = options.find(({ id }) => id === choice);
    if (!option)
      throw new AppError(
        "invalid",
        `no option ${choice} with ${planId}; there are ${listIds(options)}`,
      );
    requireAmount(option, value);
  }
  return { level: level === undefined ? null : String(level), choices };
}

function requireAmount({ id, countable }: Catalogue["options"][number], value: unknown): void {
  if (typeof value === "boolean") return;
  const isCount = typeof value === "number" && Number.isInteger(value) && value >= 0;
  if (!countable || !isCount)
    throw new AppError(
      "invalid",
      countable
        ? `how many of ${id}? A whole number`
        : `option ${id} is taken or not: true or false`,
    );
}

function listIds(list: readonly { readonly id: string }[]): string {
  return list.map(({ id }) => id).join(", ") || "none";
}
