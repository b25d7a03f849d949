import type { TermOf } from "../../catalogue/index.ts";
import { billTime, money, sum, surchargePercentAt } from "../../money/index.ts";
import type { BilledTime, Money } from "../../money/index.ts";
import { atOnce, hourlyPriceId, surchargesOn, timeRateOf, unitsFor } from "../compile-time-rate.ts";
import type { RatedWork } from "../compile-time-rate.ts";
import type { DecisionCharge } from "./decision.ts";
import type { Entitlements } from "./entitlements.ts";

const MINUTE_MS = 60_000;

type CatalogueCharge = TermOf<"operation">["charge"];

/** What the work is about, when, and how long, as far as the price depends on it. */
export type PricedWork = RatedWork & {
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
  const price = findPrice(entitlements, hourlyPriceId(entitlements, work, priceId));
  const units = unitsFor(entitlements, work, price?.id);
  const surchargePercent = surchargePercentAt(
    surchargesOn(entitlements, work.topics),
    atOnce(entitlements.catalogue),
    work.startMs,
  );
  const estimate = price && estimateOf(entitlements, price.id, work, ["work", "surcharge"]);
  return {
    mode,
    ...(price && { price }),
    ...(units && { unitMinutes: units.unitMinutes }),
    ...(surchargePercent > 0 && { surchargePercent }),
    ...(estimate && { estimate }),
  };
}

/**
 * The surcharge alone, on work that prepaid hours pay for (`surcharges: invoiced`); undefined where none is due, or where
 * there is no price of an hour to take it from.
 */
export function surchargeAlone(
  entitlements: Entitlements,
  work: PricedWork,
): DecisionCharge | undefined {
  const charge = hourly(entitlements, "byTime", undefined, work);
  if (charge.price === undefined) return undefined;
  const estimate = estimateOf(entitlements, charge.price.id, work, ["surcharge"]);
  const isDue =
    estimate === undefined ? charge.surchargePercent !== undefined : estimate.amountMinor > 0;
  return isDue ? { ...charge, ...(estimate && { estimate }), surchargeOnly: true } : undefined;
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

/** What the invoice would say to this work alone, in its lines of these kinds. */
function estimateOf(
  entitlements: Entitlements,
  priceId: string,
  work: PricedWork,
  kinds: readonly BilledTime["kind"][],
): Money | undefined {
  const { startMs, minutes } = work;
  const rate = timeRateOf(entitlements, "", work, priceId);
  if (rate === undefined || minutes === undefined) return undefined;
  const toMs = startMs + minutes * MINUTE_MS;
  const entry = { id: "", ticket: "", technician: "", activity: "other" as const };
  const billed = billTime(rate, [{ ...entry, fromMs: startMs, toMs }]);
  return sum(
    billed.filter(({ kind }) => kinds.includes(kind)).map(({ net }) => net),
    rate.perHour.currency,
  );
}
