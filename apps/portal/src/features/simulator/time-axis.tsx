import type { Format } from "../../i18n/format.ts";
import type { Range, Tick } from "./lay-out.ts";
import classes from "./timeline.module.css";

/** Month, day and hour of a moment in a zone. */
export function zonedParts(timeZone: string) {
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    hourCycle: "h23",
  });
  return (ms: number) => {
    const found = new Map(format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]));
    return {
      month: found.get("month") ?? 1,
      day: found.get("day") ?? 1,
      hour: found.get("hour") ?? 0,
    };
  };
}

const FORMS: Readonly<Record<Tick["unit"], Intl.DateTimeFormatOptions>> = {
  month: { month: "short", year: "2-digit" },
  day: { day: "numeric", month: "short" },
  hour: { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
};
/** A name nearer than this to the right edge would be cut. */
const ROOM_SHARE = 0.94;

/** The names of the moments under the picture; read out marks say their own times. */
export function TimeAxis({
  ticks,
  range,
  format,
}: {
  ticks: readonly Tick[];
  range: Range;
  format: Format;
}) {
  return (
    <div className={classes.axis} aria-hidden="true">
      {ticks.map(({ atMs, unit }) => {
        const share = (atMs - range.fromMs) / (range.toMs - range.fromMs);
        if (share > ROOM_SHARE) return null;
        const text = new Intl.DateTimeFormat(format.locale, {
          timeZone: format.timeZone,
          ...FORMS[unit],
        });
        return (
          <span key={atMs} style={{ left: `${(share * 100).toFixed(3)}%` }}>
            {text.format(atMs)}
          </span>
        );
      })}
    </div>
  );
}
