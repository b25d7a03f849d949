/** A calendar month as moments, in the zone in which the contract counts. `toMs` is the next month's first moment. */
export function monthSpan(period: string, timeZone: string): { fromMs: number; toMs: number } {
  const [year = 1970, month = 1] = period.split("-").map(Number);
  return {
    fromMs: startOfMonth(year, month, timeZone),
    toMs: startOfMonth(month === 12 ? year + 1 : year, month === 12 ? 1 : month + 1, timeZone),
  };
}

/** The offset is asked for twice, because the first guess may lie on the other side of a change of clocks. */
function startOfMonth(year: number, month: number, timeZone: string): number {
  const wall = Date.UTC(year, month - 1, 1);
  const guess = wall - offsetMs(wall, timeZone);
  return wall - offsetMs(guess, timeZone);
}

/** How far a zone is ahead of UTC at a moment, in milliseconds. */
function offsetMs(atMs: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  }).formatToParts(atMs);
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value ?? 0);
  const wall = Date.UTC(
    of("year"),
    of("month") - 1,
    of("day"),
    of("hour"),
    of("minute"),
    of("second"),
  );
  return wall - Math.floor(atMs / 1000) * 1000;
}
