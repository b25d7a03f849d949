/**
 * Reads what a person typed into a date-and-time field (`2026-11-22T19:45`) as a moment in their time zone.
 * A time that a change of clocks leaves out moves on by the gap; one that occurs twice means the first.
 * @returns epoch milliseconds; undefined where the text is no time.
 */
export function momentOf(text: string, timeZone: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(text)) return undefined;
  const wall = Date.parse(`${text.slice(0, 16)}:00Z`);
  if (Number.isNaN(wall)) return undefined;
  const early = wall - aheadMs(wall - 86_400_000, timeZone);
  const late = wall - aheadMs(wall + 86_400_000, timeZone);
  return aheadMs(early, timeZone) === wall - early
    ? early
    : aheadMs(late, timeZone) === wall - late
      ? late
      : early;
}

/** A moment as such a field wants it, in the person's time zone. */
export function fieldText(ms: number, timeZone: string): string {
  return new Date(ms + aheadMs(ms, timeZone)).toISOString().slice(0, 16);
}

/** How far a zone is ahead of UTC at a moment. */
function aheadMs(atMs: number, timeZone: string): number {
  const name = new Intl.DateTimeFormat("en", { timeZone, timeZoneName: "longOffset" })
    .formatToParts(atMs)
    .find(({ type }) => type === "timeZoneName")?.value;
  const [, sign, hours, minutes] = /GMT([+-])(\d{2}):(\d{2})/.exec(name ?? "") ?? [];
  if (!sign) return 0;
  const size = (Number(hours) * 60 + Number(minutes)) * 60_000;
  return sign === "-" ? -size : size;
}
