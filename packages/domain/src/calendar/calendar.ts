import type { EpochMs, Interval } from "../interval/index.ts";

/** Calendar date `YYYY-MM-DD`. */
export type IsoDate = string;

/** Wall-clock time `HH:MM`; `24:00` is allowed as an end. */
export type LocalTime = string;

export type Weekday = "mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun";

/**
 * One block of service hours. A block whose `to` is not after its `from` runs past midnight; the
 * part after midnight then belongs to the next calendar day and obeys that day's holidays.
 */
export type ServiceBlock = {
  readonly days: readonly Weekday[];
  readonly from: LocalTime;
  readonly to: LocalTime;
};

/** Public holidays of a country, from the bundled tables. */
export type PublicHolidays = {
  readonly kind: "public";
  /** ISO 3166 country code, upper case. */
  readonly country: string;
  /** Subdivision as in the tables, e.g. `BY`. */
  readonly state?: string;
  /** Only the days that every state of the country keeps (srv-23: "nationwide"). */
  readonly commonToAllStates?: boolean;
  /** Kinds of holiday that close the house; `public` alone unless said otherwise. */
  readonly types?: readonly ("public" | "bank" | "optional" | "school" | "observance")[];
};

/** Days named one by one. */
export type NamedHolidays = {
  readonly kind: "dates";
  readonly dates: readonly { readonly date: IsoDate; readonly name: string }[];
};

/** Events of an iCal feed, as `parseFeed` returned them. */
export type FeedHolidays = { readonly kind: "feed"; readonly events: readonly FeedEvent[] };

export type HolidaySource = PublicHolidays | NamedHolidays | FeedHolidays;

/** A day, or a run of days, that departs from the weekly hours; wins over holidays. */
export type CalendarException = {
  readonly from: IsoDate;
  /** Last day, inclusive; the same day when absent. */
  readonly to?: IsoDate;
  /** Hours on each of those days; empty means closed. Blocks here end at `24:00` at the latest. */
  readonly hours: readonly { readonly from: LocalTime; readonly to: LocalTime }[];
  readonly reason: string;
};

/** A calendar as the catalogue says it: plain data. */
export type CalendarSpec = {
  /** IANA time zone, e.g. `Europe/Berlin`. */
  readonly timeZone: string;
  readonly hours: readonly ServiceBlock[];
  readonly holidays?: readonly HolidaySource[];
  readonly exceptions?: readonly CalendarException[];
  /** Days that count as working days when they are no holiday; Monday to Friday unless said. */
  readonly workingDays?: readonly Weekday[];
};

/** Hours that never close. */
export const alwaysOpen: readonly ServiceBlock[] = [
  { days: ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], from: "00:00", to: "24:00" },
];

/**
 * A calendar made ready to be asked: its rules checked once, its days computed once per year.
 * Answers depend on the spec alone; the memory inside only saves work.
 */
export type Calendar = {
  readonly spec: CalendarSpec;
  /** Opening intervals that begin on this day (epoch days), in order, never touching. */
  readonly openingsOfDay: (epochDay: number) => readonly Interval[];
  /** The local day (days since 1970-01-01 in the calendar's zone) that an instant falls on. */
  readonly dayOf: (atMs: EpochMs) => number;
  /** First instant of a local day. */
  readonly startOfDayMs: (epochDay: number) => EpochMs;
  /**
   * The instant of a wall-clock time (minutes since midnight). On days when clocks change: a time
   * that does not exist is the moment they jump; of one that comes twice, `first` or `last`.
   */
  readonly wallTimeMs: (epochDay: number, minutes: number, which: "first" | "last") => EpochMs;
  /** The holiday's name, if the local day is one. */
  readonly holidayOf: (epochDay: number) => string | undefined;
  readonly isWorkingDay: (epochDay: number) => boolean;
};

/** One event of an iCal feed that closes days or hours, possibly every year. */
export type FeedEvent = {
  readonly uid: string;
  readonly name: string;
  readonly from: IsoDate;
  /** Number of days, at least 1. */
  readonly days: number;
  readonly repeats?: FeedRepeat;
  readonly alsoOn: readonly IsoDate[];
  readonly exceptOn: readonly IsoDate[];
  /** It closes only these hours of its days, on the clock of its zone (else the calendar's); whole days when absent. */
  readonly timed?: {
    /** Minutes since midnight. */
    readonly fromMinute: number;
    readonly minutes: number;
    readonly zone?: string;
  };
};

/** The part of RFC 5545 recurrence that holiday feeds use. */
export type FeedRepeat = {
  readonly every: "day" | "week" | "month" | "year";
  readonly interval: number;
  /** Last day on which an occurrence may begin; a feed's COUNT is turned into this. */
  readonly until?: IsoDate;
  /** 1–12. */
  readonly months?: readonly number[];
  /** 1–31, or −1 for the last day of the month. */
  readonly daysOfMonth?: readonly number[];
  /** `nth` 0 means every such weekday; −1 the last of the month. */
  readonly weekdays?: readonly { readonly day: Weekday; readonly nth: number }[];
  /** Of all that fits in a week, month or year only these: 1 the first, −1 the last (BYSETPOS). */
  readonly positions?: readonly number[];
};
