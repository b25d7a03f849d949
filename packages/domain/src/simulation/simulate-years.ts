import type { Catalogue } from "../catalogue/index.ts";
import { sum } from "../money/index.ts";
import { drawYear } from "./draw-year.ts";
import { playAvailability } from "./play-availability.ts";
import type { Scenario } from "./scenario.ts";
import { makeWorld } from "./world.ts";

/** What so many drawn years would have cost, smallest to largest. */
export type YearsReport = {
  readonly years: number;
  readonly seed: string;
  readonly machines: number;
  /** Credits of a year, in the currency of the plan. */
  readonly credits: Quantiles;
  /** Machine-periods a year in which the promise was missed. */
  readonly missedPeriods: Quantiles;
  /** Credits of an average year as a share of its base fees, in basis points. */
  readonly shareOfFeesBasisPoints: number;
  readonly currency: string;
};

export type Quantiles = {
  readonly mean: number;
  readonly least: number;
  readonly half: number;
  readonly ninety: number;
  readonly ninetyFive: number;
  readonly ninetyNine: number;
  readonly most: number;
};

export type YearsOptions = { readonly years: number; readonly seed: string };

/** What one drawn year cost: credits in minor units of the plan's currency, and machine-periods missed. */
export type DrawnYear = { readonly creditsMinor: number; readonly missedPeriods: number };

/** Draws seeded years and reports what their availability would have cost ("what would this SLA have cost us?"). */
export function simulateYears(
  catalogue: Catalogue,
  scenario: Scenario,
  options: YearsOptions,
): YearsReport {
  return reportYears(catalogue, scenario, options, [...drawYears(catalogue, scenario, options)]);
}

/** The years one after another, for whoever shows them as they come and may stop. @throws RangeError without `random`. */
export function* drawYears(
  catalogue: Catalogue,
  scenario: Scenario,
  { years, seed }: YearsOptions,
): Generator<DrawnYear, void> {
  const { currency } = makeWorld(catalogue, scenario).plan.baseFee;
  for (let year = 0; year < years; year += 1) {
    yield drawnYear(catalogue, scenario, `${seed} ${year}`, currency);
  }
}

/** Sums drawn years up. */
export function reportYears(
  catalogue: Catalogue,
  scenario: Scenario,
  options: YearsOptions,
  drawn: readonly DrawnYear[],
): YearsReport {
  const world = makeWorld(catalogue, scenario);
  const { currency } = world.plan.baseFee;
  const credits = quantiles(drawn.map((one) => one.creditsMinor));
  const months = (world.span.toMs - world.span.fromMs) / (30.4375 * 86_400_000);
  const fees = world.plan.baseFee.amountMinor * world.machines * months;
  return {
    years: options.years,
    seed: options.seed,
    machines: world.machines,
    credits,
    missedPeriods: quantiles(drawn.map((one) => one.missedPeriods)),
    shareOfFeesBasisPoints: fees === 0 ? 0 : Math.round((credits.mean / fees) * 10_000),
    currency,
  };
}

function drawnYear(
  catalogue: Catalogue,
  scenario: Scenario,
  seed: string,
  currency: string,
): DrawnYear {
  const year = makeWorld(catalogue, drawYear(catalogue, scenario, seed));
  const { credits, periods } = playAvailability(year);
  const given = sum(
    credits.map(({ amount }) => amount),
    currency,
  );
  return {
    creditsMinor: given.amountMinor,
    missedPeriods: periods.filter(({ judged }) => !judged.met).length,
  };
}

/** Values at their ranks: the least value that so many percent of all do not pass. */
export function quantiles(values: readonly number[]): Quantiles {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (percent: number): number =>
    sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? 0;
  const total = sorted.reduce((all, one) => all + one, 0);
  return {
    mean: sorted.length === 0 ? 0 : Math.round(total / sorted.length),
    least: at(0),
    half: at(50),
    ninety: at(90),
    ninetyFive: at(95),
    ninetyNine: at(99),
    most: at(100),
  };
}
