export type * from "./calendar.ts";
export { alwaysOpen } from "./calendar.ts";
import type { Calendar, CalendarSpec, FeedEvent, IsoDate } from "./calendar.ts";
import type { EpochMs, Interval } from "../interval/index.ts";

/** Signatures; implementations follow. All problems of a spec, empty when it is fine. */
export declare function checkCalendar(spec: CalendarSpec): readonly string[];
/** Throws RangeError (a bug) when the spec does not check. */
export declare function compileCalendar(spec: CalendarSpec): Calendar;
export declare function isOpen(calendar: Calendar, at: Temporal.Instant): boolean;
/** `at` itself when open; undefined when it never opens again within ten years. */
export declare function nextOpening(
  calendar: Calendar,
  at: Temporal.Instant,
): Temporal.Instant | undefined;
export declare function nextClosing(
  calendar: Calendar,
  at: Temporal.Instant,
): Temporal.Instant | undefined;
/** Adds (or, negative, subtracts) open time. Ends exactly at closing time stay there. */
export declare function addServiceTime(
  calendar: Calendar,
  from: Temporal.Instant,
  openMs: number,
): Temporal.Instant | undefined;
export declare function serviceTimeBetween(
  calendar: Calendar,
  from: Temporal.Instant,
  to: Temporal.Instant,
): number;
export declare function openIntervals(
  calendar: Calendar,
  from: Temporal.Instant,
  to: Temporal.Instant,
): readonly Interval[];
export declare function holidaysOf(
  calendar: Calendar,
  year: number,
): readonly { readonly date: IsoDate; readonly name: string }[];
export declare function isWorkingDay(calendar: Calendar, date: IsoDate): boolean;
export declare function addWorkingDays(calendar: Calendar, date: IsoDate, days: number): IsoDate;
export declare function workingDaysBetween(calendar: Calendar, from: IsoDate, to: IsoDate): number;
export type FeedResult = {
  readonly events: readonly FeedEvent[];
  readonly problems: readonly string[];
};
/** Never throws; hostile or unknown parts become problems. */
export declare function parseFeed(text: string): FeedResult;
export type Recurrence =
  | { readonly every: "day" | "working-day"; readonly at: string }
  | {
      readonly every: "week";
      readonly on: "mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun";
      readonly at: string;
    }
  | { readonly every: "month"; readonly onDay: number; readonly at: string };
/** First occurrence strictly after `after`. A40: a missing wall time runs when the clock jumps, a doubled one the first time, the 31st on a shorter month's last day. */
export declare function nextOccurrence(
  calendar: Calendar,
  rule: Recurrence,
  after: Temporal.Instant,
): Temporal.Instant;
export declare function monthInterval(timeZone: string, month: string): Interval;
export declare function monthOf(timeZone: string, atMs: EpochMs): string;
