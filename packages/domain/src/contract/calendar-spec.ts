import type { Catalogue } from "../catalogue/index.ts";
import type {
  CalendarException,
  CalendarSpec,
  FeedEvent,
  HolidaySource,
  ServiceBlock,
} from "../calendar/index.ts";
import { listHolidayStates } from "../calendar/index.ts";

type CatalogueCalendar = Catalogue["calendars"][string];
type CatalogueHolidays = NonNullable<CatalogueCalendar["holidays"]>[number];

/** Half days are written once a year and laid down for these years. */
const FIRST_HALF_DAY_YEAR = 2020;
const LAST_HALF_DAY_YEAR = 2060;

const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;

/** What the feeds of a calendar said, by their address; a feed that is missing closes nothing. */
export type FeedEvents = ReadonlyMap<string, readonly FeedEvent[]>;

/**
 * A calendar of the catalogue as the calendar rules want it. Days that are open in a week are its working days.
 * @throws RangeError for an id that the catalogue does not have; the loader refuses such a reference.
 */
export function calendarSpecOf(
  catalogue: Catalogue,
  id: string,
  feeds: FeedEvents = new Map(),
): CalendarSpec {
  const calendar = catalogue.calendars[id];
  if (calendar === undefined)
    throw new RangeError(`no calendar ${id} in catalogue ${catalogue.id}`);
  const hours = calendar.weekly.flatMap(({ days, blocks }): ServiceBlock[] =>
    blocks.map((block) => ({ days, from: block.from, to: block.to })),
  );
  const holidays = [
    ...(calendar.holidays ?? []).flatMap(publicHolidays),
    ...(calendar.icalFeeds ?? []).flatMap((url): HolidaySource[] => {
      const events = feeds.get(url);
      return events === undefined ? [] : [{ kind: "feed", events }];
    }),
  ];
  const workingDays = WEEKDAYS.filter((day) => hours.some((block) => block.days.includes(day)));
  return {
    timeZone: calendar.timeZone ?? catalogue.provider.timeZone,
    hours,
    holidays,
    exceptions: exceptionsOf(calendar),
    workingDays,
  };
}

function publicHolidays(holidays: CatalogueHolidays): HolidaySource[] {
  const { country, subdivisions } = holidays;
  const states = subdivisions === "all" ? listHolidayStates(country) : subdivisions;
  const nationwide: HolidaySource = { kind: "public", country, commonToAllStates: true };
  return [
    nationwide,
    ...states.map((state): HolidaySource => ({ kind: "public", country, state })),
  ];
}

/** Days named one by one win over half days. */
function exceptionsOf(calendar: CatalogueCalendar): CalendarException[] {
  const named = (calendar.exceptions ?? []).map(({ date, blocks, reason }): CalendarException => ({
    from: date,
    hours: blocks,
    reason: reason ?? "",
  }));
  const dates = new Set(named.map((exception) => exception.from));
  const halfDays = (calendar.holidays ?? [])
    .flatMap((holidays) => holidays.halfDays ?? [])
    .flatMap((halfDay) => halfDayExceptions(calendar, halfDay))
    .filter((exception) => !dates.has(exception.from));
  return [...named, ...halfDays];
}

/** The day's usual blocks, cut at the closing time; a day that is closed anyway stays closed. */
function halfDayExceptions(
  calendar: CatalogueCalendar,
  halfDay: { month: number; day: number; closesAt: string },
): CalendarException[] {
  const exceptions: CalendarException[] = [];
  for (let year = FIRST_HALF_DAY_YEAR; year <= LAST_HALF_DAY_YEAR; year += 1) {
    const { month, day } = halfDay;
    const date = Temporal.PlainDate.from({ year, month, day });
    const weekday = WEEKDAYS[date.dayOfWeek - 1];
    const hours = calendar.weekly
      .filter((week) => weekday !== undefined && week.days.includes(weekday))
      .flatMap((week) => week.blocks)
      .filter((block) => block.from < halfDay.closesAt)
      .map(({ from, to }) => ({ from, to: to < halfDay.closesAt ? to : halfDay.closesAt }));
    if (hours.length > 0) exceptions.push({ from: date.toString(), hours, reason: "half day" });
  }
  return exceptions;
}
