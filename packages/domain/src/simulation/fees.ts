import { add, money, scale, sum, zero } from "../money/index.ts";
import type { Money } from "../money/index.ts";
import type { Fees } from "../availability/index.ts";
import type { World } from "./world.ts";

/** What one machine costs a billing period: the plan, and all that comes with it. */
export function feesOf(world: World): Fees {
  const { catalogue, plan, selection, counts } = world;
  const { currency } = plan.baseFee;
  const level = catalogue.levels.find(({ id }) => id === selection.level)?.surcharge;
  const options = catalogue.options.flatMap((option): readonly Money[] => {
    const count = counts.get(option.id);
    return count === undefined || option.fee === undefined
      ? []
      : [scale(money(option.fee.amountMinor, option.fee.currency), count, 1, "half-up")];
  });
  const surcharge = level === undefined ? zero(currency) : money(level.amountMinor, level.currency);
  return {
    baseFee: money(plan.baseFee.amountMinor, currency),
    otherFees: add(surcharge, sum(options, currency)),
  };
}

/** How many times the fee is paid: once for each machine, or once for the contract where the plan says so. */
export function feeCount({ plan, machines }: Pick<World, "plan" | "machines">): number {
  return plan.per === "month" || plan.per === "year" ? 1 : machines;
}

/** The fees of so many machines. */
export function timesMachines(fees: Fees, machines: number): Fees {
  return {
    baseFee: scale(fees.baseFee, machines, 1, "half-up"),
    otherFees: scale(fees.otherFees, machines, 1, "half-up"),
  };
}
