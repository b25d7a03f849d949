export type {
  Calendar,
  CalendarException,
  CalendarSpec,
  FeedEvent,
  FeedHolidays,
  FeedRepeat,
  HolidaySource,
  IsoDate,
  LocalTime,
  NamedHolidays,
  PublicHolidays,
  ServiceBlock,
  Weekday,
} from "./calendar.ts";
export { alwaysOpen } from "./calendar.ts";
export { checkCalendar } from "./check-calendar.ts";
export { compileCalendar } from "./compile-calendar.ts";
export { dateOf, epochDay, findEpochDay } from "./epoch-day.ts";
export { listHolidayStates } from "./public-holidays.ts";
export type { FeedResult } from "./parse-feed.ts";
export { parseFeed } from "./parse-feed.ts";
export type { Recurrence } from "./recurrence.ts";
export { lastOccurrence, nextOccurrence } from "./recurrence.ts";
export {
  addServiceTime,
  isOpen,
  nextClosing,
  nextOpening,
  openIntervals,
  openingsWithin,
  openMsBetween,
  serviceTimeBetween,
} from "./service-time.ts";
export { addWorkingDays, holidaysOf, isWorkingDay, workingDaysBetween } from "./working-days.ts";
export {
  addMonths,
  daysOfMonth,
  localDate,
  monthInterval,
  monthOf,
  startOfDate,
} from "./zone-days.ts";
