import { epochDay, localDate, startOfDate } from "../calendar/index.ts";

const DAY_MS = 86_400_000;

/** `2027-04-10 12:00` in a zone, seconds only where there are some: the same in every language. */
export function momentText(atMs: number, timeZone: string): string {
  const date = localDate(timeZone, atMs);
  const day = epochDay(date);
  const startMs = startOfDate(timeZone, day);
  // On days when clocks change the wall clock is asked; on all others it is plain arithmetic.
  const ms =
    startOfDate(timeZone, day + 1) - startMs === DAY_MS ? atMs - startMs : wallMs(atMs, timeZone);
  const seconds = Math.floor(ms / 1000);
  const text = `${date} ${two(Math.floor(seconds / 3_600))}:${two(Math.floor(seconds / 60) % 60)}`;
  return seconds % 60 === 0 ? text : `${text}:${two(seconds % 60)}`;
}

function wallMs(atMs: number, timeZone: string): number {
  const local = Temporal.Instant.fromEpochMilliseconds(Math.floor(atMs)).toZonedDateTimeISO(
    timeZone,
  );
  return ((local.hour * 60 + local.minute) * 60 + local.second) * 1000;
}

const two = (value: number): string => String(value).padStart(2, "0");
