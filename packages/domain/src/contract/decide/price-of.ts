import { isOpen } from "../../calendar/index.ts";
import type { TermOf, Topic } from "../../catalogue/index.ts";
import { money, scale } from "../../money/index.ts";
import type { Money } from "../../money/index.ts";
import type { DecisionCharge } from "./decision.ts";
import type { Entitlements } from "./entitlements.ts";

type CatalogueCharge = TermOf<"operation">["charge"];

/** What the work is about, when, and how long, as far as the price depends on it. */
export type PricedWork = {
  readonly topics: readonly Topic[];
  readonly startMs: number;
  readonly minutes?: number;
};

/** A charge of the catalogue with its price; undefined where nothing is charged. */
export function chargeOf(
  entitlements: Entitlements,
  charge: CatalogueCharge,
  work: PricedWork,
): DecisionCharge | undefined {
  switch (charge.mode) {
    case "included":
    case "free":
      return undefined;
    case "byTime":
    case "customerBears":
      return hourly(entitlements, charge.mode, charge.price, work);
    default: {
      const price = findPrice(entitlements, charge.price);
      return { mode: charge.mode, ...(price && { price }) };
    }
  }
}

/** Work by the hour: the rate, the unit it is counted in, and what is added at this time of day. */
export function hourly(
  entitlements: Entitlements,
  mode: DecisionCharge["mode"],
  priceId: string | undefined,
  work: PricedWork,
): DecisionCharge {
  const units = entitlements.terms("timeUnits")[0]?.term;
  const rate = entitlements.terms("priceRate")[0]?.term;
  const price = findPrice(entitlements, priceId ?? units?.price ?? rate?.price);
  const surchargePercent = surchargeAt(entitlements, work);
  const estimate =
    price === undefined || work.minutes === undefined
      ? undefined
      : estimateOf(price.amount, work.minutes, units, surchargePercent);
  return {
    mode,
    ...(price && { price }),
    ...(units && { unitMinutes: units.unitMinutes }),
    ...(surchargePercent > 0 && { surchargePercent }),
    ...(estimate && { estimate }),
  };
}

/** A line of the price list. */
export function findPrice(
  { catalogue }: Entitlements,
  id: string | undefined,
): DecisionCharge["price"] {
  const price = catalogue.prices.find((one) => one.id === id);
  if (price === undefined) return undefined;
  const { amountMinor, currency } = price.amount;
  return { id: price.id, amount: money(amountMinor, currency), per: price.per };
}

function estimateOf(
  rate: Money,
  minutes: number,
  units: TermOf<"timeUnits"> | undefined,
  surchargePercent: number,
): Money {
  const unitMinutes = units?.unitMinutes ?? 1;
  const exact = minutes / unitMinutes;
  const whole =
    units?.rounding === "down"
      ? Math.floor(exact)
      : units?.rounding === "nearest"
        ? Math.round(exact)
        : Math.ceil(exact);
  const billed = Math.max(whole, units?.minimumUnits ?? 0) * unitMinutes;
  // One rounding: hundredths of a percent times minutes of an hour.
  return scale(rate, Math.round(billed * (100 + surchargePercent) * 100), 60 * 10_000, "half-up");
}

/** The highest surcharge that holds at the start of the work for one of its topics. */
function surchargeAt(entitlements: Entitlements, work: PricedWork): number {
  let highest = 0;
  for (const { term } of entitlements.terms("surcharge")) {
    if (!term.topics.some((topic) => work.topics.includes(topic))) continue;
    if (term.percent > highest && appliesAt(entitlements, term, work.startMs)) {
      highest = term.percent;
    }
  }
  return highest;
}

function appliesAt(
  entitlements: Entitlements,
  term: TermOf<"surcharge">,
  startMs: number,
): boolean {
  if (term.applies === "always" || term.calendar === undefined) return true;
  const open = isOpen(
    entitlements.calendar(term.calendar),
    Temporal.Instant.fromEpochMilliseconds(startMs),
  );
  return open === (term.applies === "insideCalendar");
}
