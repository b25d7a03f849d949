import type { EpochMs, Interval } from "../interval/index.ts";

/** The hour, day, ISO week or month of a zone that an instant falls in. */
export function calendarWindow(
  unit: "hour" | "day" | "week" | "month",
  timeZone: string,
  atMs: EpochMs,
): Interval {
  const local = Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(timeZone);
  if (unit === "hour") {
    const from = local.round({ smallestUnit: "hour", roundingMode: "floor" });
    return { fromMs: from.epochMilliseconds, toMs: from.add({ hours: 1 }).epochMilliseconds };
  }
  const date = local.toPlainDate();
  const first = {
    day: date,
    week: date.subtract({ days: date.dayOfWeek - 1 }),
    month: date.with({ day: 1 }),
  }[unit];
  const next = first.add({ [`${unit}s`]: 1 });
  return {
    fromMs: first.toZonedDateTime(timeZone).epochMilliseconds,
    toMs: next.toZonedDateTime(timeZone).epochMilliseconds,
  };
}
