import { compileCalendar } from "../calendar/index.ts";
import type { Calendar } from "../calendar/index.ts";
import { listTerms } from "../catalogue/index.ts";
import type { Catalogue, Selection, Topic } from "../catalogue/index.ts";
import { money } from "../money/index.ts";
import type { TimeRate, VatRate } from "../money/index.ts";
import { calendarSpecOf } from "./calendar-spec.ts";

/** The hourly rate for work about some topics, and the hours outside which the surcharge is due. */
export type CompiledRate = { readonly rate: TimeRate; readonly serviceHours: Calendar };

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
): CompiledRate | undefined {
  const units = listTerms(catalogue, selection, "timeUnits")[0]?.term;
  const named = listTerms(catalogue, selection, "priceRate")[0]?.term.price;
  const price = catalogue.prices.find(({ id }) => id === (priceId ?? units?.price ?? named));
  if (price === undefined) return undefined;
  const surcharge = listTerms(catalogue, selection, "surcharge").find(
    ({ term }) =>
      term.applies === "outsideCalendar" && term.topics.some((topic) => topics.includes(topic)),
  );
  const travel = listTerms(catalogue, selection, "travel")[0];
  const { timeZone } = catalogue.provider;
  const unitMinutes = units?.unitMinutes ?? 1;
  return {
    rate: {
      clause,
      perHour: money(price.amount.amountMinor, price.amount.currency),
      unitMinutes,
      minimumMinutes: (units?.minimumUnits ?? 0) * unitMinutes,
      roundPer: ROUNDED_PER[units?.roundedPer ?? "entry"],
      timeZone,
      ...(surcharge && {
        surcharge: {
          clause: surcharge.clause.id,
          basisPoints: Math.round(surcharge.term.percent * 100),
        },
      }),
      ...(travel && {
        driving: { clause: travel.clause.id, freeMinutes: travel.term.freeMinutes },
      }),
      rounding: "half-up",
      vat: vatOf(catalogue),
    },
    serviceHours: hoursOf(catalogue, surcharge?.term.calendar),
  };
}

const EVERY_DAY = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;

/** Without a surcharge every hour is as good as any other. */
function hoursOf(catalogue: Catalogue, calendar: string | undefined): Calendar {
  if (calendar !== undefined) return compileCalendar(calendarSpecOf(catalogue, calendar));
  const { timeZone } = catalogue.provider;
  return compileCalendar({ timeZone, hours: [{ days: EVERY_DAY, from: "00:00", to: "24:00" }] });
}
