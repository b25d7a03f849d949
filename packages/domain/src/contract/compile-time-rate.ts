import type {
  Catalogue,
  ClauseTerm,
  OperationName,
  Selection,
  TermOf,
  Topic,
} from "../catalogue/index.ts";
import { money } from "../money/index.ts";
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
  const basisPoints = Math.round(catalogue.provider.vatPercent * 100_000) / 1_000;
  return { category: basisPoints === 0 ? "Z" : "S", basisPoints };
}

/** What work is about, as far as its rate depends on it. */
export type RatedWork = {
  readonly topics: readonly Topic[];
  readonly operation?: OperationName | undefined;
};

/**
 * How time is charged (msp-12, srv-35, dk-24, ba-39): the line of the price list, the units, what is added at other times,
 * and driving. Undefined where the contract has no hourly rate.
 *
 * @param priceId the line that a clause names; else that of the rate for this work, the units', or any rate's
 */
export function compileTimeRate(
  catalogue: Catalogue,
  selection: Selection,
  clause: string,
  topics: readonly Topic[],
  priceId?: string,
): TimeRate | undefined {
  return timeRateOf(entitlementsOf(catalogue, selection), clause, { topics }, priceId);
}

/** The same for a contract that is made ready already. */
export function timeRateOf(
  entitlements: Entitlements,
  clause: string,
  work: RatedWork,
  named?: string,
): TimeRate | undefined {
  const priceId = hourlyPriceId(entitlements, work, named);
  const price = entitlements.catalogue.prices.find(({ id }) => id === priceId);
  if (price === undefined) return undefined;
  const travel = entitlements.terms("travel")[0];
  return {
    ...timeRulesOf(entitlements, clause, work.topics, unitsFor(entitlements, work, priceId)),
    perHour: money(price.amount.amountMinor, price.amount.currency),
    ...(travel && {
      driving: {
        clause: travel.clause.id,
        freeMinutes: travel.term.freeMinutes,
        freePer: travel.term.freePer,
      },
    }),
  };
}

/** How time is counted and what surcharges add to it, whatever an hour costs. */
export function timeRulesOf(
  entitlements: Entitlements,
  clause: string,
  topics: readonly Topic[],
  units: TermOf<"timeUnits"> | undefined,
): Omit<TimeRate, "perHour" | "driving"> {
  const { catalogue } = entitlements;
  const surcharges = surchargesOn(entitlements, topics);
  const unitMinutes = units?.unitMinutes ?? 1;
  return {
    clause,
    unitMinutes,
    ...(units && units.rounding !== "up" && { unitRounding: units.rounding }),
    minimumMinutes: (units?.minimumUnits ?? 0) * unitMinutes,
    roundPer: ROUNDED_PER[units?.roundedPer ?? "entry"],
    timeZone: catalogue.provider.timeZone,
    ...(surcharges.length > 0 && { surcharges, surchargesAtOnce: atOnce(catalogue) }),
    rounding: "half-up",
    vat: vatOf(catalogue),
  };
}

/** The line of the price list that an hour of this work is charged at. */
export function hourlyPriceId(
  entitlements: Entitlements,
  work: RatedWork,
  named?: string,
): string | undefined {
  const { terms } = entitlements;
  return (
    named ??
    rateNaming(entitlements, work)?.term.price ??
    terms("timeUnits")[0]?.term.price ??
    (generalRate(entitlements) ?? terms("priceRate")[0])?.term.price
  );
}

/** The units that this work is counted in; none where its rate is for the time actually spent (msp-12). */
export function unitsFor(
  entitlements: Entitlements,
  work: RatedWork,
  priceId: string | undefined,
): TermOf<"timeUnits"> | undefined {
  const rate = (rateNaming(entitlements, work) ?? generalRate(entitlements))?.term;
  if (rate?.basis === "timeSpent" && rate.price === priceId) return undefined;
  return entitlements.terms("timeUnits")[0]?.term;
}

/** The rate that names the operation, else one that names a topic of the work. */
export function rateNaming(
  { terms }: Entitlements,
  { topics, operation }: RatedWork,
): ClauseTerm<"priceRate"> | undefined {
  const rates = terms("priceRate");
  return (
    rates.find(({ term }) => operation !== undefined && term.operations?.includes(operation)) ??
    rates.find(
      ({ term }) =>
        term.topics !== "everythingOptional" && term.topics.some((topic) => topics.includes(topic)),
    )
  );
}

/** The rate for everything optional (msp-12). */
export function generalRate({ terms }: Entitlements): ClauseTerm<"priceRate"> | undefined {
  return terms("priceRate").find(({ term }) => term.topics === "everythingOptional");
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
