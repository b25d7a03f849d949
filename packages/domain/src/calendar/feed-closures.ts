import type { Interval } from "../interval/index.ts";
import { mergeIntervals } from "../interval/index.ts";
import type { FeedEvent } from "./calendar.ts";
import { epochDay } from "./epoch-day.ts";
import { beginningsBetween } from "./feed-occurrence.ts";
import { zoneDays } from "./zone-days.ts";

/**
 * Stretches of a year that events with times close, merged. Events without a zone of their own are on the calendar's clock.
 * Begin and end are read off that clock, also where the clocks change in between.
 */
export function feedClosures(
  events: readonly FeedEvent[],
  year: number,
  timeZone: string,
): readonly Interval[] {
  // A day more on each side: the event's clock may be a day ahead of the calendar's or behind it.
  const from = epochDay(`${year}-01-01`) - 1;
  const to = epochDay(`${year}-12-31`) + 1;
  const closed: Interval[] = [];
  for (const event of events) {
    const { timed } = event;
    if (timed === undefined) continue;
    const clock = zoneDays(timed.zone ?? timeZone);
    for (const day of beginningsBetween(event, from - event.days, to)) {
      const endsAt = timed.fromMinute + timed.minutes;
      closed.push({
        fromMs: clock.wallTimeMs(day, timed.fromMinute, "first"),
        toMs: clock.wallTimeMs(day + Math.floor(endsAt / 1_440), endsAt % 1_440, "last"),
      });
    }
  }
  return mergeIntervals(closed);
}
