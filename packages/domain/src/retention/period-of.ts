import type { EpochMs } from "../interval/index.ts";

export type PeriodName = "hourly" | "daily" | "weekly" | "monthly" | "yearly";

/**
 * The local period that an instant falls in, as text: `2026-03-01T14`, `2026-03-01`, `2026-W09`
 * (ISO week with its own year), `2026-03`, `2026`.
 */
export function periodOf(name: PeriodName, local: Temporal.ZonedDateTime): string {
  const date = local.toPlainDate();
  switch (name) {
    case "hourly":
      return `${date.toString()}T${String(local.hour).padStart(2, "0")}`;
    case "daily":
      return date.toString();
    case "weekly":
      return `${date.yearOfWeek}-W${String(date.weekOfYear).padStart(2, "0")}`;
    case "monthly":
      return date.toPlainYearMonth().toString();
    case "yearly":
      return String(date.year);
  }
}

export function localTime(atMs: EpochMs, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(timeZone);
}
