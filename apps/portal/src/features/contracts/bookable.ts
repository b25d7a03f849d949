import type { Contract, Extras, PlanView } from "@driftvakt/protocol/api";

export type Choices = Contract["choices"];
type Option = Extras["options"][number];

/** What can be booked beside a plan, in the catalogue's order. */
export function bookableWith(plan: PlanView, { levels, options }: Extras): Extras {
  return {
    levels: levels.filter(({ id }) => plan.levels.includes(id)),
    options: options.filter(({ id }) => plan.options.includes(id)),
  };
}

/** What was chosen, as far as it goes with the plan; the lowest service level where none was chosen. */
export function choicesFor(plan: PlanView, extras: Extras, chosen: Choices): Choices {
  const { levels, options } = bookableWith(plan, extras);
  const level = levels.find(({ id }) => id === chosen["level"]) ?? levels[0];
  const kept = options.flatMap(({ id }) => {
    const value = chosen[id];
    return value === undefined || value === false || value === 0 ? [] : [[id, value] as const];
  });
  return { ...(level ? { level: level.id } : {}), ...Object.fromEntries(kept) };
}

/** How many of an option are booked; one where it is only taken or not. */
export function countOf({ id }: Pick<Option, "id">, choices: Choices): number {
  const value = choices[id];
  if (typeof value === "number") return value;
  return value === true ? 1 : 0;
}

export type MonthlySum = {
  readonly minor: number;
  /** Something is booked whose price is agreed elsewhere, or is not by the month. */
  readonly isMore: boolean;
};

/** Units whose prices are by the month. */
const MONTHLY = ["month", "machineMonth", "userMonth", "accountMonth", "gigabyteMonth"];

/**
 * What plan, service level and options come to in a month, before tax; undefined for a plan that is not billed by the month.
 * @param machines of the contract; one that has none yet is reckoned with one.
 */
export function monthlySum(
  plan: PlanView,
  extras: Extras,
  choices: Choices,
  machines: number,
): MonthlySum | undefined {
  if (plan.monthlyMinor === null) return undefined;
  const times = (per: string | null) => (per === "machineMonth" ? Math.max(1, machines) : 1);
  const { levels, options } = bookableWith(plan, extras);
  const level = levels.find(({ id }) => id === choices["level"]);
  let minor = (plan.monthlyMinor + (level?.surchargeMinor ?? 0)) * times(plan.per);
  let isMore = plan.startingPrice;
  for (const option of options) {
    const count = countOf(option, choices);
    if (count === 0) continue;
    const { feeMinor, per, countable } = option;
    if (feeMinor === null || per === null || !MONTHLY.includes(per)) isMore = true;
    else minor += feeMinor * (countable ? count : times(per));
  }
  return { minor, isMore };
}
