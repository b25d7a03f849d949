import type { Catalogue, Selection, TermOf, Topic } from "../catalogue/index.ts";
import { countUnits, money } from "../money/index.ts";
import type { SurchargesAtOnce, TimeRate, TimeSurcharge, VatRate } from "../money/index.ts";
import type { Entitlements } from "./decide/entitlements.ts";
import { entitlementsOf } from "./decide/entitlements.ts";

const ROUNDED_PER = {
  entry: "entry",
  ticket: "ticket",
  ticketDay: "ticket-day",
  // A month is rounded ticket by ticket: no invoice is rounded up twice.
  month: "ticket",
} as const;

/** The provider's rate of value added tax. */
export function vatOf(catalogue: Catalogue): VatRate {
  const basisPoints = Math.round(catalogue.provider.vatPercent * 100);
  return { category: basisPoints === 0 ? "Z" : "S", basisPoints };
}

/**
 * How time is charged (msp-12, srv-35, dk-24, ba-39): the line of the price list, the units, what is added at other times,
 * and driving. Undefined where the contract has no hourly rate.
 *
 * @param priceId the line that a clause names; else that of the units, else the rate's
 */
export function compileTimeRate(
  catalogue: Catalogue,
  selection: Selection,
  clause: string,
  topics: readonly Topic[],
  priceId?: string,
): TimeRate | undefined {
  return timeRateOf(entitlementsOf(catalogue, selection), clause, topics, priceId);
}

/** The same for a contract that is made ready already. */
export function timeRateOf(
  entitlements: Entitlements,
  clause: string,
  topics: readonly Topic[],
  priceId?: string,
): TimeRate | undefined {
  const { catalogue, terms } = entitlements;
  const units = terms("timeUnits")[0]?.term;
  const named = terms("priceRate")[0]?.term.price;
  const price = catalogue.prices.find(({ id }) => id === (priceId ?? units?.price ?? named));
  if (price === undefined) return undefined;
  const surcharges = surchargesOn(entitlements, topics);
  const travel = terms("travel")[0];
  const unitMinutes = units?.unitMinutes ?? 1;
  return {
    clause,
    perHour: money(price.amount.amountMinor, price.amount.currency),
    unitMinutes,
    ...(units && units.rounding !== "up" && { unitRounding: units.rounding }),
    minimumMinutes: (units?.minimumUnits ?? 0) * unitMinutes,
    roundPer: ROUNDED_PER[units?.roundedPer ?? "entry"],
    timeZone: catalogue.provider.timeZone,
    ...(surcharges.length > 0 && { surcharges, surchargesAtOnce: atOnce(catalogue) }),
    ...(travel && {
      driving: { clause: travel.clause.id, freeMinutes: travel.term.freeMinutes },
    }),
    rounding: "half-up",
    vat: vatOf(catalogue),
  };
}

/** Minutes of one piece of work as the contract counts them: in its units, and never fewer than the least. */
export function countWork(minutes: number, units: TermOf<"timeUnits"> | undefined): number {
  if (units === undefined) return minutes;
  const { unitMinutes, minimumUnits, rounding } = units;
  return Math.max(countUnits(minutes, unitMinutes, rounding), minimumUnits * unitMinutes);
}

const APPLIES = { outsideCalendar: "outside", insideCalendar: "inside", always: "always" } as const;

/** Every surcharge on work about one of these topics, in the order of the catalogue. */
export function surchargesOn(
  { terms, calendar }: Entitlements,
  topics: readonly Topic[],
): readonly TimeSurcharge[] {
  return terms("surcharge")
    .filter(({ term }) => term.topics.some((topic) => topics.includes(topic)))
    .map(({ clause, term }) => ({
      clause: clause.id,
      basisPoints: Math.round(term.percent * 100),
      applies: APPLIES[term.applies],
      ...(term.calendar !== undefined && { hours: calendar(term.calendar) }),
    }));
}

/** What the catalogue says to several surcharges in the same piece of time. */
export function atOnce({ surchargesAtOnce }: Catalogue): SurchargesAtOnce {
  return surchargesAtOnce ?? "highest";
}
