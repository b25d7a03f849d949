import type { Calendar } from "../calendar/index.ts";
import type { EpochMs, Interval } from "../interval/index.ts";
import type { Money, Rounding, VatRate } from "./money.ts";

/** Time somebody worked. `id` makes repeats harmless. */
export type TimeEntry = Interval & {
  readonly id: string;
  readonly ticket: string;
  readonly technician: string;
  readonly activity: "remote" | "phone" | "visit" | "driving" | "training" | "other";
};

/**
 * What is added to the price at some times (srv-35): outside these hours, inside them, or always. Hours that are absent are
 * all hours.
 */
export type TimeSurcharge = {
  readonly clause: string;
  readonly basisPoints: number;
  readonly applies: "outside" | "inside" | "always";
  readonly hours?: Calendar;
};

/**
 * Several surcharges in the same piece of time: the highest alone, all of them added up (50 % and 100 % are 150 %), or one
 * upon the other (50 % and 100 % are 200 %).
 */
export type SurchargesAtOnce = "highest" | "add" | "multiply";

/** ba-39: units of 30 minutes; msp-12: actual time; srv-35: surcharge outside service time. */
export type TimeRate = {
  readonly clause: string;
  readonly perHour: Money;
  /** Billing unit. 1 minute means "actual time". */
  readonly unitMinutes: number;
  /** How part of a unit counts; `up` when absent: started units count as whole. */
  readonly unitRounding?: "up" | "nearest" | "down";
  readonly minimumMinutes: number;
  /** What is rounded up to units: each entry, all of a ticket on one local day, or all of a ticket. */
  readonly roundPer: "entry" | "ticket-day" | "ticket";
  readonly timeZone: string;
  readonly surcharges?: readonly TimeSurcharge[];
  /** `highest` when absent. */
  readonly surchargesAtOnce?: SurchargesAtOnce;
  /** Driving is free up to this many minutes (dk-24: 30) for each visit, when absent; for each drive; or for each local day. */
  readonly driving?: {
    readonly clause: string;
    readonly freeMinutes: number;
    readonly freePer?: "visit" | "direction" | "day";
  };
  readonly rounding: Rounding;
  readonly vat: VatRate;
};

export type BilledTime = {
  readonly clause: string;
  readonly ticket: string;
  readonly minutes: number;
  readonly kind: "work" | "surcharge" | "driving";
  /** Of a surcharge: what it adds by itself, in hundredths of a percent. */
  readonly basisPoints?: number;
  readonly net: Money;
  readonly entryIds: readonly string[];
};

/** Hours in the fee (dk-23: 2, 5 or 10 a month). */
export type QuotaRules = {
  readonly clause: string;
  readonly minutesPerPeriod: number;
  /** Calendar months, quarters or years of the zone; months when absent. */
  readonly periodMonths?: 1 | 3 | 12;
  readonly timeZone: string;
  /** Months that unused minutes live on after their own period; 0: they lapse at its end. */
  readonly rollOverMonths: number;
  /** The most that may be carried, on top of the period's own. */
  readonly rollOverCapMinutes?: number;
};

/** Minutes used at a moment. */
export type QuotaUse = { readonly id: string; readonly atMs: EpochMs; readonly minutes: number };

export type QuotaPeriod = {
  /** The first month of the period, `YYYY-MM`. */
  readonly month: string;
  readonly grantedMinutes: number;
  readonly carriedInMinutes: number;
  readonly usedMinutes: number;
  readonly overageMinutes: number;
  readonly expiredMinutes: number;
  readonly leftMinutes: number;
};

/** Prepaid minutes bought as a block, usable from `atMs` until `expiresMs` (exclusive). */
export type HourBlock = {
  readonly id: string;
  readonly atMs: EpochMs;
  readonly minutes: number;
  readonly expiresMs: EpochMs;
};

/** How prepaid blocks are used up, and what another one does to those before it. */
export type BlockRules = {
  readonly timeZone: string;
  /** Which of the valid blocks is drawn first: the one bought first or last; of equal ones that which expires first. */
  readonly consume: "oldestFirst" | "newestFirst";
  /** Months that a block lives longer, once, when another is bought before it expires; 0: it does not. */
  readonly rollOverMonths: number;
  /** A block is bought by itself as soon as work would leave fewer minutes than `belowMinutes`. */
  readonly renewal?: {
    readonly belowMinutes: number;
    readonly minutes: number;
    readonly validMonths: number;
  };
};

export type BlockBalance = {
  readonly id: string;
  readonly minutes: number;
  readonly usedMinutes: number;
  /** Still usable at the moment asked. */
  readonly leftMinutes: number;
  readonly expiredMinutes: number;
  /** The moment from which it is of no use any more, put off where it rolled over. */
  readonly expiresMs: EpochMs;
};

export type BlockDraw = {
  readonly useId: string;
  readonly minutes: number;
  readonly overageMinutes: number;
  /** Blocks that were bought by themselves meanwhile. */
  readonly renewed: readonly HourBlock[];
};

export type BlockAccount = {
  readonly blocks: readonly BlockBalance[];
  readonly draws: readonly BlockDraw[];
  readonly leftMinutes: number;
};
